namespace Ecom389.Monitor.Extraction;

/// <summary>Where a reference on a page leads, with the parts of its address that are asked for again and again.</summary>
internal sealed class LinkTarget
{
    /// <param name="uri">An absolute http(s) address.</param>
    public LinkTarget(Uri uri)
    {
        Url = uri.AbsoluteUri;
        Page = LinkFinder.WithoutFragment(Url);
        Path = uri.PathAndQuery;
        Site = LinkSite.Of(uri);
    }

    /// <summary>A target whose address needs no taking apart.</summary>
    internal LinkTarget(string url, string path, string site) => (Url, Page, Path, Site) = (url, url, path, site);

    /// <summary>The address as <see cref="Uri.AbsoluteUri"/> has it.</summary>
    public string Url { get; }

    /// <summary>The same without its fragment.</summary>
    public string Page { get; }

    /// <summary>Path and query, as patterns are matched against.</summary>
    public string Path { get; }

    /// <summary>Its host as <see cref="LinkSite.Of"/> names it.</summary>
    public string Site { get; }

    /// <summary>What was made of it, once it was judged.</summary>
    public LinkFinder.Verdict? Verdict { get; set; }
}
