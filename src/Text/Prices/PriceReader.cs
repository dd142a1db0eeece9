using Ecom389.Monitor.Text.Normalising;
using Ecom389.Monitor.Text.Prices;

namespace Ecom389.Monitor.Text;

/// <summary>
/// Reads prices as Vietnamese sellers and foreign shops write them: 1tr2, 1m5, 500k, 2 củ, 3 lít, 12,5 triệu, 1.290.000đ,
/// words, masked prices, ranges; "$1,299.00", "1.299,00 €". An asking price is told from instalments, deposits, discounts,
/// gifts and fees by <see cref="PriceMention.Role"/>.
/// </summary>
public static class PriceReader
{
    /// <summary>Every amount of money in running text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<PriceMention> Find(string text)
    {
        return Find(Normaliser.Normalise(text));
    }

    /// <summary>The same for a text that is already normalised; offsets are into its original.</summary>
    public static IReadOnlyList<PriceMention> Find(NormalisedText text)
    {
        var found = new List<PriceMention>();
        new PriceScan(text, isField: false).Run(found);
        return found;
    }

    /// <summary>The one price a price field states ("₫1.250.000", "1tr2", "12,5 triệu", "$ 1,299.00"), or null for none.</summary>
    /// <param name="text">The price field.</param>
    /// <param name="currencyHint">A currency known from elsewhere on the page, or null. With <c>VND</c> or ₫ a bare 2 or 3-digit number is in thousands.</param>
    public static PriceMention? Read(string text, string? currencyHint = null)
    {
        return ReadTag(text) ?? ReadWhole(text, currencyHint);
    }

    /// <summary>What <see cref="Read"/> says of a field that is nothing but an amount in đồng, as price tags are; null for others, whatever they say.</summary>
    public static PriceMention? ReadTag(string text) => PlainDong.Read(text) is { } plain && !IsPlaceholder(plain.Amount) ? plain : null;

    /// <summary>The same without the short cut for plain amounts.</summary>
    internal static PriceMention? ReadWhole(string text, string? currencyHint)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var settled = Normaliser.Normalise(text);
        var scan = new PriceScan(settled, isField: true);
        var found = new List<PriceMention>();
        scan.Run(found);
        foreach (var mention in found)
        {
            if (mention.Role is PriceRole.Discount or PriceRole.GiftValue or PriceRole.Deposit || mention is { Role: PriceRole.Instalment, Amount: 0 }) continue;
            if (mention.Currency is "VND" && IsPlaceholder(mention.Amount)) return null;
            if (mention.Currency.Length > 0) return mention;
        }
        return found.Count > 0 || !settled.Value.AsSpan().ContainsAnyInRange('0', '9') && text.AsSpan().ContainsAnyInRange('0', '9') ? null : ReadWorld(settled, currencyHint is null ? null : HintCurrency(currencyHint));
    }

    private static PriceMention? ReadWorld(NormalisedText settled, string? hint)
    {
        // Figures are read on the settled text (any script's digits), currency signs on the original, whose case tells (Р, Br).
        var text = settled.Value;
        if (WorldPrice.First(text) is not { } number)
        {
            var free = text.Trim();
            return free is "free" ? new(settled.Original, 0, settled.Original.Length, 0, null, hint ?? "") : null;
        }
        var (start, end) = settled.ToOriginal(number.Start, number.End);
        var near = Currencies.Near(settled.Original, start, end);
        var sign = near?.Sign ?? Currencies.Anywhere(settled.Original) ?? hint ?? "";
        if (near is { } found && found.Start + found.Sign.Length == start) start = found.Start;
        var currency = Currencies.Canonical(sign);
        var value = number.Value;
        if (currency is "VND")
        {
            if (IsPlaceholder(value)) return null;
            if (near is null && value < 1_000)
            {
                // Sellers leave the thousand out: 350, 48.5. What is smaller, or counts something, is no price.
                if (value < 10 || PriceContext.CountsSomethingElse(settled.Folded, number.End)) return null;
                value *= 1_000;
            }
        }
        return new(settled.Original[start..end], start, end, value, null, currency);
    }

    private static string? HintCurrency(string hint) => hint is "VND" ? hint : Currencies.Anywhere(hint) is { } sign ? Currencies.Canonical(sign) : hint.Trim() is "đ" or "VNĐ" or "vnd" ? "VND" : null;

    /// <summary>What sellers type where a form insists on a price: 1đ, 1111, 123456, 999999.</summary>
    private static bool IsPlaceholder(decimal amount)
    {
        if (amount is 1 or 999_999 or 9_999_999 or 99_999_999 or 999_999_999) return true;
        if (amount is >= 0 and < long.MaxValue && (long)amount is var whole && whole == amount) return IsCountedUp(whole);
        var digits = amount.ToString("0", System.Globalization.CultureInfo.InvariantCulture);
        if (digits.Length < 3) return false;
        return digits.AsSpan().IndexOfAnyExcept('1') < 0 || "1234567890".StartsWith(digits, StringComparison.Ordinal);
    }

    /// <summary>111 and longer, 123 and longer.</summary>
    private static bool IsCountedUp(long amount)
    {
        if (amount < 100) return false;
        var rest = amount;
        while (rest % 10 == 1) rest /= 10;
        if (rest == 0) return true;
        for (var up = 1_234_567_890L; up > 100; up /= 10)
        {
            if (up == amount) return true;
        }
        return false;
    }
}
