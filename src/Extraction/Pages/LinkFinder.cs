using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>The links of a page that are worth following, and what each seems to lead to.</summary>
internal sealed class LinkFinder(Vocabulary words, int maxLinks)
{
    public const string Listing = "listing";
    public const string List = "list";
    public const string Next = "next";
    public const string Other = "other";

    private static readonly string[] Assets = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".pdf", ".zip", ".mp4", ".mp3", ".doc", ".docx", ".xls", ".xlsx", ".apk", ".woff", ".woff2", ".xml", ".exe", ".rar"];
    private static readonly string[] Elsewhere = ["/cart", "/gio-hang", "/checkout", "/thanh-toan", "/login", "/dang-nhap", "/dang-ky", "/register", "/logout", "/wishlist", "/yeu-thich", "/tai-khoan", "/account", "/share", "/sharer", "/intent/", "add-to-cart", "/chinh-sach", "/policy", "/dieu-khoan", "/terms", "/lien-he", "/contact", "/gioi-thieu", "/about", "/tuyen-dung", "/huong-dan", "/help"];
    private static readonly string[] ListingParts = ["/product/", "/products/", "/san-pham/", "/sanpham/", "/p/", "/dp/", "/itm/", "/item/", "/items/", "/tin/", "/chi-tiet/", "/detail/", "/product-", "/posts/", "/listing/", "/ad/", "/tin-dang/", "/rao/"];
    private static readonly string[] ListParts = ["/category/", "/categories/", "/danh-muc/", "/collections/", "/collection/", "/c/", "/search", "/tim-kiem", "/tag/", "/shop/", "/mua-ban", "/chuyen-muc/", "/brand/", "/thuong-hieu/", "/loai/", "/cat/", "/list/"];

    public List<PageLink> Find(PageContext page, SourceDefinition? source, IReadOnlyCollection<string> listingUrls)
    {
        var dom = page.Dom;
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        var order = new List<string>();
        var hosts = HostsOf(page, source);
        var known = new HashSet<string>(listingUrls.Select(WithoutFragment), StringComparer.Ordinal);
        var nextBySelector = source?.Selectors.Next is { Length: > 0 } selector ? SelectorReader.First(page.Document, SelectorReader.Split(selector).Selector) : null;
        var nextPosition = nextBySelector is null ? -1 : dom.IndexOf(nextBySelector);

        void Add(string url, string kind)
        {
            if (kinds.TryGetValue(url, out var before))
            {
                if (Rank(kind) > Rank(before)) kinds[url] = kind;
                return;
            }

            if (order.Count >= maxLinks) return;
            kinds[url] = kind;
            order.Add(url);
        }

        if (page.Absolute(page.Meta.Next) is { } relNext && IsOurs(relNext, hosts)) Add(WithoutFragment(relNext), Next);
        for (var i = 0; i < dom.Count; i++)
        {
            if (dom.Tag(i) is not ("a" or "area") || page.Absolute(dom.Attribute(i, "href")) is not { } absolute) continue;
            var url = WithoutFragment(absolute);
            if (!IsOurs(url, hosts) || IsAsset(url) || IsSelf(url, page)) continue;
            var kind = KindOf(page, source, i, url, known, nextPosition);
            if (kind is not null) Add(url, kind);
        }

        return [.. order.Select(url => new PageLink(url, kinds[url]))];
    }

    private string? KindOf(PageContext page, SourceDefinition? source, int link, string url, HashSet<string> known, int nextPosition)
    {
        var path = PathAndQuery(url);
        if (source is not null && UrlPattern.AnyMatches(source.Pages.Skip, path)) return null;
        if (link == nextPosition || (nextPosition >= 0 && page.Dom.IsWithin(link, nextPosition))) return Next;
        if (nextPosition < 0 && IsNext(page, link, url)) return Next;
        if (source is not null)
        {
            if (UrlPattern.AnyMatches(source.Pages.Listing, path)) return Listing;
            if (UrlPattern.AnyMatches(source.Pages.List, path)) return List;
            if (source.Pages.Listing.Count > 0 && source.Pages.List.Count > 0) return Other;
        }

        if (known.Contains(url)) return source is { Pages.Listing.Count: > 0 } ? Other : Listing;
        var folded = path.ToLowerInvariant();
        foreach (var part in Elsewhere)
            if (folded.Contains(part, StringComparison.Ordinal)) return Other;
        if (source is not { Pages.List.Count: > 0 })
            foreach (var part in ListParts)
                if (folded.Contains(part, StringComparison.Ordinal) && !LooksLikeListing(folded)) return List;
        if (source is not { Pages.Listing.Count: > 0 } && LooksLikeListing(folded)) return Listing;
        return page.Regions.IsChrome(link) && folded.Length > 1 && folded.Count(c => c == '/') <= 2 && source is not { Pages.List.Count: > 0 } ? List : Other;
    }

    /// <summary>Does a path look like one listing's, by its words or an item number at its end?</summary>
    public static bool LooksLikeListing(string path)
    {
        foreach (var part in ListingParts)
            if (path.IndexOf(part, StringComparison.Ordinal) is var at and >= 0 && path.Length > at + part.Length) return true;
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var stem = query < 0 ? path : path[..query];
        stem = stem.TrimEnd('/');
        foreach (var suffix in (ReadOnlySpan<string>)[".html", ".htm", ".aspx", ".php", ".shtml"])
            if (stem.EndsWith(suffix, StringComparison.Ordinal)) stem = stem[..^suffix.Length];
        var digits = 0;
        while (digits < stem.Length && char.IsAsciiDigit(stem[^(digits + 1)])) digits++;
        return digits >= 5 && stem.Length > digits && stem[^(digits + 1)] is '-' or 'p' or '/' or 'i' or '.' && stem.Length - digits > 6;
    }

    private bool IsNext(PageContext page, int link, string url)
    {
        var dom = page.Dom;
        if (dom.Attribute(link, "rel") is { } rel && rel.Contains("next", StringComparison.OrdinalIgnoreCase)) return true;
        if (dom.Length(link, 30) > 30) return false;
        var text = dom.Line(link);
        var label = dom.Attribute(link, "aria-label") ?? dom.Attribute(link, "title") ?? "";
        var name = (dom.Attribute(link, "class") ?? "").ToLowerInvariant();
        var pager = InPager(dom, link);
        if (pager && (words.Is("next", text) || words.Is("next", label) || name.Contains("next", StringComparison.Ordinal))) return true;
        if (text.Length > 4 && words.Is("next", text)) return true;

        // "2" on the first page: the number after the one this page has.
        return pager && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number == PageNumber(page.Url) + 1 && Differs(url, page.Url);
    }

    private static bool InPager(PageDom dom, int link)
    {
        for (int i = link, step = 0; i >= 0 && step < 5; i = dom.Parent(i), step++)
        {
            var name = string.Concat(dom.Attribute(i, "class"), " ", dom.Attribute(i, "id"), " ", dom.Attribute(i, "aria-label")).ToLowerInvariant();
            if (name.Contains("pag", StringComparison.Ordinal) || name.Contains("phan-trang", StringComparison.Ordinal) || name.Contains("phantrang", StringComparison.Ordinal) || name.Contains("trang", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static int PageNumber(Uri? url)
    {
        if (url is null) return 1;
        foreach (var part in url.Query.TrimStart('?').Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part[..equals] is "page" or "p" or "trang" or "pg" && int.TryParse(part.AsSpan(equals + 1), out var number)) return number;
        }

        foreach (var segment in url.Segments)
            if (segment.StartsWith("trang-", StringComparison.OrdinalIgnoreCase) && int.TryParse(segment.AsSpan(6).TrimEnd('/'), out var number)) return number;
        return 1;
    }

    private static bool Differs(string url, Uri? page) => page is null || !string.Equals(WithoutFragment(url), WithoutFragment(page.AbsoluteUri), StringComparison.Ordinal);

    private static bool IsSelf(string url, PageContext page) => page.Url is { } own && string.Equals(url, WithoutFragment(own.AbsoluteUri), StringComparison.Ordinal);

    private static bool IsAsset(string url)
    {
        var path = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath : url;
        foreach (var suffix in Assets)
            if (path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static HashSet<string> HostsOf(PageContext page, SourceDefinition? source)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (page.Url is { } own) hosts.Add(Site(own));
        foreach (var start in source?.Start ?? [])
            if (Uri.TryCreate(start, UriKind.Absolute, out var uri)) hosts.Add(Site(uri));
        return hosts;
    }

    // Hosts of one site: www. and m. aside; a port is part of a loopback site.
    private static string Site(Uri uri)
    {
        var host = uri.Host;
        foreach (var prefix in (ReadOnlySpan<string>)["www.", "m.", "mobile."])
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) host = host[prefix.Length..];
        return uri.IsLoopback ? uri.Authority : host;
    }

    private static bool IsOurs(string url, HashSet<string> hosts)
    {
        if (hosts.Count == 0) return true;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return false;
        var site = Site(uri);
        if (hosts.Contains(site)) return true;
        foreach (var host in hosts)
            if (site.EndsWith("." + host, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    internal static string WithoutFragment(string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? url : url[..hash];
    }

    internal static string PathAndQuery(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.PathAndQuery : url;

    private static int Rank(string kind) => kind switch { Next => 3, Listing => 2, List => 1, _ => 0 };
}
