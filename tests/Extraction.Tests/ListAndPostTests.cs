using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Pages that hold several offers, and pages that hold none.</summary>
public sealed class ListAndPostTests
{
    private static string Category(string head = "")
    {
        var html = new StringBuilder($"<html lang=vi><head><title>Loa bluetooth giá tốt</title>{head}</head><body><nav><a href='/danh-muc/loa'>Loa</a></nav><h1>Loa bluetooth</h1><ul class=ds>");
        for (var i = 1; i <= 8; i++) html.Append(CultureInfo.InvariantCulture, $"<li class='o x{i}'><a href='/loa-vang-{i}00001.html'><img src='/anh/{i}.jpg'><h3>Loa Vàng số {i}</h3></a><del>{i}99.000₫</del><b>{i}50.000₫</b></li>");
        return html.Append("</ul><div class=phan-trang><a href='?trang=1'>1</a><a href='?trang=2'>2</a><a href='?trang=3'>3</a></div></body></html>").ToString();
    }

    [Fact]
    public void A_list_yields_its_cards_with_links_and_prices()
    {
        var page = Saved.Extract(Category(), "https://cho.example/danh-muc/loa");
        Assert.Equal(PageKind.List, page.Kind);
        Assert.Equal(8, page.Listings.Count);
        Assert.Equal("Loa Vàng số 3", page.Listings[2].Record.Title);
        Assert.Equal(350_000, page.Listings[2].Record.PriceVnd);
        Assert.Equal("https://cho.example/loa-vang-300001.html", page.Listings[2].Record.Url);
        Assert.Equal("https://cho.example/anh/3.jpg", Assert.Single(page.Listings[2].Images));
    }

    [Fact]
    public void A_category_that_declares_a_product_is_a_list_all_the_same()
    {
        var page = Saved.Extract(Category("""<meta property="og:type" content="product"><script type="application/ld+json">{"@type":"Product","name":"Loa bluetooth","brand":{"@type":"Brand","name":["Vàng","Bạc","Đồng"]},"offers":{"@type":"AggregateOffer","lowPrice":150000,"highPrice":850000,"priceCurrency":"VND"}}</script>"""), "https://cho.example/danh-muc/loa");
        Assert.Equal(PageKind.List, page.Kind);
    }

    [Fact]
    public void Links_are_absolute_and_told_apart()
    {
        var page = Saved.Extract(Category(), "https://cho.example/danh-muc/loa");
        Assert.Contains(new PageLink("https://cho.example/loa-vang-100001.html", "listing"), page.Links);
        Assert.Contains(new PageLink("https://cho.example/danh-muc/loa?trang=2", "next"), page.Links);
        Assert.Equal(page.Links.Count, page.Links.Select(l => l.Url).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_sources_patterns_decide_what_a_link_is()
    {
        var source = Saved.Source(pages: new() { Listing = ["/loa-vang-*"], List = ["/danh-muc/*"], Skip = ["/loa-vang-2*"] });
        var page = Saved.Extract(Category(), "https://cho.example/danh-muc/loa", source);
        Assert.Contains(page.Links, l => l is { Url: "https://cho.example/loa-vang-100001.html", Kind: "listing" });
        Assert.DoesNotContain(page.Links, l => l.Url.Contains("loa-vang-200001", StringComparison.Ordinal));
    }

    [Fact]
    public void Posts_are_full_listings_mined_from_their_text()
    {
        var page = Saved.Extract("""
            <html lang=vi><body><div role=main>
            <article class=post><h3 class=author><a href="/u/hoa">Hoa Bán Sỉ</a></h3><a href="/nhom/posts/91"><time>2 giờ trước</time></a><div class=post-text>Thanh lý loa kéo còn mới 95%<br>Giá 1tr250 bớt lộc, ib hoặc gọi 0900.000.456</div><div class=actions>Thích Bình luận</div></article>
            <article class=post><h3 class=author><a href="/u/nam">Nam</a></h3><a href="/nhom/posts/92"><time>Hôm qua lúc 20:15</time></a><div class=post-text>Cần bán tai nghe, giá 350k, máy nguyên seal</div></article>
            </div></body></html>
            """, "https://mang.example/nhom", Saved.Source(channel: Channel.Social));
        Assert.Equal(PageKind.Timeline, page.Kind);
        Assert.Equal(2, page.Listings.Count);
        var first = page.Listings[0];
        Assert.Equal("", first.Record.Title);
        Assert.Equal("Thanh lý loa kéo còn mới 95%\nGiá 1tr250 bớt lộc, ib hoặc gọi 0900.000.456", first.Record.Description);
        Assert.Equal("1tr250", first.Record.PriceText);
        Assert.Equal(1_250_000, first.Record.PriceVnd);
        Assert.Equal("0900.000.456", first.Record.Seller.Phone);
        Assert.Equal("Hoa Bán Sỉ", first.Record.Seller.Name);
        Assert.Equal("https://mang.example/nhom/posts/91", first.CanonicalUrl);
        Assert.Equal("social", first.Record.Channel);
        Assert.Equal("2026-11-21", page.Listings[1].Record.PostedAt);
        Assert.Equal("new", page.Listings[1].Record.Condition);
    }

    [Fact]
    public void A_page_about_the_shop_is_neither()
    {
        var page = Saved.Extract("<html lang=vi><title>Giới thiệu</title><h1>Giới thiệu</h1><p>Chúng tôi bán hàng từ năm 1999. Hotline 1900 0000.</p>", "https://cho.example/gioi-thieu");
        Assert.Equal(PageKind.Other, page.Kind);
        Assert.Empty(page.Listings);
    }
}
