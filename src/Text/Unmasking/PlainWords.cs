using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>
/// Passes over words that hide nothing: letters as Vietnamese has them, written as such, none drawn out, nothing set between them. Most
/// words of a text that hides something elsewhere are of this kind, and reading them boldly would change nothing.
/// </summary>
internal static class PlainWords
{
    /// <summary>Letters that are what they seem: no marks of other languages.</summary>
    private static readonly bool[] Plain = [.. Enumerable.Range(0, 0x2000).Select(static c => Letters.IsLetter((char)c) && Marks.Settled((char)c) == c && !Marks.IsForeign((char)c) && char.ToLowerInvariant((char)c) == c)];

    /// <summary>The end of the plain word that begins here, or <paramref name="start"/> where it is none.</summary>
    public static int EndOf(NormalisedText text, int start, int limit)
    {
        var value = text.Value;
        var fold = Marks.Folded;
        var before = '\0';
        var at = start;
        for (; at < limit && value[at] is var c && c < Plain.Length && Plain[c]; at++)
        {
            if (fold[c] == before) return start;
            before = fold[c];
        }
        if (at - start < 2 || at == limit && limit < value.Length) return start;
        if (at < value.Length && (Letters.Kind(value[at]) != CharKind.None || value[at] is '/' or ',') && !IsFollowedByGap(value, at)) return start;
        return IsAsWritten(text, start, at) ? at : start;
    }

    /// <summary>A full stop or comma at the end of a word parts no letters; a sign that stands for a letter may belong to the word.</summary>
    private static bool IsFollowedByGap(string value, int at) =>
        (Letters.Kind(value[at]) == CharKind.Splitter || value[at] is '/' or ',') && (at + 1 >= value.Length || Letters.Kind(value[at + 1]) == CharKind.None && value[at + 1] is not ('/' or ','));

    private static bool IsAsWritten(NormalisedText text, int start, int end)
    {
        if (text.IsInPlace)
        {
            var (value, original) = (text.Value, text.Original);
            for (var i = start; i < end; i++)
            {
                if (original[i] != value[i] && char.ToLowerInvariant(original[i]) != value[i]) return false;
            }
            return true;
        }
        for (var i = start; i < end; i++)
        {
            var (from, to) = text.ToOriginal(i, i + 1);
            if (to != from + 1 || (text.Original[from] != text.Value[i] && char.ToLowerInvariant(text.Original[from]) != text.Value[i])) return false;
        }
        return true;
    }
}
