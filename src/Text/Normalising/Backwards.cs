using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// Words typed backwards under a right-to-left override (UAX 9): the reader sees "fake", the text says U+202E "ekaf". They are read
/// as they are seen, and every character of them leads back to the whole of what was typed, so that offsets stay in order.
/// </summary>
internal static class Backwards
{
    public const char Override = '\u202E';

    private const char Pop = '\u202C';

    /// <summary>Longest stretch that is turned round; beyond it the override is dropped like any other invisible character.</summary>
    private const int Longest = 200;

    /// <summary>Reads the stretch that opens at <paramref name="at"/>; returns the index of its last character.</summary>
    public static int Put(string text, int at, CharacterTable table, Draft draft)
    {
        var end = at + 1;
        while (end < text.Length && end - at <= Longest && text[end] is not (Pop or Override or '\n' or '\r')) end++;
        if (end - at > Longest) return at;
        var close = end < text.Length && text[end] == Pop ? end + 1 : end;
        var turned = Turn(text.AsSpan(at + 1, end - at - 1));
        using var inner = new Draft(turned.Length);
        CharacterPass.Run(turned, table, inner);
        foreach (var c in inner.Text) draft.Append(c, at, close);
        return close - 1;
    }

    /// <summary>Back to front, surrogate pairs and letters with their marks kept whole.</summary>
    private static string Turn(ReadOnlySpan<char> text)
    {
        var elements = new List<string>();
        var rest = text.ToString();
        while (rest.Length > 0)
        {
            var length = System.Globalization.StringInfo.GetNextTextElementLength(rest);
            elements.Add(rest[..length]);
            rest = rest[length..];
        }
        elements.Reverse();
        return new StringBuilder().AppendJoin("", elements).ToString();
    }
}
