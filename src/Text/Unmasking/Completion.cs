using Ecom389.Monitor.Text.Normalising;
using Ecom389.Monitor.Text.Unmasking;

namespace Ecom389.Monitor.Text;

/// <summary>How bold it is to read a word of which diacritics cannot be seen as this word and no other: "nh4n" is rather nhận than nhãn.</summary>
public static class Completion
{
    /// <summary>
    /// 0 where the word is the commonest of those that agree with what is seen; else how many times seldomer it is, as a natural
    /// logarithm times 16.
    /// </summary>
    /// <param name="word">Normalised, with its diacritics.</param>
    /// <param name="loose">Which of its letters hide their diacritics; the others are as in the word. As long as the word.</param>
    public static int Boldness(ReadOnlySpan<char> word, ReadOnlySpan<bool> loose)
    {
        if (!loose.Contains(true)) return 0;
        Span<char> folded = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++) folded[i] = Marks.Folded[word[i]];
        foreach (var form in CommonWords.FormsOf(folded.ToString()))
        {
            if (form.AsSpan().SequenceEqual(word)) return 0;
            if (!folded.SequenceEqual(form) && Agrees(form, word, loose)) return Price(word) - Price(form);
        }
        return 0;
    }

    /// <summary>Rank among all words, the commonest 0, of the commonest other word that agrees with what is seen and is commoner; <see cref="int.MaxValue"/> where there is none.</summary>
    public static int Rival(ReadOnlySpan<char> word, ReadOnlySpan<bool> loose)
    {
        Span<char> folded = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++) folded[i] = Marks.Folded[word[i]];
        foreach (var form in CommonWords.FormsOf(folded.ToString()))
        {
            if (form.AsSpan().SequenceEqual(word)) break;
            if (!folded.SequenceEqual(form) && Agrees(form, word, loose)) return CommonWords.Rank(form);
        }
        return int.MaxValue;
    }

    /// <summary><see cref="Boldness(ReadOnlySpan{char}, ReadOnlySpan{bool})"/> for a word typed without any diacritics.</summary>
    public static int Boldness(string word) => Boldness(word, AllLoose(word));

    /// <summary><see cref="Rival(ReadOnlySpan{char}, ReadOnlySpan{bool})"/> for a word typed without any diacritics.</summary>
    public static int Rival(string word) => Rival(word, AllLoose(word));

    private static bool[] AllLoose(string word) => [.. word.Select(static _ => true)];

    private static bool Agrees(string form, ReadOnlySpan<char> word, ReadOnlySpan<bool> loose)
    {
        if (form.Length != word.Length) return false;
        for (var i = 0; i < form.Length; i++)
        {
            if (!loose[i] && form[i] != word[i]) return false;
        }
        return true;
    }

    private static int Price(ReadOnlySpan<char> word) => CommonWords.Price(CommonWords.Rank(word) is >= 0 and var rank ? rank : CommonWords.Count);
}
