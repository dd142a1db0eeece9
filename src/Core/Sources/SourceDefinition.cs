using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Core;

/// <summary>
/// A source (nguồn): a marketplace, shop or social page configured to be crawled, one entry of <c>sources</c> in crawler.json or one file
/// <c>sources/*.json</c> beside it.
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

    /// <summary>Absolute URLs of RSS or Atom feeds whose entries are pages of listings.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>Files of URLs, one a line, beside the definition.</summary>
    public IReadOnlyList<string> UrlLists { get; init; } = [];

    /// <summary>What stood in <see cref="UrlLists"/> when the definition was read; no part of <see cref="Version"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Category pages that follow each other by number, offset or cursor.</summary>
    public IReadOnlyList<PageSeries> Categories { get; init; } = [];

    /// <summary>The site's search, or null.</summary>
    public KeywordSearch? Search { get; init; }

    /// <summary>JSON answers and how listings are read of them.</summary>
    public IReadOnlyList<JsonEndpoint> Endpoints { get; init; } = [];

    public PagePatterns Pages { get; init; } = new();

    public SelectorSet Selectors { get; init; } = new();

    public BrowserSteps Browser { get; init; } = new();

    public CrawlLimits Limits { get; init; } = new();

    /// <summary>Set for a source that is read through a stored session.</summary>
    public SessionRules? Session { get; init; }

    /// <summary>How files that the platform hands over are read, or null for usual headings.</summary>
    public ImportRules? Import { get; init; }

    /// <summary>An inspection mandate to fetch what robots.txt forbids, or null. Without effect until a second person approved it.</summary>
    public RobotsOverride? RobotsOverride { get; init; }

    /// <summary>What is blacked out of this source's captures before they are hashed and kept.</summary>
    public RedactionList Redact { get; init; } = new();

    /// <summary>Permits loopback and private addresses; for sample shops and tests only.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>The unit whose source this is.</summary>
    public string Unit { get; init; } = WellKnownUnits.Ministry;

    /// <summary>Province code or name the source belongs to, or null for the whole country.</summary>
    public string? Place { get; init; }

    /// <summary>Where the definition's knowledge comes from; no part of <see cref="Version"/>.</summary>
    [JsonIgnore]
    public SourceAbout? About { get; init; }

    /// <summary>Content hash of this definition as read; set by the loader.</summary>
    public string Version { get; init; } = "";

    /// <summary>The content hash that <see cref="Version"/> is to be.</summary>
    public string HashOf() => ContentHash.Of(JsonText.Of(this with { Version = "" }));
}
