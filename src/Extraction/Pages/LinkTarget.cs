namespace Ecom389.Monitor.Extraction;

/// <summary>Where a reference on a page leads, with the parts of its address that are asked for again and again.</summary>
internal sealed class LinkTarget
{
    /// <param name="uri">An absolute http(s) address.</param>
    public LinkTarget(Uri uri)
    {
        Url = uri.AbsoluteUri;
        Page = LinkFinder.WithoutFragment(Url);
        _origin = "";
        Path = uri.PathAndQuery;
        Site = LinkSite.Of(uri);
    }

    /// <summary>A target whose address needs no taking apart.</summary>
    /// <param name="url">The address, or null where it is origin and path: most are judged by their path, and put together only if worth it.</param>
    /// <param name="origin">Scheme and authority.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="site">As <see cref="LinkSite.Of"/> names it.</param>
    internal LinkTarget(string? url, string origin, string path, string site)
    {
        (_origin, Path, Site) = (origin, path, site);
        if (url is not null) Url = url;
    }

    private readonly string _origin;

    /// <summary>The address as <see cref="Uri.AbsoluteUri"/> has it.</summary>
    public string Url
    {
        get => field ??= string.Concat(_origin, Path);
        private init;
    }

    /// <summary>The same without its fragment.</summary>
    public string Page
    {
        get => field ??= Url;
        private init;
    }

    /// <summary>Path and query, as patterns are matched against.</summary>
    public string Path { get; }

    /// <summary>Its host as <see cref="LinkSite.Of"/> names it.</summary>
    public string Site { get; }

    /// <summary>What was made of it, once it was judged.</summary>
    public LinkFinder.Verdict? Verdict { get; set; }
}
