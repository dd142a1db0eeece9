namespace Ecom389.Monitor.Core;

/// <summary>Where an offer is made.</summary>
public enum Channel
{
    /// <summary>A marketplace or classifieds site (sàn, rao vặt).</summary>
    Marketplace,

    /// <summary>A social network's page, group or post.</summary>
    Social,

    /// <summary>A stand-alone web shop.</summary>
    Website,
}

/// <summary>How a source's pages are fetched.</summary>
public enum RenderMode
{
    /// <summary>One HTTP request; the response body is the page.</summary>
    Http,

    /// <summary>A real browser renders the page; the DOM after rendering is the page.</summary>
    Browser,
}

/// <summary>
/// A source (nguồn): a marketplace, shop or social page configured to be crawled, one entry of <c>sources</c> in crawler.json.
/// Immutable; a changed definition is another <see cref="Version"/>.
/// </summary>
public sealed record SourceDefinition
{
    /// <summary>Stable id, <c>[a-z0-9-]+</c>; part of a listing's identity, so never renamed.</summary>
    public required string Id { get; init; }

    /// <summary>The name people see.</summary>
    public required string Name { get; init; }

    public required Channel Channel { get; init; }

    public RenderMode Render { get; init; } = RenderMode.Http;

    public bool Enabled { get; init; } = true;

    /// <summary>Absolute http(s) URLs the crawl begins at.</summary>
    public IReadOnlyList<string> Start { get; init; } = [];

    /// <summary>Absolute URLs of sitemaps or sitemap indexes, gzip allowed.</summary>
    public IReadOnlyList<string> Sitemaps { get; init; } = [];

    public PagePatterns Pages { get; init; } = new();

    public SelectorSet Selectors { get; init; } = new();

    public BrowserSteps Browser { get; init; } = new();

    public CrawlLimits Limits { get; init; } = new();

    /// <summary>An inspection mandate to fetch what robots.txt forbids, or null. Without effect until a second person approved it.</summary>
    public RobotsOverride? RobotsOverride { get; init; }

    /// <summary>Permits loopback and private addresses; for sample shops and tests only.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The unit whose source this is.</summary>
    public string Unit { get; init; } = WellKnownUnits.Ministry;

    /// <summary>Province code or name the source belongs to, or null for the whole country.</summary>
    public string? Place { get; init; }

    /// <summary>Content hash of this definition as read; set by the loader.</summary>
    public string Version { get; init; } = "";
}

/// <summary>An inspection mandate by which robots.txt is set aside for one source; written into the evidence of every page so fetched.</summary>
/// <param name="Basis">The legal basis.</param>
/// <param name="Decision">Number of the decision.</param>
/// <param name="Date">Date of the decision.</param>
public sealed record RobotsOverride(string Basis, string Decision, DateOnly Date);

/// <summary>
/// Which URLs of a source are what. A pattern is matched against path and query (<c>/san-pham/*</c>): <c>*</c> stands for any
/// run of characters, a trailing <c>$</c> anchors the end. No pattern for a kind means "not told by the URL".
/// </summary>
public sealed record PagePatterns
{
    /// <summary>Pages that hold one listing.</summary>
    public IReadOnlyList<string> Listing { get; init; } = [];

    /// <summary>Pages that lead to listings: categories, searches, next pages.</summary>
    public IReadOnlyList<string> List { get; init; } = [];

    /// <summary>URLs never fetched.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];
}

/// <summary>
/// A source's own CSS selectors, tried before structured data. A field's selector may end in <c>@name</c> to read an attribute
/// instead of the text. Field names are those of the listing record (<c>title</c>, <c>description</c>, <c>priceText</c>,
/// <c>brand</c>, <c>condition</c>, <c>seller.name</c>, <c>seller.phone</c>, <c>seller.location</c>, <c>seller.joined</c>,
/// <c>seller.rating</c>, <c>seller.sold</c>, <c>postedAt</c>, <c>sku</c>, <c>images</c>, <c>availability</c>, <c>itemId</c>)
/// plus <c>attributes</c> for the rows of an item-specifics table.
/// </summary>
public sealed record SelectorSet
{
    /// <summary>On a page of one listing: field to selector.</summary>
    public IReadOnlyDictionary<string, string> Listing { get; init; } = EmptyFields;

    /// <summary>On a list page: <c>root</c> selects each card, <c>link</c> its URL, the rest are fields within it.</summary>
    public IReadOnlyDictionary<string, string> Card { get; init; } = EmptyFields;

    /// <summary>On a timeline: <c>root</c> selects each post, <c>link</c> its permalink, the rest are fields within it.</summary>
    public IReadOnlyDictionary<string, string> Post { get; init; } = EmptyFields;

    /// <summary>The link to the next list page, or null to find it by rel, text and URL.</summary>
    public string? Next { get; init; }

    private static readonly IReadOnlyDictionary<string, string> EmptyFields = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What the browser does after a page has loaded; only for <see cref="RenderMode.Browser"/>.</summary>
public sealed record BrowserSteps
{
    /// <summary>A selector that must be there before the page counts as rendered, or null to wait until the network is quiet.</summary>
    public string? WaitFor { get; init; }

    /// <summary>How many times to scroll to the end for more, 0 to 200.</summary>
    public int MaxScrolls { get; init; }

    /// <summary>Selectors of "xem thêm" buttons to click open before reading.</summary>
    public IReadOnlyList<string> Expand { get; init; } = [];
}

/// <summary>Bounds of one run over one source.</summary>
public sealed record CrawlLimits
{
    /// <summary>Pages fetched in one run at most.</summary>
    public int MaxPages { get; init; } = 2000;

    /// <summary>Links followed from a start URL at most.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>Milliseconds between two requests to one host; robots.txt may only lengthen it.</summary>
    public int DelayMs { get; init; } = 1000;

    /// <summary>Seconds for one page, headers and body, at most.</summary>
    public int TimeoutSeconds { get; init; } = 30;
}
