using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The price of what a running text offers: the first amount that is the price of these goods. Deposits, fees, instalments,
/// gifts, former prices, discounts and wages are not, wherever they stand, nor is what others ask or what the seller once
/// paid; a text that asks, warns or recruits has none.
/// </summary>
internal sealed partial class OfferedPrice(Vocabulary words)
{
    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(".;!?\n(,");

    private const int ClauseLength = 40;
    private readonly OfferIntent _intents = new(words);

    public PriceMention? In(string text)
    {
        if (_intents.Of("", text) is not Core.ListingIntent.Sale) return null;
        PriceMention? subscription = null;
        PriceMention? compared = null;
        foreach (var mention in PriceReader.Find(text))
        {
            if (mention.Amount <= 0) continue;
            if (mention.Role == PriceRole.Price)
            {
                if (!words.Contains("comparedPrice", Clause(text, mention.Start))) return WithUnit(text, mention);
                compared ??= mention;
            }
            else if (mention.Role == PriceRole.Instalment && !words.Contains("instalment", Clause(text, mention.Start))) subscription ??= mention;
        }

        // What is paid by the month is the price of a subscription where nothing else is asked for.
        return (subscription ?? compared) is { } only ? WithUnit(text, only) : Bare(text);
    }

    // "giá 550": three figures without a unit are thousands.
    private static PriceMention? Bare(string text)
    {
        if (BareAmount().Match(text) is not { Success: true } match) return null;
        var figures = match.Groups["figures"];
        return new(figures.Value, figures.Index, figures.Index + 3, 1000m * int.Parse(figures.ValueSpan, CultureInfo.InvariantCulture), null, "VND");
    }

    [GeneratedRegex(@"(?<![\p{L}\d])(?:giá|gia|giá bán|bán)[ :]{1,3}(?<figures>[1-9]\d\d)(?=\s*(?:$|[;!?\n)]|[.,](?!\d)|(?:nha|nhé|ạ|không|ko|k|bớt|có|thôi|fix|ship|freeship|bao)(?!\p{L})))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BareAmount();

    private static string Clause(string text, int end)
    {
        var start = Math.Max(0, end - ClauseLength);
        var stop = text.AsSpan(start, end - start).LastIndexOfAny(ClauseEnds);
        return text[(start + stop + 1)..end];
    }

    // "180k/cái": what the price buys is part of how it was written.
    private static PriceMention WithUnit(string text, PriceMention mention)
    {
        var end = mention.End;
        if (end >= text.Length || text[end] != '/') return mention;
        var letter = ++end;
        while (end < text.Length && end - letter < 12 && char.IsLetter(text[end])) end++;
        return end == letter || (end < text.Length && char.IsLetterOrDigit(text[end])) ? mention : mention with { Text = text[mention.Start..end], End = end };
    }
}
