using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Ecom389.Monitor.Extraction;

/// <summary>Tells whether a short text names a currency, by sign or by word.</summary>
internal static class CurrencyWords
{
    private static readonly SearchValues<char> Ideographs = SearchValues.Create("円元원圓");

    // In folded letters. "NT$" and "R$" need no entry: they hold a sign.
    private static readonly FrozenSet<string> Words = ((ReadOnlySpan<string>)["d", "vnd", "dong", "trieu", "tr", "k", "usd", "eur", "euro", "gbp", "kc", "kr", "zl", "ft", "lei", "chf", "руб", "р", "rs", "inr", "jpy", "ntd", "sek", "dkk", "nok", "pln", "czk", "huf", "aud", "cad", "nzd", "sgd", "brl", "mxn", "ars", "clp", "krw", "cny", "twd", "thb", "rm", "sr", "aed", "kn", "byn", "uah", "грн", "тг", "cu", "lit", "chai"]).ToArray().ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BySpan = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int Longest = Words.Max(word => word.Length);

    private const int StackRoom = 128;

    public static bool Names(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c is '$' or '₫' or '€' || (MayBeSign(c) && char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)) return true;
        if (text.ContainsAny(Ideographs)) return true;
        Span<char> room = stackalloc char[StackRoom];
        return Vocabulary.TryFold(text, room) is >= 0 and var length ? HasWord(room[..length]) : HasWord(Vocabulary.Fold(text.ToString()));
    }

    // Between the signs of Latin-1 and those of Armenian, and between Khmer's and the block of currency signs, there is none: the letters of
    // Vietnamese, Greek and Cyrillic among them.
    internal static bool MayBeSign(char c) => c > '\u009F' && c is not ((> '\u00A5' and < '\u0500') or (> '\u1800' and < '\u2000'));

    private static bool HasWord(ReadOnlySpan<char> folded)
    {
        for (var at = 0; at < folded.Length; at++)
        {
            if (!char.IsLetter(folded[at])) continue;
            var start = at;
            while (at < folded.Length && char.IsLetter(folded[at])) at++;
            var length = at - start;
            if (length > Longest || !BySpan.Contains(folded.Slice(start, length))) continue;

            // One letter is a currency only right behind a number: "250k", "90.000 đ", not "D8.5".
            if (length > 1 || (folded[..start].TrimEnd() is [.., >= '0' and <= '9'] && (at == folded.Length || !char.IsAsciiDigit(folded[at])))) return true;
        }

        return false;
    }
}
