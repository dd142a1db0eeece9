using System.Buffers;
using System.Text;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>What a short line says of a price.</summary>
/// <param name="Price">The amount it states, or null.</param>
/// <param name="NamesCurrency">By sign or word.</param>
/// <param name="IsCount">It counts something: sold, in stock, reviews.</param>
/// <param name="IsOther">Its own words say that the amount is not the price: instalment, shipping, voucher.</param>
internal sealed record PriceLine(PriceMention? Price, bool NamesCurrency, bool IsCount, bool IsOther);

/// <summary>Reads short lines for prices, and the labels before them.</summary>
internal sealed class PriceLines
{
    // An amount in đồng, alone or with a percentage: nearly every line with a price.
    private static readonly SearchValues<char> AmountSigns = SearchValues.Create("0123456789. \u00A0-%đ₫");
    private static readonly SearchValues<char> FoldedAmountSigns = SearchValues.Create("0123456789. -%d₫");

    private const int StackRoom = 128;

    private readonly Vocabulary _words;
    private readonly PhraseList _labels;
    private readonly PhraseList _otherThings;
    private readonly bool _amountsTellNothing;

    public PriceLines(Vocabulary words)
    {
        _words = words;
        _labels = words.AllOf("oldPriceLabel", "otherAmountLabel", "priceLabel");
        _otherThings = words.AllOf("countLabel", "otherAmountLabel");
        _amountsTellNothing = words.FindAll("countLabel").Concat(words.FindAll("otherAmountLabel")).All(word => word.AsSpan().ContainsAnyExcept(FoldedAmountSigns));
    }

    // Percentages, ratings, dates, counts: the same on many pages.
    private readonly Remembered<(string? Hint, PriceLine Line)> _lines = new(places: 2048, longest: 12);

    /// <param name="text">The line.</param>
    /// <param name="currencyHint">The currency its page speaks of, or null.</param>
    public PriceLine Read(string text, string? currencyHint)
    {
        if (ReadTag(text) is { } tag) return tag;
        var (hint, line) = _lines.Of(text, (this, currencyHint), static (text, asked) => (asked.currencyHint, asked.Item1.ReadNew(text, asked.currencyHint)));
        return string.Equals(hint, currencyHint, StringComparison.Ordinal) ? line : ReadNew(text, currencyHint);
    }

    /// <summary>The same for a line that is nothing but an amount in đồng, else null. Seldom the same twice: it is not remembered.</summary>
    public PriceLine? ReadTag(string text) =>
        _amountsTellNothing && PriceReader.ReadTag(text) is { } price && !text.AsSpan().ContainsAnyExcept(AmountSigns) ? new(price, CurrencyWords.Names(text), false, false) : null;

    /// <summary>Does a line name a currency?</summary>
    public static bool NamesCurrency(ReadOnlySpan<char> text) => CurrencyWords.Names(text);

    private PriceLine ReadNew(string text, string? currencyHint)
    {
        if (PriceReader.Read(text, currencyHint) is not { } price) return new(null, false, false, false);
        if (_amountsTellNothing && !text.AsSpan().ContainsAnyExcept(AmountSigns)) return new(price, CurrencyWords.Names(text), false, false);
        var folded = Vocabulary.Fold(text);
        if (!_otherThings.StandsIn(folded)) return new(price, CurrencyWords.Names(text), false, false);
        return new(price, CurrencyWords.Names(text), _words.FindFolded("countLabel", folded) is not null, _words.FindFolded("otherAmountLabel", folded) is not null);
    }

    /// <summary>Which list the words before an amount belong to: <c>oldPriceLabel</c>, <c>otherAmountLabel</c>, <c>priceLabel</c> or null.</summary>
    public string? LabelOf(ReadOnlySpan<char> text)
    {
        // Most texts before a figure hold none of the words, whatever is trimmed off them.
        Span<char> room = stackalloc char[StackRoom];
        if (Vocabulary.TryFold(text, room) is >= 0 and var length && Ascii.IsValid(room[..length]) && !_labels.StandsIn(room[..length])) return null;
        return LabelOfWhole(text.ToString());
    }

    internal string? LabelOfWhole(string text)
    {
        var label = Vocabulary.Label(text).TrimEnd('(', '₫', '$', '€', '£', ' ', ':');
        // What is folded twice may differ where letters are not Latin; else a label without any of the words is none.
        if (label.Length == 0 || (Ascii.IsValid(label) && !_labels.StandsIn(label))) return null;
        if (label.Length <= Vocabulary.LongestLabel)
        {
            var bare = Vocabulary.Label(label);
            foreach (var list in (ReadOnlySpan<string>)["oldPriceLabel", "otherAmountLabel", "priceLabel"])
                if (_words.IsLabel(list, bare)) return list;
        }

        if (_words.FindFolded("oldPriceLabel", label) is not null) return "oldPriceLabel";
        return _words.FindFolded("otherAmountLabel", label) is not null ? "otherAmountLabel" : null;
    }
}
