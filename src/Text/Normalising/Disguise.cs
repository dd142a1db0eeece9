namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// Reads digits and signs as letters inside words (b4n, f@ke, iph0ne, 0ff1ce), and the letter o as nought inside numbers
/// (5oog, 2o21). Only what then is a word is changed: model codes, prices and sizes keep their digits.
/// </summary>
internal static class Disguise
{
    private const int LongestWord = 20, MostChoices = 64;

    /// <summary>Reads the chunk <c>[start, end)</c> of letters, digits and signs; true when it was changed.</summary>
    public static bool Read(Span<char> text, int start, int end)
    {
        // Signs at either end are punctuation: "fake!", "$500".
        while (start < end && Letters.Kind(text[start]) == CharKind.Sign && !OpensWord(text, start, end)) start++;
        while (end > start && Letters.Kind(text[end - 1]) == CharKind.Sign && text[end - 1] != '€') end--;
        if (end - start is < 3 or > LongestWord) return false;
        if (Letters.IsDigit(text[start]) && ReadNoughts(text, start, end)) return true;
        var letters = 0;
        var disguised = 0;
        for (var i = start; i < end; i++)
        {
            if (Letters.IsLetter(text[i])) letters++;
            else if (Letters.StandsFor(text[i]).Length == 0) return false;
            else disguised++;
        }
        if (disguised == 0 || letters == 0 || disguised > letters + 1) return false;
        if (IsAddress(text, start, end)) return false;
        Span<char> word = stackalloc char[LongestWord];
        word = word[..(end - start)];
        if (!Choose(text[start..end], word)) return false;
        word.CopyTo(text[start..end]);
        return true;
    }

    /// <summary>Tries the readings (1 and ! may be i or l) until one is a word.</summary>
    private static bool Choose(ReadOnlySpan<char> written, Span<char> word)
    {
        var inner = IsInner(written);
        for (var choice = 0; choice < MostChoices; choice++)
        {
            var bits = choice;
            for (var i = 0; i < written.Length; i++)
            {
                var readings = Letters.IsLetter(written[i]) ? "" : Letters.StandsFor(written[i]);
                if (readings.Length == 0)
                {
                    word[i] = written[i];
                }
                else if (readings.Length == 1)
                {
                    word[i] = readings[0];
                }
                else
                {
                    word[i] = readings[bits & 1];
                    bits >>= 1;
                }
            }
            if (bits > 0) return false;
            if (Vocabulary.IsWord(word) || inner && Vocabulary.IsSyllable(word)) return true;
        }
        return false;
    }

    /// <summary>
    /// Whether the disguise stands between letters (b4n), or is a nought that closes a syllable after two consonants (kh0). At
    /// the edge of a word a digit is more often a number: "loai1", "so1", "5kg"; and two letters with a digit may be a code.
    /// </summary>
    private static bool IsInner(ReadOnlySpan<char> written)
    {
        if (!Letters.IsLetter(written[0])) return false;
        if (Letters.IsLetter(written[^1])) return true;
        if (written[^1] != '0' || written.Length < 3) return false;
        foreach (var c in written[..^1])
        {
            if (!Letters.IsLetter(c) || "aeiouy".Contains(Marks.Folded[c], StringComparison.Ordinal)) return false;
        }
        return true;
    }

    /// <summary>5oog, 3oo, 2o21: a number that begins with a digit, has an o for a nought and at most a unit behind it.</summary>
    private static bool ReadNoughts(Span<char> text, int start, int end)
    {
        // SCE-8524OL is a model code.
        if (start > 1 && text[start - 1] == '-' && Letters.IsLetter(text[start - 2])) return false;
        var body = start;
        var noughts = 0;
        while (body < end && (Letters.IsDigit(text[body]) || text[body] == 'o'))
        {
            if (text[body] == 'o') noughts++;
            body++;
        }
        if (noughts == 0 || body - start < 3) return false;
        var unit = text[body..end];
        if (unit.Length > 0 && !IsUnit(unit)) return false;
        for (var i = start; i < body; i++)
        {
            if (text[i] == 'o') text[i] = '0';
        }
        return true;
    }

    private static bool IsUnit(ReadOnlySpan<char> unit) =>
        unit is "k" or "g" or "gb" or "gr" or "kg" or "m" or "mm" or "cm" or "ml" or "w" or "mah" or "mhz" or "ghz" or "hz" or "đ" or "d" or "tr" or "tb" or "mb";

    private static bool OpensWord(Span<char> text, int start, int end) =>
        text[start] == '$' && end - start >= 4 && Letters.IsLetter(text[start + 1]) && Letters.IsLetter(text[start + 2]) && Letters.IsLetter(text[start + 3]);

    /// <summary>name@host.tld stays an address.</summary>
    private static bool IsAddress(Span<char> text, int start, int end) =>
        text[start..end].Contains('@') && end + 1 < text.Length && text[end] == '.' && Letters.IsLetter(text[end + 1]);
}
