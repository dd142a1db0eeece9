using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>What a short line says of a price.</summary>
/// <param name="Price">The amount it states, or null.</param>
/// <param name="NamesCurrency">By sign or word.</param>
/// <param name="IsCount">It counts something: sold, in stock, reviews.</param>
/// <param name="IsOther">Its own words say that the amount is not the price: instalment, shipping, voucher.</param>
internal sealed record PriceLine(PriceMention? Price, bool NamesCurrency, bool IsCount, bool IsOther);

/// <summary>Reads short lines for prices, and the labels before them.</summary>
internal sealed class PriceLines(Vocabulary words)
{
    // Percentages, ratings, dates, counts: the same on many pages.
    private readonly Remembered<(string? Hint, PriceLine Line)> _lines = new(places: 2048, longest: 12);

    /// <param name="text">The line.</param>
    /// <param name="currencyHint">The currency its page speaks of, or null.</param>
    public PriceLine Read(string text, string? currencyHint)
    {
        var (hint, line) = _lines.Of(text, (this, currencyHint), static (text, asked) => (asked.currencyHint, asked.Item1.ReadNew(text, asked.currencyHint)));
        return string.Equals(hint, currencyHint, StringComparison.Ordinal) ? line : ReadNew(text, currencyHint);
    }

    private PriceLine ReadNew(string text, string? currencyHint)
    {
        if (PriceReader.Read(text, currencyHint) is not { } price) return new(null, false, false, false);
        var folded = Vocabulary.Fold(text);
        return new(price, CurrencyWords.Names(text), words.FindFolded("countLabel", folded) is not null, words.FindFolded("otherAmountLabel", folded) is not null);
    }

    /// <summary>Which list the words before an amount belong to: <c>oldPriceLabel</c>, <c>otherAmountLabel</c>, <c>priceLabel</c> or null.</summary>
    public string? LabelOf(string text)
    {
        var label = Vocabulary.Label(text).TrimEnd('(', '₫', '$', '€', '£', ' ', ':');
        if (label.Length == 0) return null;
        if (label.Length <= Vocabulary.LongestLabel)
        {
            var bare = Vocabulary.Label(label);
            foreach (var list in (ReadOnlySpan<string>)["oldPriceLabel", "otherAmountLabel", "priceLabel"])
                if (words.IsLabel(list, bare)) return list;
        }

        if (words.FindFolded("oldPriceLabel", label) is not null) return "oldPriceLabel";
        return words.FindFolded("otherAmountLabel", label) is not null ? "otherAmountLabel" : null;
    }
}
