using System.Globalization;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>A row of a handed-over file as a listing, or the field that makes it none.</summary>
/// <param name="Listing">Null when it is none.</param>
/// <param name="BadField">The field that cannot be read, or null.</param>
/// <param name="BadValue">What stands there.</param>
public sealed record HandedRow(ExtractedListing? Listing, string? BadField, string? BadValue);

/// <summary>Makes listings of rows that a platform handed over, by the same reading of prices, dates and words as pages get. Safe for concurrent use.</summary>
public sealed class HandedRows
{
    private static readonly string[] Own = ["url", "price", "currency", "images"];

    private readonly Vocabulary _words = new();
    private readonly DraftFinisher _finisher;

    public HandedRows() => _finisher = new(_words, new(_words));

    /// <summary>A row as a listing.</summary>
    /// <param name="fields">Field of the listing record to its text.</param>
    /// <param name="attributes">What else the row says.</param>
    /// <param name="capture">The file; its time resolves relative dates.</param>
    /// <param name="channel">Where the listings were offered.</param>
    /// <param name="where">The row, for provenance: <c>row:17</c>.</param>
    public HandedRow Read(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, string> attributes, Capture capture, Channel channel, string where)
    {
        using var blank = new HtmlParser().ParseDocument("");
        var address = fields.GetValueOrDefault("url");
        if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")) return new(null, "url", address);
        var page = new PageContext(PageDom.Of(blank), blank, address is null ? null : new Uri(address), capture.CapturedAt, _words) { CurrencyHint = fields.GetValueOrDefault("currency") ?? "VND" };
        if (!fields.ContainsKey(Fields.Title) && !fields.ContainsKey(Fields.Description)) return new(null, Fields.Title, "");
        var draft = new ListingDraft();
        foreach (var (field, text) in fields)
            if (!Own.Contains(field, StringComparer.Ordinal)) draft.Offer(field, PageDecoder.Replace(Markup.IsMarkup(text) ? Markup.ToText(text) : text), where);
        foreach (var (name, value) in attributes) draft.OfferAttribute(PageDecoder.Replace(name), PageDecoder.Replace(value), where);
        if (fields.TryGetValue("images", out var images)) draft.OfferImages(images.Split((char[])['\n', ' ', ';', '|'], StringSplitOptions.RemoveEmptyEntries).Select(page.Absolute).OfType<string>(), where);
        draft.Offer(Fields.Canonical, address, where);
        if (fields.TryGetValue("price", out var price))
        {
            if (ReadAmount(price, page.CurrencyHint) is not { } amount) return new(null, "price", price);
            draft.OfferPrice(amount.Amount > 0 ? amount : null, where);
            draft.Offer(Fields.PriceText, price, where);
        }

        if (fields.TryGetValue(Fields.PostedAt, out var posted) && DraftFinisher.DateOf(posted, capture.CapturedAt) is null) return new(null, Fields.PostedAt, posted);
        var listing = _finisher.Finish(draft, page, channel, address);
        // Without a name of the platform's own a row is known by what it says: handed over again it is the same listing.
        return new(listing.ItemId is null && address is null ? listing with { ItemId = "row-" + ListingContent.Hash(listing)[..24] } : listing, null, null);
    }

    private static Money? ReadAmount(string text, string? currency) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && !IsGrouped(text)
            ? new Money(amount, currency ?? "VND")
            : DraftFinisher.ReadPrice(text, currency);

    // "350.000" is three hundred and fifty thousand in Vietnam.
    private static bool IsGrouped(string text) => text.Length > 3 && text.LastIndexOf('.') == text.Length - 4;
}
