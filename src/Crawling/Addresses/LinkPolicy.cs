using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>What a source's patterns say of a URL.</summary>
public enum PageRole
{
    /// <summary>Not told by the URL.</summary>
    Unknown,

    /// <summary>One listing.</summary>
    Listing,

    /// <summary>Leads to listings.</summary>
    List,

    /// <summary>Never fetched.</summary>
    Skip,
}

/// <summary>Whether a URL belongs to the crawl.</summary>
/// <param name="CanonicalUrl">Its canonical form, or null when it is no web address.</param>
/// <param name="Role">What it is by the source's patterns.</param>
/// <param name="Refusal">Why not, in a word that a program can read, or null when it belongs: <c>no-url</c>, <c>off-site</c>, <c>skip</c>, <c>depth</c>, <c>too-long</c>, <c>trap-repeat</c>, <c>trap-facets</c>, <c>file-type</c>, <c>not-selected</c>.</param>
public sealed record LinkVerdict(string? CanonicalUrl, PageRole Role, string? Refusal)
{
    public bool Admitted => Refusal is null;
}

/// <summary>
/// Turns the links of a page into frontier URLs by the source's definition alone: same site, patterns, depth, traps. Used by one
/// source's scan.
/// </summary>
public sealed class LinkPolicy
{
    private const int MaxUrlLength = 2000;
    private const int MaxSegments = 16;
    private const int MaxSameSegment = 3;
    private const int MaxParameters = 8;

    private static readonly HashSet<string> FileTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".eot",
        ".mp3", ".mp4", ".avi", ".mov", ".webm", ".m3u8", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".gz", ".apk", ".exe", ".dmg", ".iso",
    };

    private readonly SourceDefinition _source;
    private readonly HashSet<string> _sites = new(StringComparer.OrdinalIgnoreCase);
    private readonly WildcardPattern[] _listing;
    private readonly WildcardPattern[] _list;
    private readonly WildcardPattern[] _skip;
    private readonly WildcardPattern[] _listEndpoints;
    private readonly WildcardPattern[] _listingEndpoints;
    private readonly SeriesWalk _series;

    /// <param name="source">Whose links are judged.</param>
    /// <param name="parameters">What is known of the site's query parameters; none to begin with nothing.</param>
    public LinkPolicy(SourceDefinition source, ParameterLearner? parameters = null)
    {
        _source = source;
        Parameters = parameters ?? new([]);
        _series = new SeriesWalk(source);
        foreach (var url in source.Start.Concat(source.Sitemaps).Concat(source.Feeds).Concat(source.Urls).Concat(_series.Addresses))
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri)) _sites.Add(Site(uri));
        // What an endpoint without a beginning of its own answers is what others lead to: listings.
        _listEndpoints = Compile([.. source.Endpoints.Where(endpoint => endpoint.Start.Count > 0).SelectMany(endpoint => endpoint.Match)]);
        _listingEndpoints = Compile([.. source.Endpoints.Where(endpoint => endpoint.Start.Count == 0).SelectMany(endpoint => endpoint.Match)]);
        _listing = Compile(source.Pages.Listing);
        _list = Compile(source.Pages.List);
        _skip = Compile(source.Pages.Skip);
    }

    /// <summary>What is known of the site's query parameters.</summary>
    public ParameterLearner Parameters { get; }

    /// <summary>Whether a URL asked for at a depth belongs to the crawl, whatever its role.</summary>
    public LinkVerdict Judge(string url, int depth)
    {
        if (CanonicalUrl.TryCreate(url) is not { } canonical || !Uri.TryCreate(canonical, UriKind.Absolute, out var uri))
            return new LinkVerdict(null, PageRole.Unknown, "no-url");
        var role = RoleOf(uri);
        return new LinkVerdict(canonical, role, RefusalOf(canonical, uri, role, depth));
    }

    /// <summary>What the source's patterns say of a URL.</summary>
    public PageRole RoleOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? RoleOf(uri) : PageRole.Unknown;

    /// <summary>True when a URL lies on one of the source's sites; <c>www.</c> and mobile hosts count as the same.</summary>
    public bool IsSameSite(Uri uri) => _sites.Contains(Site(uri));

    /// <summary>
    /// The links worth following, each once, the page itself left out. Where the definition has patterns for a kind of page, links
    /// of that kind must match them; what leads on within a list (<c>next</c>) is always followed.
    /// </summary>
    /// <param name="entry">The row whose page it was.</param>
    /// <param name="capture">The page.</param>
    /// <param name="links">Links as the extractor classified them.</param>
    public IReadOnlyList<FrontierUrl> Discover(FrontierEntry entry, Capture capture, IReadOnlyList<PageLink> links)
    {
        var found = new Dictionary<string, FrontierUrl>(StringComparer.Ordinal);
        var self = CanonicalUrl.TryCreate(capture.Url);
        foreach (var link in links)
        {
            if (string.Equals(link.Kind, SeriesWalk.Cursor, StringComparison.Ordinal)) continue;
            var isNext = string.Equals(link.Kind, "next", StringComparison.Ordinal);
            // Turning a list's pages goes no deeper into the site.
            var depth = isNext ? entry.Request.Depth : entry.Request.Depth + 1;
            var absolute = CanonicalUrl.Resolve(capture.Url, link.Url);
            if (absolute is null || string.Equals(absolute, self, StringComparison.Ordinal) || string.Equals(absolute, entry.CanonicalUrl, StringComparison.Ordinal)) continue;
            var verdict = Judge(absolute, depth);
            if (!isNext && verdict.Role != PageRole.List && link.Kind is not "list")
            {
                absolute = Parameters.Strip(absolute);
                if (string.Equals(absolute, entry.CanonicalUrl, StringComparison.Ordinal)) continue;
            }

            if (!verdict.Admitted || !Selected(verdict.Role, link.Kind)) continue;
            // An endpoint is asked as it was written: servers mind the order of what they are asked.
            var asked = _series.IsOfEndpoint(link.Url) ? link.Url : absolute;
            var url = new FrontierUrl(absolute, new CaptureRequest(asked, isNext ? "next" : "link", PriorityOf(verdict.Role, link.Kind), depth));
            if (!found.TryGetValue(absolute, out var other) || other.Request.Priority < url.Request.Priority) found[absolute] = url;
        }

        if (_series.NextOf(entry.Request.Url, links, found.Values, RoleOf) is { } further && CanonicalUrl.TryCreate(further) is { } next)
            found[next] = new FrontierUrl(next, new CaptureRequest(further, "next", PriorityOf(PageRole.List, "next"), entry.Request.Depth));
        return [.. found.Values];
    }

    private bool Selected(PageRole role, string kind) => role switch
    {
        PageRole.Listing or PageRole.List => true,
        PageRole.Skip => false,
        _ => kind switch
        {
            "next" => true,
            "listing" => _listing.Length == 0,
            "list" => _list.Length == 0,
            _ => _listing.Length == 0 && _list.Length == 0,
        },
    };

    private static double PriorityOf(PageRole role, string kind) => (role, kind) switch
    {
        (PageRole.Listing, _) => 0.6,
        (_, "next") => 0.5,
        (PageRole.List, _) => 0.45,
        (_, "listing") => 0.55,
        (_, "list") => 0.4,
        _ => 0.2,
    };

    private PageRole RoleOf(Uri uri)
    {
        var path = PercentEncoding.Normalise(uri.PathAndQuery, decodeUnreserved: true);
        if (Any(_skip, path)) return PageRole.Skip;
        if (Any(_listing, path) || Any(_listingEndpoints, path)) return PageRole.Listing;
        return Any(_list, path) || Any(_listEndpoints, path) ? PageRole.List : PageRole.Unknown;
    }

    private string? RefusalOf(string canonical, Uri uri, PageRole role, int depth)
    {
        if (!IsSameSite(uri)) return "off-site";
        if (role == PageRole.Skip) return "skip";
        if (depth > _source.Limits.MaxDepth) return "depth";
        if (canonical.Length > MaxUrlLength) return "too-long";
        // What the definition itself asks for is no trap.
        if (role != PageRole.Unknown && _source.Endpoints.Count > 0) return null;
        var path = uri.AbsolutePath;
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // Relative links on a page that answers every path grow without end: /a/b/a/b/a/b.
        if (segments.Length > MaxSegments || segments.GroupBy(segment => segment, StringComparer.Ordinal).Any(group => group.Count() > MaxSameSegment)) return "trap-repeat";
        if (uri.Query.AsSpan().Count('&') >= MaxParameters) return "trap-facets";
        return role == PageRole.Unknown && FileTypes.Contains(System.IO.Path.GetExtension(path)) ? "file-type" : null;
    }

    // http and https on their own ports are one site; another port is another.
    private static string Site(Uri uri) => uri.IsDefaultPort ? CanonicalUrl.SiteKey(uri.IdnHost) : $"{CanonicalUrl.SiteKey(uri.IdnHost)}:{uri.Port}";

    private static bool Any(WildcardPattern[] patterns, string path)
    {
        foreach (var pattern in patterns)
            if (pattern.IsMatch(path)) return true;
        return false;
    }

    private static WildcardPattern[] Compile(IReadOnlyList<string> patterns) =>
        [.. patterns.Select(pattern => WildcardPattern.Parse(pattern, literal => PercentEncoding.Normalise(literal, decodeUnreserved: true)))];
}
