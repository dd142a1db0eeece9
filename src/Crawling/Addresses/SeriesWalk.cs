using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Where the pages of a source's series begin, and which follows: only after a page that led to listings, and to others than the page
/// before (many shops answer a number beyond the last page with the last page again). Used by one source's scan.
/// </summary>
internal sealed class SeriesWalk
{
    /// <summary>Kind of a link that is no address but what a page names as its successor.</summary>
    public const string Cursor = "cursor";

    private readonly IReadOnlyList<PageSeries> _pages;
    private readonly IReadOnlyList<PageSeries> _endpoints;
    private readonly Dictionary<string, string> _last = new(StringComparer.Ordinal);

    public SeriesWalk(SourceDefinition source)
    {
        _pages = source.Search is { } search ? [.. source.Categories, search.Pages] : source.Categories;
        _endpoints = [.. source.Endpoints.SelectMany(endpoint => endpoint.Start)];
        Addresses = [.. _pages.Concat(_endpoints).Select(series => series.FirstUrl("x")), .. source.Endpoints.Select(endpoint => endpoint.Link).OfType<string>().Select(Beginning)];
    }

    /// <summary>One address of each series and of what endpoints lead to, by which their sites are known.</summary>
    public IReadOnlyList<string> Addresses { get; }

    public bool IsOfEndpoint(string url)
    {
        foreach (var series in _endpoints)
            if (series.Holds(url)) return true;
        return false;
    }

    /// <summary>The page after the one asked for, or null. An endpoint's answers say themselves what follows.</summary>
    /// <param name="asked">The page's address as asked for.</param>
    /// <param name="links">What the page led to.</param>
    /// <param name="found">What of it belongs to the crawl.</param>
    /// <param name="roleOf">What the definition says of an address.</param>
    public string? NextOf(string asked, IReadOnlyList<PageLink> links, IReadOnlyCollection<FrontierUrl> found, Func<string, PageRole> roleOf)
    {
        foreach (var series in _pages)
        {
            if (!series.Holds(asked)) continue;
            var listings = links.Where(link => link.Kind is "listing").Select(link => link.Url)
                .Concat(found.Select(url => url.CanonicalUrl).Where(url => roleOf(url) == PageRole.Listing)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (listings.Count == 0) return null;
            var these = ContentHash.Of(string.Join('\n', listings));
            var key = $"{series.Url} {series.KeywordOf(asked)}";
            if (_last.TryGetValue(key, out var before) && string.Equals(before, these, StringComparison.Ordinal)) return null;
            _last[key] = these;
            return series.NextUrl(asked, links.FirstOrDefault(link => string.Equals(link.Kind, Cursor, StringComparison.Ordinal))?.Url);
        }

        return null;
    }

    // The part of a template before its first place says at least the host.
    private static string Beginning(string template) => template.IndexOf("{$", StringComparison.Ordinal) is var open and >= 0 ? template[..open] : template;
}
