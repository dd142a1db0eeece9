using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The hosts a source asks, as its definition names them: what a worker must own before it scans the source. <c>www.</c> and mobile hosts
/// count as the site's own, as everywhere in the crawl.
/// </summary>
public static class SourceHosts
{
    /// <summary>In order, each once; with a port where it is not the scheme's own.</summary>
    public static IReadOnlyList<string> Of(SourceDefinition source) =>
    [
        .. Seeding.Of(source, [""]).Select(seed => seed.Request.Url).Concat(source.Sitemaps).Concat(source.Feeds)
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : null).OfType<Uri>()
            .Select(uri => uri.IsDefaultPort ? CanonicalUrl.SiteKey(uri.IdnHost) : $"{CanonicalUrl.SiteKey(uri.IdnHost)}:{uri.Port}")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
