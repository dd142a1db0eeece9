namespace Ecom389.Monitor.Extraction;

/// <summary>Where a reference on a page leads, with the parts of its address that are asked for again and again.</summary>
internal sealed class LinkTarget(Uri uri)
{
    private string? _page;
    private string? _path;

    public Uri Uri => uri;

    /// <summary>The address as <see cref="Uri.AbsoluteUri"/> has it.</summary>
    public string Url { get; } = uri.AbsoluteUri;

    /// <summary>The same without its fragment.</summary>
    public string Page => _page ??= LinkFinder.WithoutFragment(Url);

    /// <summary>Path and query, as patterns are matched against.</summary>
    public string Path => _path ??= uri.PathAndQuery;
}
