using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Core;

/// <summary>
/// What one offer says: the listing record of the JSON Lines contract (camelCase property names). Text is as the seller wrote
/// it and never changed after extraction; offsets into it are UTF-16 code units.
/// </summary>
public sealed record ListingRecord
{
    public string Id { get; init; } = "";

    /// <summary><c>marketplace</c>, <c>social</c> or <c>website</c>.</summary>
    public string? Channel { get; init; }

    /// <summary>Host where it was offered.</summary>
    public string? Site { get; init; }

    public string? Url { get; init; }

    /// <summary>Empty for a social post.</summary>
    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The price as written: "1tr250", "ib giá".</summary>
    public string PriceText { get; init; } = "";

    /// <summary>What <see cref="PriceText"/> means in đồng (a range: the lower end), or null.</summary>
    public long? PriceVnd { get; init; }

    public string? Brand { get; init; }

    /// <summary>A category id of the schema; may be null or wrong.</summary>
    public string? Category { get; init; }

    /// <summary><c>new</c>, <c>used</c>, <c>refurbished</c> or null.</summary>
    public string? Condition { get; init; }

    public SellerRecord Seller { get; init; } = new();

    /// <summary>The item-specifics table.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>ISO 8601 date as published, or null.</summary>
    public string? PostedAt { get; init; }
}

/// <summary>What a listing says of its seller.</summary>
public sealed record SellerRecord
{
    public string? Name { get; init; }

    /// <summary>As written, in whatever spelling.</summary>
    public string? Phone { get; init; }

    public string? Location { get; init; }

    /// <summary><c>YYYY-MM-DD</c> or null.</summary>
    public string? Joined { get; init; }

    /// <summary>0 to 5.</summary>
    public double? Rating { get; init; }

    public long? Sold { get; init; }

    public bool Verified { get; init; }
}

/// <summary>An amount of money. Đồng are <c>VND</c>; other currencies an ISO 4217 code, or the sign as written.</summary>
public sealed record Money(decimal Amount, string Currency);

/// <summary>A listing as extraction found it on a page: the record and what only a page can tell.</summary>
public sealed record ExtractedListing
{
    public required ListingRecord Record { get; init; }

    public Money? Price { get; init; }

    /// <summary><c>InStock</c>, <c>OutOfStock</c>, <c>PreOrder</c> … as schema.org names them, or null.</summary>
    public string? Availability { get; init; }

    public string? Sku { get; init; }

    public string? Gtin { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The platform's own item id, or null: then the canonical URL is the identity.</summary>
    public string? ItemId { get; init; }

    /// <summary>The URL the page itself calls canonical, absolute; for cards and posts their link.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>The former or list price shown beside the price, or null.</summary>
    public Money? OldPrice { get; init; }

    /// <summary>Choices with a name of their own, in page order; empty where there is only one thing.</summary>
    public IReadOnlyList<ListingVariant> Variants { get; init; } = [];

    /// <summary>One of <see cref="ListingIntent"/>.</summary>
    public string Intent { get; init; } = ListingIntent.Sale;

    /// <summary>One of <see cref="ListingPhase"/>, or null where nothing shows it.</summary>
    public string? Phase { get; init; }

    /// <summary>Every telephone number of the offer as written, the record's own first.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    /// <summary>A number shown in part only ("0912.xxx.678", "09*** bấm để hiện số") as written, or null. No number is made of it.</summary>
    public string? MaskedPhone { get; init; }

    /// <summary>Units sold of this offer, or null.</summary>
    public UnitsSold? Sold { get; init; }

    /// <summary>How sure the category is, 0 to 1 (share of its words right on labelled listings); null without one.</summary>
    public double? CategoryConfidence { get; init; }

    /// <summary>How finely the date was told (<c>minute</c>, <c>hour</c>, <c>day</c>, <c>week</c>, <c>month</c>, <c>year</c>), or null.</summary>
    public string? PostedPrecision { get; init; }

    /// <summary>Field to where it came from: <c>selector:h1.title</c>, <c>jsonld:offers.price</c>, <c>microdata:name</c>, <c>opengraph:og:title</c>, <c>heuristic:price</c>, <c>text:price</c>.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What sort of page it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PageKind>))]
public enum PageKind
{
    [JsonStringEnumMemberName("listing")] Listing,
    [JsonStringEnumMemberName("list")] List,
    [JsonStringEnumMemberName("timeline")] Timeline,
    [JsonStringEnumMemberName("other")] Other,
}

/// <summary>What a page held.</summary>
/// <param name="Url">The page's URL.</param>
/// <param name="Kind">A list yields its cards, a timeline full listings.</param>
/// <param name="Listings">In page order.</param>
/// <param name="Links">Links worth following, absolute, without duplicates.</param>
public sealed record PageExtraction(string Url, PageKind Kind, IReadOnlyList<ExtractedListing> Listings, IReadOnlyList<PageLink> Links);

/// <summary>A link and what it seems to lead to: <c>listing</c>, <c>list</c>, <c>next</c> or <c>other</c>.</summary>
public sealed record PageLink(string Url, string Kind);

/// <summary>Reads captures. Never throws on a page, however broken: what cannot be told is left out.</summary>
public interface IPageExtractor
{
    /// <summary>Content hash of extractor and normaliser behaviour, part of a snapshot's versions.</summary>
    string Version { get; }

    /// <param name="capture">The page; its <see cref="Capture.CapturedAt"/> resolves relative dates.</param>
    /// <param name="source">The source's definition, or null for a page of no known source.</param>
    PageExtraction Extract(Capture capture, SourceDefinition? source);
}
