using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>A foreign currency beside a number of running text.</summary>
/// <param name="Name">The sign or code as written; USD for 20u, 20 đô.</param>
/// <param name="Start">Offset into the original of the sign before, or of the number.</param>
/// <param name="End">Offset into the original, one past the sign behind, or the number.</param>
/// <param name="EndInText">The same in the settled text.</param>
internal readonly record struct ForeignCurrency(string Name, int Start, int End, int EndInText)
{
    public static ForeignCurrency? Beside(NormalisedText settled, int start, int end, int endInText)
    {
        var original = settled.Original;
        var text = settled.Value;
        if (Slang(text, endInText) is var slangEnd and > 0) return new("USD", start, settled.ToOriginal(endInText, slangEnd).End, slangEnd);
        if (Currencies.Near(original, start, end) is not { } near || Currencies.Canonical(near.Sign) is "VND") return null;
        if (!IsSafe(near.Sign)) return null;
        if (near.Start < start)
        {
            // Directly before the number or one space apart: "$ 12", "US$12".
            return start - near.Start - near.Sign.Length <= 2 && original.AsSpan(near.Start + near.Sign.Length, start - near.Start - near.Sign.Length).IndexOfAnyExcept(" :.\u00A0") < 0
                ? new(near.Sign, near.Start, end, endInText) : null;
        }
        var gap = near.Start - end;
        return gap <= 1 ? new(near.Sign, start, near.Start + near.Sign.Length, Math.Min(text.Length, endInText + gap + near.Sign.Length)) : null;
    }

    /// <summary>Signs and codes that mean nothing else in Vietnamese text; RM, kr, AMD and the like need a field of their own.</summary>
    private static bool IsSafe(string sign) =>
        sign is "USD" or "EUR" or "GBP" or "JPY" or "CNY" or "RMB" or "KRW" or "THB" or "SGD" or "AUD" or "CAD" or "CHF" or "HKD" or "TWD" or "NZD" or "RUB" or "INR" or "USDT"
        || char.GetUnicodeCategory(sign[^1]) == System.Globalization.UnicodeCategory.CurrencySymbol
        || sign is "Kč" or "kč" or "zł" or "Zł" or "руб" or "руб." or "грн" or "грн." or "円" or "元" or "원" or "euro" or "Euro" or "EURO" or "تومان";

    /// <summary>20u, 20 đô, 20 đô la, 20 usd: where it ends, 0 for none.</summary>
    private static int Slang(string text, int at)
    {
        var next = at < text.Length && text[at] == ' ' ? at + 1 : at;
        foreach (var word in (ReadOnlySpan<string>)["đô la", "đô", "usdt", "usd"])
        {
            if (text.AsSpan(next).StartsWith(word) && (next + word.Length == text.Length || !Letters.IsLetterOrDigit(text[next + word.Length]))) return next + word.Length;
        }
        return 0;
    }
}
