using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>The site a page's references are seen from. Most of them need no taking apart: a path of letters, digits and a few signs is what it says.</summary>
/// <param name="page">The page's address or its base, http(s).</param>
internal sealed class LinkSite(Uri page)
{
    // Nothing that an address spells in two ways: no percent signs, no white space, no letters beyond ASCII, no fragment.
    private static readonly SearchValues<char> PlainSigns = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./?=&+,~");

    // Characters of "https://": one more than "http://" has, and a host has at least one.
    private const int Schemes = 8;

    private readonly string _origin = page.GetLeftPart(UriPartial.Authority);
    private readonly string _site = Of(page);
    private readonly Dictionary<string, string?> _others = new(StringComparer.Ordinal);

    /// <summary>Hosts of one site: www. and m. aside; a port is part of a loopback site.</summary>
    public static string Of(Uri uri)
    {
        var host = uri.Host;
        foreach (var prefix in (ReadOnlySpan<string>)["www.", "m.", "mobile."])
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) host = host[prefix.Length..];
        return uri.IsLoopback ? uri.Authority : host;
    }

    /// <summary>The target of a reference that needs no taking apart, else null. Of another host its origin is taken apart once.</summary>
    public LinkTarget? Plain(string reference)
    {
        if (reference[0] == '/') return IsPlain(reference) ? new(string.Concat(_origin, reference), reference, _site) : null;
        if (!reference.StartsWith("http://", StringComparison.Ordinal) && !reference.StartsWith("https://", StringComparison.Ordinal)) return null;
        var end = reference.Length > Schemes ? reference.IndexOf('/', Schemes) : -1;
        if (end < 0 || SiteOf(reference.AsSpan(0, end)) is not { } site) return null;
        var path = reference[end..];
        return IsPlain(path) ? new(reference, path, site) : null;
    }

    // Null where the origin is not spelled as an address spells it: capitals, the scheme's own port, a bare IPv6.
    private string? SiteOf(ReadOnlySpan<char> origin)
    {
        if (origin.SequenceEqual(_origin)) return _site;
        var others = _others.GetAlternateLookup<ReadOnlySpan<char>>();
        if (others.TryGetValue(origin, out var known)) return known;
        var text = origin.ToString();
        return _others[text] = Uri.TryCreate(text + "/", UriKind.Absolute, out var uri) && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal) && uri.AbsoluteUri.Length == text.Length + 1 ? Of(uri) : null;
    }

    // "//" begins a host, "/." may be a step up.
    private static bool IsPlain(string path) =>
        !path.AsSpan().ContainsAnyExcept(PlainSigns) && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal);
}
