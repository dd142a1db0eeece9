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

    private const int LongestPath = 1000;

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
        if (reference[0] == '/') return IsPlain(reference) ? new(null, _origin, reference, _site) : null;
        if (!reference.StartsWith("http://", StringComparison.Ordinal) && !reference.StartsWith("https://", StringComparison.Ordinal)) return null;
        var end = reference.Length > Schemes ? reference.IndexOf('/', Schemes) : -1;
        if (end < 0 || SiteOf(reference.AsSpan(0, end)) is not { } site) return null;
        var path = reference[end..];
        return IsPlain(path) ? new(reference, "", path, site) : null;
    }

    /// <summary>
    /// Path and query that a reference to the page's own site leads to, where it says so letter by letter or with "&amp;amp;" as its only
    /// character reference: what <see cref="Plain"/> would give as <see cref="LinkTarget.Path"/>, without a string for each link.
    /// </summary>
    /// <param name="raw">The attribute as the page spells it.</param>
    /// <param name="hasReferences">It may hold character references.</param>
    /// <param name="room">Where a path that is not spelled as it is may be written.</param>
    /// <param name="path">A part of <paramref name="raw"/> or <paramref name="room"/>.</param>
    public static bool TryPath(ReadOnlySpan<char> raw, bool hasReferences, Span<char> room, out ReadOnlySpan<char> path)
    {
        path = raw;
        if (raw is not ['/', ..]) return false;
        if (hasReferences)
        {
            if (raw.Length > room.Length) return false;
            var length = 0;
            for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
            {
                if (!raw[at..].StartsWith("&amp;", StringComparison.Ordinal)) return false;
                raw[..(at + 1)].CopyTo(room[length..]);
                length += at + 1;
                raw = raw[(at + 5)..];
            }

            raw.CopyTo(room[length..]);
            path = room[..(length + raw.Length)];
        }

        return path.Length <= LongestPath && IsPlain(path);
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
    private static bool IsPlain(ReadOnlySpan<char> path)
    {
        if (path.ContainsAnyExcept(PlainSigns)) return false;
        for (var at = path.IndexOf('/'); at >= 0 && at + 1 < path.Length; at = path.IndexOf('/'))
        {
            path = path[(at + 1)..];
            if (path[0] is '/' or '.') return false;
        }

        return true;
    }
}
