namespace Ecom389.Monitor.Core;

/// <summary>By which ways listings of a source come in, in a word each that a program can read.</summary>
public static class SourceKinds
{
    /// <summary><c>sitemap</c>, <c>start</c>, <c>feed</c>, <c>url-list</c>, <c>category</c>, <c>search</c>, <c>endpoint</c>, <c>xhr</c>, <c>browser</c>, <c>timeline</c>, <c>session</c>, <c>import</c>; a source may have several.</summary>
    public static IReadOnlyList<string> Kinds(this SourceDefinition source)
    {
        var kinds = new List<string>();
        Add("sitemap", source.Sitemaps.Count > 0);
        Add("start", source.Start.Count > 0);
        Add("feed", source.Feeds.Count > 0);
        Add("url-list", source.UrlLists.Count > 0);
        Add("category", source.Categories.Count > 0);
        Add("search", source.Search is not null);
        Add("endpoint", source.Endpoints.Any(endpoint => endpoint.Start.Count > 0));
        Add("xhr", source.Render == RenderMode.Browser && source.Endpoints.Count > 0);
        Add("browser", source.Render == RenderMode.Browser);
        Add("timeline", source.Selectors.Post.Count > 0);
        Add("session", source.Session is not null);
        Add("import", source.Import is not null);
        return kinds;

        void Add(string kind, bool has)
        {
            if (has) kinds.Add(kind);
        }
    }

    /// <summary>True when something of the source is to be fetched; a source of handed-over files alone is not crawled.</summary>
    public static bool IsCrawled(this SourceDefinition source) =>
        source.Start.Count + source.Sitemaps.Count + source.Feeds.Count + source.Urls.Count + source.Categories.Count > 0 || source.Search is not null || source.Endpoints.Any(endpoint => endpoint.Start.Count > 0);
}
