using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>What a source's crawl begins with: its start addresses, URL lists, the first page of each series and of each keyword.</summary>
public static class Seeding
{
    /// <param name="source">The source.</param>
    /// <param name="keywords">Keywords for its search and for endpoints with a place for one.</param>
    public static IEnumerable<FrontierUrl> Of(SourceDefinition source, IReadOnlyList<string> keywords)
    {
        foreach (var url in source.Start)
            if (Seed(url, "start", 0.7) is { } seed) yield return seed;
        foreach (var url in source.Urls)
            if (Seed(url, "url-list", 0.65) is { } seed) yield return seed;
        foreach (var series in source.Categories.Concat(source.Search is { } search ? [search.Pages] : []).Concat(source.Endpoints.SelectMany(endpoint => endpoint.Start)))
        {
            var isAsked = series.Url.Contains("{keyword}", StringComparison.Ordinal);
            foreach (var keyword in isAsked ? keywords : [""])
                if (Seed(series.FirstUrl(keyword), isAsked ? "search" : "start", isAsked ? 0.56 : 0.68) is { } seed) yield return seed;
        }
    }

    private static FrontierUrl? Seed(string url, string reason, double priority) =>
        CanonicalUrl.TryCreate(url) is { } canonical ? new FrontierUrl(canonical, new CaptureRequest(url, reason, priority)) : null;
}
