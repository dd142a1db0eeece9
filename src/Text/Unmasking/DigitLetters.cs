using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>Reads digits and signs as letters more boldly than the first reading: at the edges of words too (8án, fak3, 5im).</summary>
internal static class DigitLetters
{
    private const int LongestWord = 20, MostChoices = 256;

    /// <summary>Reads the chunk; true where it is a word then, which is in <paramref name="word"/>.</summary>
    public static bool Read(ReadOnlySpan<char> chunk, WordList words, Span<char> word)
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
        // 3G, 4K, 8GB, 5S and M4 are themselves: a reading of few letters must have marks, or signs, or be longer.
        if (letters == 0 || disguised == 0 || chunk.Length < 3 && marked == 0) return false;
        var edge = Letters.IsDigit(chunk[0]) || Letters.IsDigit(chunk[^1]);
        for (var choice = 0; choice < MostChoices; choice++)
        {
            var bits = choice;
            for (var i = 0; i < chunk.Length; i++)
            {
                var readings = Letters.IsLetter(chunk[i]) ? "" : Letters.StandsFor(chunk[i]);
                word[i] = readings.Length == 0 ? chunk[i] : readings[readings.Length == 1 ? 0 : bits & 1];
                if (readings.Length == 2) bits >>= 1;
            }
            if (bits > 0) return false;
            var read = word[..chunk.Length];
            if (words.Contains(read)) return true;
            if (!edge || marked > 0 || letters > disguised + 1)
            {
                if (Vocabulary.IsWord(read) || marked > 0 && Vocabulary.IsSyllable(read)) return true;
            }
        }
        return false;
    }
}
