using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>The site a page's references are seen from. Most of them need no taking apart: a path of letters, digits and a few signs is what it says.</summary>
/// <param name="page">The page's address or its base, http(s).</param>
internal sealed class LinkSite(Uri page)
{
    // Nothing that an address spells in two ways: no percent signs, no white space, no letters beyond ASCII, no fragment.
    private static readonly SearchValues<char> PlainSigns = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./?=&+,~");

    private readonly string _origin = page.GetLeftPart(UriPartial.Authority);
    private readonly string _site = Of(page);

    /// <summary>Hosts of one site: www. and m. aside; a port is part of a loopback site.</summary>
    public static string Of(Uri uri)
    {
        var host = uri.Host;
        foreach (var prefix in (ReadOnlySpan<string>)["www.", "m.", "mobile."])
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) host = host[prefix.Length..];
        return uri.IsLoopback ? uri.Authority : host;
    }

    /// <summary>The target of a reference to the same host that needs no taking apart, else null.</summary>
    public LinkTarget? Plain(string reference)
    {
        if (reference[0] == '/') return IsPlain(reference) ? new(string.Concat(_origin, reference), reference, _site) : null;
        if (!reference.StartsWith(_origin, StringComparison.Ordinal) || reference.Length == _origin.Length || reference[_origin.Length] != '/') return null;
        var path = reference[_origin.Length..];
        return IsPlain(path) ? new(reference, path, _site) : null;
    }

    // "//" begins a host, "/." may be a step up.
    private static bool IsPlain(string path) =>
        !path.AsSpan().ContainsAnyExcept(PlainSigns) && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
