using System.Buffers;
using System.Collections.Frozen;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>The links of a page that are worth following, and what each seems to lead to.</summary>
internal sealed class LinkFinder(Vocabulary words, int maxLinks)
{
    public const string Listing = "listing";
    public const string List = "list";
    public const string Next = "next";
    public const string Other = "other";

    private const int MostLetters = 256;

    private static readonly FrozenSet<string> Assets = ((ReadOnlySpan<string>)[".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".pdf", ".zip", ".mp4", ".mp3", ".doc", ".docx", ".xls", ".xlsx", ".apk", ".woff", ".woff2", ".xml", ".exe", ".rar"]).ToArray().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AssetsBySpan = Assets.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly SearchValues<string> Elsewhere = SearchValues.Create(["/cart", "/gio-hang", "/checkout", "/thanh-toan", "/login", "/dang-nhap", "/dang-ky", "/register", "/logout", "/wishlist", "/yeu-thich", "/tai-khoan", "/account", "/share", "/sharer", "/intent/", "add-to-cart", "/chinh-sach", "/policy", "/dieu-khoan", "/terms", "/lien-he", "/contact", "/gioi-thieu", "/about", "/tuyen-dung", "/huong-dan", "/help"], StringComparison.Ordinal);
    private static readonly string[] ListingParts = ["/product/", "/products/", "/san-pham/", "/sanpham/", "/p/", "/dp/", "/itm/", "/item/", "/items/", "/tin/", "/chi-tiet/", "/detail/", "/product-", "/posts/", "/listing/", "/ad/", "/tin-dang/", "/rao/"];
    private static readonly SearchValues<string> AnyListingPart = SearchValues.Create(ListingParts, StringComparison.Ordinal);
    private static readonly SearchValues<string> ListParts = SearchValues.Create(["/category/", "/categories/", "/danh-muc/", "/collections/", "/collection/", "/c/", "/search", "/tim-kiem", "/tag/", "/shop/", "/mua-ban", "/chuyen-muc/", "/brand/", "/thuong-hieu/", "/loai/", "/cat/", "/list/"], StringComparison.Ordinal);
    private static readonly SearchValues<string> PagerParts = ElementNames.Parts("pag", "phan-trang", "phantrang", "trang");

    public List<PageLink> Find(PageContext page, SourceDefinition? source, IReadOnlyCollection<string> listingUrls)
    {
        var dom = page.Dom;
        var links = new List<PageLink>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var hosts = HostsOf(page, source);
        var known = new HashSet<string>(listingUrls.Select(WithoutFragment), StringComparer.Ordinal);
        var nextBySelector = source?.Selectors.Next is { Length: > 0 } selector ? SelectorReader.First(page.Document, SelectorReader.Split(selector).Selector) : null;
        var nextPosition = nextBySelector is null ? -1 : dom.IndexOf(nextBySelector);

        void Add(string url, string kind)
        {
            if (places.TryGetValue(url, out var place))
            {
                if (Rank(kind) > Rank(links[place].Kind)) links[place] = new(url, kind);
            }
            else if (links.Count < maxLinks)
            {
                places.Add(url, links.Count);
                links.Add(new(url, kind));
            }
        }

        if (page.Target(page.Meta.Next) is { } relNext && IsOurs(relNext.Site, hosts)) Add(relNext.Page, Next);
        var asked = new Asked(source, hosts, known, nextPosition, page.Url is { } own ? WithoutFragment(own.AbsoluteUri) : null);
        var pagers = new Pagers(dom);
        var skipped = source?.Pages.Skip ?? [];
        Span<char> room = stackalloc char[MostLetters];
        foreach (var i in dom.All("a", "area"))
        {
            // What the source skips is most of a page's frame: told by the letters of the path, it costs no string.
            if (skipped.Count > 0 && page.HasSite && dom.TryRawAttribute(i, "href", out var raw, out var hasReferences) && LinkSite.TryPath(raw, hasReferences, room, out var path) && UrlPattern.AnyMatches(skipped, path)) continue;
            if (page.Target(dom.Attribute(i, "href")) is not { } target) continue;
            var verdict = target.Verdict ??= Judge(target, asked);
            if (!verdict.IsWorthIt) continue;
            Add(target.Page, IsNextPage(page, i, target.Page, nextPosition, pagers) ? Next : verdict.IsListInFrame && page.Regions.IsChrome(i) ? List : verdict.Kind);
        }

        return links;
    }

    /// <summary>What all links of a page are judged by.</summary>
    private sealed record Asked(SourceDefinition? Source, HashSet<string> Hosts, HashSet<string> Known, int NextPosition, string? Self);

    /// <summary>What can be said of a link by its address alone.</summary>
    /// <param name="IsWorthIt">It leads to another page of the site that the source does not skip.</param>
    /// <param name="Kind">What it seems to lead to.</param>
    /// <param name="IsListInFrame">In the page's frame it leads to a list.</param>
    internal sealed record Verdict(bool IsWorthIt, string Kind, bool IsListInFrame);

    private static readonly Verdict NotWorthIt = new(false, Other, false);

    private static Verdict Judge(LinkTarget target, Asked asked)
    {
        var (source, url, path) = (asked.Source, target.Page, target.Path);
        if (!IsOurs(target.Site, asked.Hosts) || IsAsset(target.Path) || string.Equals(url, asked.Self, StringComparison.Ordinal)) return NotWorthIt;
        if (source is not null && UrlPattern.AnyMatches(source.Pages.Skip, path)) return NotWorthIt;
        if (source is not null)
        {
            if (UrlPattern.AnyMatches(source.Pages.Listing, path)) return new(true, Listing, false);
            if (UrlPattern.AnyMatches(source.Pages.List, path)) return new(true, List, false);
            if (source.Pages.Listing.Count > 0 && source.Pages.List.Count > 0) return new(true, Other, false);
        }

        if (asked.Known.Contains(url)) return new(true, source is { Pages.Listing.Count: > 0 } ? Other : Listing, false);
        var folded = path.ToLowerInvariant();
        if (folded.AsSpan().ContainsAny(Elsewhere)) return new(true, Other, false);
        if (source is not { Pages.List.Count: > 0 } && folded.AsSpan().ContainsAny(ListParts) && !LooksLikeListing(folded)) return new(true, List, false);
        if (source is not { Pages.Listing.Count: > 0 } && LooksLikeListing(folded)) return new(true, Listing, false);
        return new(true, Other, folded.Length > 1 && folded.AsSpan().Count('/') <= 2 && source is not { Pages.List.Count: > 0 });
    }

    private bool IsNextPage(PageContext page, int link, string url, int nextPosition, Pagers pagers) =>
        nextPosition >= 0 ? page.Dom.IsWithin(link, nextPosition) : IsNext(page, link, url, pagers);

    /// <summary>Does a path look like one listing's, by its words or an item number at its end?</summary>
    public static bool LooksLikeListing(string path)
    {
        if (path.AsSpan().ContainsAny(AnyListingPart))
            foreach (var part in ListingParts)
                if (path.IndexOf(part, StringComparison.Ordinal) is var at and >= 0 && path.Length > at + part.Length) return true;
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var stem = path.AsSpan(0, query < 0 ? path.Length : query).TrimEnd('/');
        foreach (var suffix in (ReadOnlySpan<string>)[".html", ".htm", ".aspx", ".php", ".shtml"])
            if (stem.EndsWith(suffix)) stem = stem[..^suffix.Length];
        var digits = 0;
        while (digits < stem.Length && char.IsAsciiDigit(stem[^(digits + 1)])) digits++;
        return digits >= 5 && stem.Length > digits && stem[^(digits + 1)] is '-' or 'p' or '/' or 'i' or '.' && stem.Length - digits > 6;
    }

    private bool IsNext(PageContext page, int link, string url, Pagers pagers)
    {
        var dom = page.Dom;
        if (dom.Attribute(link, "rel") is { } rel && rel.Contains("next", StringComparison.OrdinalIgnoreCase)) return true;
        if (dom.Length(link, 30) > 30) return false;
        var text = dom.Line(link);
        if (!pagers.Hold(link)) return text.Length > 4 && words.Is("next", text);
        if (words.Is("next", text) || words.Is("next", dom.Attribute(link, "aria-label") ?? dom.Attribute(link, "title") ?? "")
            || dom.Attribute(link, "class").AsSpan().Contains("next", StringComparison.OrdinalIgnoreCase)) return true;

        // "2" on the first page: the number after the one this page has.
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number == PageNumber(page.Url) + 1 && Differs(url, page.Url);
    }

    /// <summary>The parts of a page by which its visitors turn pages, told by the names of the elements around a link.</summary>
    private sealed class Pagers(PageDom dom)
    {
        private readonly sbyte[] _named = new sbyte[dom.Count];

        public bool Hold(int link)
        {
            for (int i = link, step = 0; i >= 0 && step < 5; i = dom.Parent(i), step++)
            {
                if (_named[i] == 0) _named[i] = IsNamed(i) ? (sbyte)1 : (sbyte)-1;
                if (_named[i] > 0) return true;
            }

            return false;
        }

        private bool IsNamed(int i) =>
            dom.HasAttributes(i) && ElementNames.Hold(dom.Attribute(i, "class"), dom.Attribute(i, "id"), dom.Attribute(i, "aria-label"), PagerParts);
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

    private static bool IsAsset(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? pathAndQuery : pathAndQuery.AsSpan(0, query);
        var dot = path.LastIndexOf('.');
        return dot >= 0 && AssetsBySpan.Contains(path[dot..]);
    }

    private static HashSet<string> HostsOf(PageContext page, SourceDefinition? source)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (page.Url is { } own) hosts.Add(LinkSite.Of(own));
        foreach (var start in source?.Start ?? [])
            if (Uri.TryCreate(start, UriKind.Absolute, out var uri)) hosts.Add(LinkSite.Of(uri));
        return hosts;
    }

    private static bool IsOurs(string site, HashSet<string> hosts)
    {
        if (hosts.Count == 0) return true;
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
