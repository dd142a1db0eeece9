using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class CanonicalUrlTests
{
    [Theory]
    [InlineData("HTTP://Shop.Example:80/San-Pham/", "http://shop.example/San-Pham/")]
    [InlineData("https://shop.example:443", "https://shop.example/")]
    [InlineData("https://shop.example:8443/a", "https://shop.example:8443/a")]
    [InlineData("https://user:pw@shop.example/a#mo-ta", "https://shop.example/a")]
    [InlineData("https://shop.example/a?utm_source=zalo&UTM_medium=x&fbclid=1&gclid=2", "https://shop.example/a")]
    [InlineData("https://shop.example/a?b=2&a=1&sort=price&order_by=x", "https://shop.example/a?a=1&b=2")]
    [InlineData("https://shop.example/a?c=2&c=1", "https://shop.example/a?c=2&c=1")]
    [InlineData("https://shop.example/a;jsessionid=AB12?PHPSESSID=9&p=2", "https://shop.example/a?p=2")]
    [InlineData("https://shop.example/%7eshop/%c3%a1o", "https://shop.example/~shop/%C3%A1o")]
    [InlineData("https://shop.example/áo khoác", "https://shop.example/%C3%A1o%20kho%C3%A1c")]
    [InlineData("https://shop.example/a/../b/./c", "https://shop.example/b/c")]
    [InlineData("https://shop.example./a?", "https://shop.example/a")]
    [InlineData("https://điện-thoại.example/", "https://xn--in-thoi-f7a2329dyka.example/")]
    [InlineData("https://app.example/#!/san-pham/1", "https://app.example/#!/san-pham/1")]
    [InlineData("https://app.example/#/san-pham/1", "https://app.example/#/san-pham/1")]
    public void One_page_has_one_spelling(string url, string canonical) => Assert.Equal(canonical, CanonicalUrl.TryCreate(url));

    [Theory]
    [InlineData("mailto:a@b.example")]
    [InlineData("/san-pham/1")]
    [InlineData("javascript:void(0)")]
    [InlineData("http://")]
    [InlineData("")]
    public void What_is_no_web_address_has_none(string url) => Assert.Null(CanonicalUrl.TryCreate(url));

    [Fact]
    public void Making_canonical_twice_changes_nothing() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((path, query) =>
        {
            var once = CanonicalUrl.TryCreate($"http://Shop.example/{path.Get}?{query.Get}");
            return once is null || string.Equals(once, CanonicalUrl.TryCreate(once), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Making_canonical_twice_changes_nothing_for_escapes_of_every_kind()
    {
        var pieces = Gen.Elements("%", "%2", "%25", "%41", "%7e", "%2F", "%2e", ".", "..", "/", "&", "=", "?", "#", "#!", "a", "B", "á", "+", " ", ";jsessionid=1", "sort=1", "utm_a=1", ":", "@", "\\", "\uD800", "[", "]", "|");
        Prop.ForAll(pieces.ListOf().ToArbitrary(), list =>
        {
            var once = CanonicalUrl.TryCreate("http://shop.example/" + string.Concat(list));
            return once is null || string.Equals(once, CanonicalUrl.TryCreate(once), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("m.shop.example", "shop.example")]
    [InlineData("www.shop.example", "shop.example")]
    [InlineData("www.m.shop.example", "shop.example")]
    [InlineData("m.vn", "m.vn")]
    [InlineData("may.shop.example", "may.shop.example")]
    public void Mobile_hosts_belong_to_their_site(string host, string site) => Assert.Equal(site, CanonicalUrl.SiteKey(host));

    [Fact]
    public void A_mobile_page_is_an_alias_of_the_desktop_one()
    {
        Assert.Equal("https://shop.example/a?b=1", CanonicalUrl.DesktopAlias("https://m.shop.example/a?b=1"));
        Assert.Equal("https://shop.example/a", CanonicalUrl.DesktopAlias("https://shop.example/a"));
    }
}

public sealed class LinkPolicyTests
{
    private static readonly SourceDefinition Selective = Sources.Shop() with
    {
        Pages = new PagePatterns { Listing = ["/san-pham/*"], List = ["/danh-muc/*"], Skip = ["/gio-hang*", "/san-pham/*/danh-gia$"] },
        Limits = new CrawlLimits { MaxDepth = 3 },
    };

    [Theory]
    [InlineData("/san-pham/1", "listing", true)]
    [InlineData("/danh-muc/sac", "other", true)]
    [InlineData("/gio-hang?them=1", "listing", false)]
    [InlineData("/san-pham/1/danh-gia", "listing", false)]
    [InlineData("/tin-tuc/1", "listing", false)]
    [InlineData("/tin-tuc/1", "other", false)]
    [InlineData("/trang/2", "next", true)]
    [InlineData("https://khac.example/san-pham/1", "listing", false)]
    [InlineData("https://m.shop.example/san-pham/1", "listing", true)]
    [InlineData("javascript:void(0)", "listing", false)]
    public void Patterns_choose_what_is_followed(string link, string kind, bool followed) =>
        Assert.Equal(followed, Discover(Selective, 0, new PageLink(link, kind)).Count == 1);

    [Fact]
    public void Without_patterns_pages_are_followed_and_files_are_not()
    {
        var found = Discover(Sources.Shop(), 0, new PageLink("/a", "other"), new PageLink("/bao-gia.pdf", "other"), new PageLink("/a#x", "listing"), new PageLink("/", "other"));
        var url = Assert.Single(found);
        Assert.Equal("http://shop.example/a", url.CanonicalUrl);
        Assert.Equal(1, url.Request.Depth);
    }

    [Fact]
    public void Depth_grows_by_links_and_not_by_turning_pages()
    {
        Assert.Empty(Discover(Selective, 3, new PageLink("/san-pham/1", "listing")));
        Assert.Equal(3, Assert.Single(Discover(Selective, 3, new PageLink("/danh-muc/sac?page=2", "next"))).Request.Depth);
    }

    [Theory]
    [InlineData("/a/b/a/b/a/b/a/b", "trap-repeat")]
    [InlineData("/loc?a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1", "trap-facets")]
    [InlineData("/gio-hang", "skip")]
    public void Traps_are_named(string path, string refusal) =>
        Assert.Equal(refusal, new LinkPolicy(Selective).Judge("http://shop.example" + path, 0).Refusal);

    [Fact]
    public void Listings_go_before_lists_and_lists_before_the_rest()
    {
        var found = Discover(Sources.Shop(), 0, new PageLink("/c", "other"), new PageLink("/b", "list"), new PageLink("/a", "listing"));
        var paths = found.OrderByDescending(url => url.Request.Priority).Select(url => new Uri(url.CanonicalUrl).AbsolutePath);
        Assert.Equal("/a /b /c", string.Join(" ", paths));
    }

    private static IReadOnlyList<FrontierUrl> Discover(SourceDefinition source, int depth, params PageLink[] links)
    {
        var entry = new FrontierEntry(1, Guid.Empty, source.Id, "http://shop.example/", new CaptureRequest("http://shop.example/", "link", 0.5, depth), 0);
        var capture = new Capture
        {
            Id = Guid.Empty,
            SourceId = source.Id,
            RequestUrl = "http://shop.example/",
            Url = "http://shop.example/",
            CapturedAt = default,
            Mode = RenderMode.Http,
            Status = 200,
            Body = default,
            BodySha256 = "",
        };
        return new LinkPolicy(source).Discover(entry, capture, links);
    }
}
