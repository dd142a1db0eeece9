using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>Reads digits and signs as letters more boldly than the first reading: at the edges of words too (8án, fak3, 5im).</summary>
internal static class DigitLetters
{
    private const int LongestWord = 20, MostChoices = 256;

    /// <summary>Whether a text is written with digits for letters as a habit: two such words, so that shorter ones are believed too.</summary>
    public static bool IsHabit(NormalisedText text, WordList words)
    {
        var value = text.Value;
        Span<char> word = stackalloc char[LongestWord];
        var found = 0;
        for (var i = 0; i < value.Length;)
        {
            var start = i;
            var mixed = false;
            var disguised = false;
            while (i < value.Length && (Letters.Kind(value[i]) & (CharKind.Letter | CharKind.Digit | CharKind.Sign)) is var kind && kind != CharKind.None)
            {
                if (kind != CharKind.Letter) mixed = true;
                else if (text.Written(i) is var written && written != value[i] && Letters.StandsFor(written).Length > 0) disguised = true;
                i++;
            }
            if (i - start >= 3 && (disguised || mixed && Read(value.AsSpan(start, i - start), words, habit: false, word)) && ++found == 2) return true;
            if (i == start) i++;
        }
        return false;
    }

    /// <summary>Reads the chunk; true where it is a word then, which is in <paramref name="word"/>.</summary>
    /// <param name="habit">Whether the whole text is written so.</param>
    public static bool Read(ReadOnlySpan<char> chunk, WordList words, bool habit, Span<char> word)
    {
        if (chunk.Length is < 2 or > LongestWord) return false;
        int letters = 0, disguised = 0, marked = 0;
        foreach (var c in chunk)
        {
            if (Letters.IsLetter(c))
            {
                letters++;
                if (c >= 0x80) marked++;
            }
            else if (Letters.StandsFor(c).Length == 0)
            {
                return false;
            }
            else
            {
                disguised++;
            }
        }
        // 3G, 4K and M4 are themselves, unless the whole text is written so.
        if (letters == 0 || disguised == 0 || chunk.Length < 3 && marked == 0 && !habit) return false;
        // 50m and 128gb are measures.
        if (Letters.IsDigit(chunk[0]) && Letters.IsDigit(chunk[1]) && marked == 0 && (!habit || IsMeasure(chunk))) return false;
        var edge = Letters.IsDigit(chunk[0]) || Letters.IsDigit(chunk[^1]);
        var bold = !edge || marked > 0 || habit || letters > disguised + 1;
        return Choose(chunk, word, words.Contains)
            || bold && Choose(chunk, word, read => Vocabulary.IsWord(read) || (marked > 0 || habit) && Vocabulary.IsSyllable(read));
    }

    private static bool IsMeasure(ReadOnlySpan<char> chunk)
    {
        var unit = chunk[chunk.IndexOfAnyExceptInRange('0', '9')..];
        return unit is "m" or "k" or "g" or "v" or "w" or "h" or "l" or "p" or "c" or "d" or "đ" or "tr" or "gb" or "tb" or "mb" or "kg" or "cm" or "mm" or "ml" or "hz" or "mhz" or "ghz" or "mah" or "inch";
    }

    /// <summary>Tries the readings (1 and ! may be i or l) until one will do.</summary>
    private static bool Choose(ReadOnlySpan<char> chunk, Span<char> word, WordTest will)
    {
        for (var choice = 0; choice < MostChoices; choice++)
        {
            var bits = choice;
            for (var i = 0; i < chunk.Length; i++)
            {
                var readings = Letters.IsLetter(chunk[i]) ? "" : Letters.StandsFor(chunk[i]);
                // Before a vowel at the head of a word it is rather an l: 1à, !ấy.
                var other = i == 0 && chunk.Length > 1 && !IsConsonant(chunk[1]) ? 1 : 0;
                word[i] = readings.Length == 0 ? chunk[i] : readings[readings.Length == 1 ? 0 : (bits & 1) ^ other];
                if (readings.Length == 2) bits >>= 1;
            }
            if (bits > 0) return false;
            if (will(word[..chunk.Length])) return true;
        }
        return false;
    }

    private static bool IsConsonant(char c) => Letters.IsLetter(c) && Marks.Folded[c] is not ('a' or 'e' or 'i' or 'o' or 'u' or 'y');

    private delegate bool WordTest(ReadOnlySpan<char> word);
}
