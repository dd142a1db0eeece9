namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// Tells Vietnamese from other languages by the shape of its syllables, with or without diacritics: a word is one syllable, an onset, at
/// most three vowels and one of eight codas. "hàng", "nguyen" and "khong" are of that shape; "cookie", "delivery" and "Lieferung" are not.
/// </summary>
public static class VietnameseSyllables
{
    /// <summary>Shorter texts are mostly names and numbers: nothing is said of them.</summary>
    private const int EnoughWords = 60;

    private const double LeastShare = 0.5;

    private static readonly string[] Onsets = ["ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"];
    private static readonly string[] Codas = ["ch", "ng", "nh", "c", "m", "n", "p", "t"];

    /// <summary>Words of two letters and more, in any script, and how many have the shape of a syllable.</summary>
    /// <param name="folded">A text in lower case without diacritics, as <see cref="NormalisedText.Folded"/>.</param>
    public static (int Words, int Shaped) Count(ReadOnlySpan<char> folded)
    {
        int words = 0, shaped = 0;
        for (var at = 0; at < folded.Length;)
        {
            if (!char.IsLetterOrDigit(folded[at]))
            {
                at++;
                continue;
            }
            var start = at;
            var letters = true;
            for (; at < folded.Length && char.IsLetterOrDigit(folded[at]); at++) letters &= !char.IsDigit(folded[at]);
            if (!letters || at - start < 2) continue;
            words++;
            if (IsSyllable(folded[start..at])) shaped++;
        }
        return (words, shaped);
    }

    /// <summary>Whether a text with so many words, so many of that shape, is Vietnamese; one of few words passes for it.</summary>
    public static bool IsVietnamese(int words, int shaped) => words < EnoughWords || shaped >= words * LeastShare;

    private static bool IsSyllable(ReadOnlySpan<char> word)
    {
        foreach (var onset in Onsets)
        {
            if (word.StartsWith(onset, StringComparison.Ordinal) && IsRime(word[onset.Length..])) return true;
        }
        return IsRime(word);
    }

    private static bool IsRime(ReadOnlySpan<char> rest)
    {
        var vowels = 0;
        while (vowels < rest.Length && rest[vowels] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y') vowels++;
        if (vowels is 0 or > 3) return false;
        rest = rest[vowels..];
        if (rest.IsEmpty) return true;
        foreach (var coda in Codas)
        {
            if (rest.SequenceEqual(coda)) return true;
        }
        return false;
    }
}
