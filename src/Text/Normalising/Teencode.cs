using System.Collections.Frozen;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text;

/// <summary>
/// Writes chat abbreviations out (ko → không, đc → được, sđt → số điện thoại). A step of its own: phrases that quote the
/// abbreviation itself ("ib", "ko hđ") are matched before it, negations after it. The spelling list is <c>teencode.txt</c>.
/// </summary>
public static class Teencode
{
    private static readonly FrozenDictionary<string, string> Meanings = Load();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Meanings.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int Longest = Meanings.Keys.Max(static key => key.Length);

    /// <summary>Spelling to meaning, normalised.</summary>
    public static IReadOnlyDictionary<string, string> Spellings => Meanings;

    /// <summary>Whether what stands at <c>[start, end)</c> of <see cref="NormalisedText.Value"/> is a word of its own, and no unit, letter or part of a code.</summary>
    public static bool StandsAlone(NormalisedText text, int start, int end) => IsWord(text.Value, start, end);

    /// <summary>The text with abbreviations written out; offsets still lead to the seller's words. The same object when there is nothing to write out. Linear.</summary>
    public static NormalisedText Expand(NormalisedText text)
    {
        var value = text.Value;
        Draft? draft = null;
        try
        {
            var copied = 0;
            for (var i = 0; i < value.Length;)
            {
                if (!Letters.IsLetterOrDigit(value[i]))
                {
                    i++;
                    continue;
                }
                var end = i + 1;
                while (end < value.Length && Letters.IsLetterOrDigit(value[end])) end++;
                if (end - i <= Longest && Lookup.TryGetValue(value.AsSpan(i, end - i), out var meaning) && IsWord(value, i, end))
                {
                    if (draft is null)
                    {
                        draft = new Draft(value.Length + 64);
                        draft.Unpin();
                    }
                    Copy(text, copied, i, draft);
                    var (start, stop) = text.ToOriginal(i, end);
                    foreach (var c in meaning) draft.Append(c, start, stop);
                    copied = end;
                }
                i = end;
            }
            if (draft is null) return text;
            Copy(text, copied, value.Length, draft);
            return Normaliser.Finish(text.Original, draft);
        }
        finally
        {
            draft?.Dispose();
        }
    }

    private static void Copy(NormalisedText text, int from, int to, Draft draft)
    {
        for (var i = from; i < to; i++)
        {
            var (start, end) = text.ToOriginal(i, i + 1);
            draft.Append(text.Value[i], start, end);
        }
    }

    /// <summary>Whether the abbreviation stands as a word: not behind a number (500 k, 12 v dc), nor tied to its neighbours (k-pop, r/w, a.k).</summary>
    private static bool IsWord(string value, int start, int end)
    {
        if (end < value.Length && value[end] is '-' or '/' or '\'' or '&' or '+' or '@' or '_' || end + 1 < value.Length && value[end] == '.' && Letters.IsLetterOrDigit(value[end + 1])) return false;
        if (start == 0) return true;
        var before = value[start - 1];
        if (before is '-' or '/' or '\'' or '&' or '+' or '@' or '_' || before == '.' && start > 1 && Letters.IsLetterOrDigit(value[start - 2])) return false;
        if (end - start > 2) return true;

        // Short ones are units and letters too: 500 k, 12v dc, vitamin k, nước xốt bh.
        var at = start - 1;
        while (at > 0 && value[at] == ' ') at--;
        if (Letters.IsDigit(value[at])) return false;
        var wordEnd = at + 1;
        while (at >= 0 && Letters.IsLetterOrDigit(value[at])) at--;
        var previous = value.AsSpan(at + 1, wordEnd - at - 1);
        if (value.AsSpan(start, end - start) is "dc" && end + 1 < value.Length && Letters.IsDigit(value[end + 1])) return false;
        return previous is not ("vitamin" or "loại" or "size" or "mã" or "cỡ" or "chữ") && !(previous.Length > 1 && Letters.IsDigit(previous[0]) && value.AsSpan(start, end - start) is "dc" or "k" && previous[^1] is 'v' or 'a');
    }

    private static FrozenDictionary<string, string> Load()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in EmbeddedData.Lines("teencode.txt"))
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            var meaning = line[..bar].Trim();
            foreach (var spelling in line[(bar + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)) map.TryAdd(spelling, meaning);
        }
        return map.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
