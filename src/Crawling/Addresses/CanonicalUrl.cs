using System.Collections.Frozen;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The one spelling under which a page is known: scheme and host in small letters, no default port, no user, no tracking, session
/// or sort parameters, parameters in name order, one percent-encoding, no fragment (except <c>#!</c> and <c>#/</c>, by which page
/// applications name pages). Making a canonical URL canonical again changes nothing.
/// </summary>
public static class CanonicalUrl
{
    private static readonly FrozenSet<string> Dropped = new[]
    {
        // Who sent the visitor: advertising and analytics.
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ttclid", "twclid", "zanpid", "igshid", "igsh", "mibextid",
        "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "ref_src", "ref_url", "spm", "scm", "pvid", "aff_id", "aff_sid", "aff_sub",
        "click_id", "clickid", "zarsrc", "vgo_ee", "_openstat", "srsltid", "__tn__", "__cft__[0]", "__xts__[0]", "si", "wt_mc", "cmpid", "campaignid",
        // Who the visitor is.
        "phpsessid", "jsessionid", "aspsessionid", "sessionid", "session_id", "sid", "osid", "zenid", "cfid", "cftoken",
        // In which order and how the same things are shown.
        "sort", "sortby", "sort_by", "sort-by", "orderby", "order_by", "order-by", "sort_order", "sortorder", "sort_type", "product_list_order",
        "product_list_dir", "product_list_mode", "sapxep", "sap-xep", "sap_xep",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] MobilePrefixes = ["m.", "mobile.", "wap.", "touch."];

    private static readonly string[] SitePrefixes = ["www.", .. MobilePrefixes];

    /// <summary>The canonical form, or null when the text is no absolute http(s) URL.</summary>
    public static string? TryCreate(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var text = Once(url);
        // Decoding may uncover what decodes again (%2%35 is malformed, yet sellers' templates write it): go on until it stands still.
        for (var round = 0; round < 8 && text is not null; round++)
        {
            var next = Once(text);
            if (next is null || string.Equals(next, text, StringComparison.Ordinal)) return text;
            text = next;
        }

        return text;
    }

    /// <summary>The canonical form of a link found on a page, or null.</summary>
    /// <param name="baseUrl">The page's URL.</param>
    /// <param name="reference">The link as written.</param>
    public static string? Resolve(string baseUrl, string reference) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var start) && Uri.TryCreate(start, reference.Trim(), out var whole) && IsWeb(whole)
            ? TryCreate(whole.AbsoluteUri)
            : null;

    /// <summary>The host without <c>www.</c> and mobile prefixes: pages of one site share it.</summary>
    public static string SiteKey(string host)
    {
        var key = host.ToLowerInvariant().TrimEnd('.');
        for (var again = true; again;)
        {
            again = false;
            foreach (var prefix in SitePrefixes)
            {
                // "m.vn" is a name of its own: two labels must remain.
                if (!key.StartsWith(prefix, StringComparison.Ordinal) || !key.AsSpan(prefix.Length).Contains('.')) continue;
                key = key[prefix.Length..];
                again = true;
            }
        }

        return key;
    }

    /// <summary>The same page on the desktop host when the URL's host is a mobile one, else the URL itself: an alias of one listing.</summary>
    public static string DesktopAlias(string canonicalUrl)
    {
        if (!Uri.TryCreate(canonicalUrl, UriKind.Absolute, out var uri)) return canonicalUrl;
        foreach (var prefix in MobilePrefixes)
        {
            if (!uri.Host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || !uri.Host.AsSpan(prefix.Length).Contains('.')) continue;
            var at = canonicalUrl.IndexOf("://", StringComparison.Ordinal) + 3;
            return string.Concat(canonicalUrl.AsSpan(0, at), canonicalUrl.AsSpan(at + prefix.Length));
        }

        return canonicalUrl;
    }

    internal static bool IsWeb(Uri uri) => uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static string? Once(string url)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || !IsWeb(uri)) return null;
        string host;
        try
        {
            host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost.ToLowerInvariant().TrimEnd('.');
        }
        catch (Exception fault) when (fault is ArgumentException or UriFormatException)
        {
            return null;
        }

        if (host.Length == 0) return null;
        var path = Path(PercentEncoding.Normalise(uri.AbsolutePath, decodeUnreserved: true, fixPercent: true));
        var query = Query(uri.Query);
        var fragment = uri.Fragment.StartsWith("#!", StringComparison.Ordinal) || uri.Fragment.StartsWith("#/", StringComparison.Ordinal)
            ? PercentEncoding.Normalise(uri.Fragment, decodeUnreserved: true, fixPercent: true)
            : "";
        if (fragment.Length == 2) fragment = "";
        return string.Concat($"{uri.Scheme}://{host}", uri.IsDefaultPort ? "" : $":{uri.Port}", path, string.Concat(query, fragment));
    }

    private static string Path(string path)
    {
        var session = path.IndexOf(";jsessionid=", StringComparison.OrdinalIgnoreCase);
        if (session < 0) return path.Length == 0 ? "/" : path;
        var end = path.AsSpan(session + 1).IndexOfAny('/', ';');
        return end < 0 ? path[..session] : string.Concat(path.AsSpan(0, session), path.AsSpan(session + 1 + end));
    }

    private static string Query(string query)
    {
        if (query.Length <= 1) return "";
        var kept = new List<string>();
        foreach (var pair in query[1..].Split('&'))
        {
            if (pair.Length == 0) continue;
            var normal = PercentEncoding.Normalise(pair, decodeUnreserved: true, fixPercent: true);
            var name = NameOf(normal);
            if (name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("pk_", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("mtm_", StringComparison.OrdinalIgnoreCase) || Dropped.Contains(name.Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal)))
                continue;
            kept.Add(normal);
        }

        if (kept.Count == 0) return "";
        // Stable: values of a repeated name keep their order, which servers may mind.
        return "?" + string.Join('&', kept.OrderBy(NameOf, StringComparer.Ordinal));

        static string NameOf(string pair)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? pair : pair[..equals];
        }
    }
}
