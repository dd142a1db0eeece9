using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>A stroke of another script is an i or an l, a cup a u or a v, whichever gives the commoner word: "ІoạІ" is loại.</summary>
internal static class TwinLetters
{
    private const int MostTwins = 4, LongestWord = 16;

    /// <summary>Reads the word again; returns its end, or <paramref name="start"/> where it stays as it is.</summary>
    public static int Read(NormalisedText text, int start, int end, WordList words, Looseness loose, Reworking result)
    {
        if (end - start is < 2 or > LongestWord) return start;
        Span<int> twins = stackalloc int[MostTwins];
        var count = 0;
        for (var i = start; i < end; i++)
        {
            if (!Letters.IsLetter(text.Value[i])) return start;
            if (text.Value[i] is not ('v' or 'u') && Marks.Folded[text.Value[i]] is not ('i' or 'l') || !loose.IsTwin(i)) continue;
            if (count == MostTwins) return start;
            twins[count++] = i;
        }
        if (count == 0) return start;
        Span<char> word = stackalloc char[LongestWord];
        Span<char> best = stackalloc char[LongestWord];
        word = word[..(end - start)];
        best = best[..(end - start)];
        var cheapest = int.MaxValue;
        for (var choice = 0; choice < 1 << count; choice++)
        {
            text.Value.AsSpan(start, end - start).CopyTo(word);
            for (var t = 0; t < count; t++)
            {
                // A stroke under a tone mark is an i.
                if ((choice >> t & 1) != 0) word[twins[t] - start] = word[twins[t] - start] switch { 'i' => 'l', 'l' => 'i', 'u' => 'v', 'v' => 'u', var c => c };
            }
            if (LetterRuns.Price(word, words) is >= 0 and var price && price < cheapest)
            {
                cheapest = price;
                word.CopyTo(best);
            }
        }
        if (cheapest == int.MaxValue || best.SequenceEqual(text.Value.AsSpan(start, end - start))) return start;
        for (var i = 0; i < best.Length; i++) result.Put(best[i], start + i, start + i + 1, loose.Of(start + i));
        return end;
    }
}
