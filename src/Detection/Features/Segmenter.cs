namespace Ecom389.Monitor.Detection.Features;

/// <summary>
/// Cuts a text into the pieces that are judged one by one: lines and sentences, the longer ones at a comma or a space.
/// A seller's violation is said in one such piece; judging pieces keeps a long page of dull words from drowning it, or from
/// adding up to suspicion.
/// </summary>
public static class Segmenter
{
    /// <summary>The next piece at or after <paramref name="position"/>, or false at the end of the text.</summary>
    /// <param name="text">A normalised field.</param>
    /// <param name="maxLength">Longest piece in UTF-16 code units.</param>
    /// <param name="position">Moves past the piece.</param>
    public static bool TryNext(ReadOnlySpan<char> text, int maxLength, ref int position, out int start, out int end)
    {
        var at = position;
        while (at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
        start = at;
        end = at;
        if (at >= text.Length) return false;
        var lastSpace = -1;
        var lastComma = -1;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (IsBreak(text, at)) break;
            if (c == ',' || c == ')' || c == '(') lastComma = at;
            else if (char.IsWhiteSpace(c)) lastSpace = at;
            if (at - start + 1 < maxLength) continue;
            var half = start + (maxLength / 2);
            at = lastComma > half ? lastComma : lastSpace > half ? lastSpace : at + 1;
            break;
        }
        end = at;
        position = at;
        while (end > start && !char.IsLetterOrDigit(text[end - 1])) end--;
        return true;
    }

    private static bool IsBreak(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (c is '\n' or '\r' or ';' or '•' or '|' or '…') return true;
        if (c is '!' or '?') return true;
        return c == '.' && (at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1]));
    }
}
