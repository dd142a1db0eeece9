using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>Cuts a run of letters into words: "hànggiả" into hàng and giả.</summary>
internal static class LetterRuns
{
    /// <summary>Longest run that is cut; longer ones are left as they are. Keeps the work linear in the text.</summary>
    public const int Longest = 400;

    private const int LongestWord = 12;

    /// <summary>
    /// Marks in <paramref name="ends"/> the last letter of each word. False where the letters make no words. Words that are looked
    /// for win over syllables, few words over many; a lone letter is a last resort.
    /// </summary>
    public static bool Cut(ReadOnlySpan<char> letters, WordList words, Span<bool> ends)
    {
        if (letters.Length is < 2 or > Longest) return false;
        Span<int> cost = stackalloc int[Longest + 1];
        Span<int> from = stackalloc int[Longest + 1];
        cost[..(letters.Length + 1)].Fill(int.MaxValue);
        cost[0] = 0;
        for (var end = 1; end <= letters.Length; end++)
        {
            for (var length = 1; length <= Math.Min(LongestWord, end); length++)
            {
                var before = cost[end - length];
                if (before == int.MaxValue) continue;
                var price = Price(letters.Slice(end - length, length), words);
                if (price < 0 || before + price >= cost[end]) continue;
                cost[end] = before + price;
                from[end] = end - length;
            }
        }
        if (cost[letters.Length] == int.MaxValue) return false;
        ends[..letters.Length].Clear();
        var strangers = 0;
        var parts = 0;
        for (var end = letters.Length; end > 0; end = from[end])
        {
            ends[end - 1] = true;
            parts++;
            if (end - from[end] == 1 && !IsLoneWord(letters[end - 1])) strangers++;
        }
        return strangers == 0 || strangers * 3 <= letters.Length - strangers && parts > strangers;
    }

    public static bool IsKnown(ReadOnlySpan<char> word, WordList words) => words.Contains(word) || Vocabulary.IsKnown(word);

    /// <summary>What a word costs in a cut; -1 where it is none.</summary>
    public static int Price(ReadOnlySpan<char> word, WordList words)
    {
        if (word.Length == 1) return CommonWords.Price(CommonWords.Count) * (IsLoneWord(word[0]) ? 3 : 5) / 4;
        var rank = CommonWords.Rank(word);
        if (rank >= 0) return CommonWords.Price(rank);
        if (words.ContainsAsWritten(word)) return CommonWords.Price(CommonWords.Count);
        return Vocabulary.IsWord(word) || Vocabulary.IsSyllable(word) && EndsAsItSounds(word) ? CommonWords.Price(CommonWords.Count) * 5 / 4 : -1;
    }

    /// <summary>ở, ý, ô, ạ are words.</summary>
    private static bool IsLoneWord(char c) => c >= 0x80 && Marks.Folded[c] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    /// <summary>A syllable that ends in c, ch, p or t bears the tone sắc or nặng, unless it is written without marks.</summary>
    private static bool EndsAsItSounds(ReadOnlySpan<char> word)
    {
        if (word[^1] is not ('c' or 'p' or 't') && !word.EndsWith("ch")) return true;
        foreach (var c in word)
        {
            if ("áắấéếíóốớúứýạặậẹệịọộợụựỵ".Contains(c, StringComparison.Ordinal)) return true;
        }
        return !word.ContainsAnyExceptInRange('a', 'z');
    }
}
