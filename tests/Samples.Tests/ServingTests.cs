using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;

using AngleSharp.Dom;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>What the shops answer to a client without JavaScript.</summary>
public sealed class ServingTests(ShopServer shops) : IClassFixture<ShopServer>
{
    private const string Market = "cho-cong-nghe.example";
    private const string Family = "tiem-anh-tuan.example";
    private const string Classifieds = "rao-vat-mien-tay.example";

    [Fact]
    public async Task Every_item_of_the_marketplace_is_reached_by_links_alone()
    {
        var pages = await shops.CrawlAsync($"http://{Market}/", u => !u.AbsolutePath.StartsWith("/gio-hang", StringComparison.Ordinal)
            && !u.AbsolutePath.StartsWith("/tai-khoan", StringComparison.Ordinal) && !u.AbsolutePath.StartsWith("/tim-kiem", StringComparison.Ordinal));
        Assert.All(SampleCatalogue.Of(Market), l => Assert.Contains($"http://{Market}{l.PathAndQuery}", pages.Keys));
        Assert.Contains(pages.Keys, k => k.EndsWith("?trang=2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_item_of_the_family_shop_is_reached_by_links_alone()
    {
        var pages = await shops.CrawlAsync($"http://{Family}/", _ => true);
        Assert.All(SampleCatalogue.Of(Family), l => Assert.Contains($"http://{Family}{l.PathAndQuery}", pages.Keys));
    }

    [Fact]
    public async Task Every_classified_ad_is_reached_by_links_alone()
    {
        var pages = await shops.CrawlAsync($"http://{Classifieds}/", _ => true);
        Assert.All(SampleCatalogue.Of(Classifieds), l => Assert.Contains($"http://{Classifieds}{l.PathAndQuery}", pages.Keys));
    }

    [Fact]
    public async Task A_marketplace_item_says_the_same_in_JSON_LD_as_on_screen()
    {
        foreach (var listing in SampleCatalogue.Of(Market))
        {
            var page = await shops.PageAsync($"http://{Market}{listing.PathAndQuery}");
            using var product = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
            Assert.Equal(listing.Title, product.RootElement.GetProperty("name").GetString());
            Assert.Equal(listing.PriceVnd, product.RootElement.GetProperty("offers").GetProperty("price").GetInt64());
            Assert.Equal(listing.Title, page.QuerySelector("h1")!.TextContent);
            Assert.Equal(listing.PriceText, page.QuerySelector(".gia-moi")!.TextContent);
        }
    }

    [Fact]
    public async Task The_family_shop_has_microdata_and_no_JSON_LD()
    {
        var listing = SampleCatalogue.Of(Family)[0];
        var page = await shops.PageAsync($"http://{Family}{listing.PathAndQuery}");
        Assert.Equal(listing.Title, page.QuerySelector("[itemtype$=Product] > .summary [itemprop=name]")!.TextContent);
        Assert.Equal(listing.PriceVnd!.Value.ToString(CultureInfo.InvariantCulture), page.QuerySelector("[itemprop=price]")!.GetAttribute("content"));
        Assert.Null(page.QuerySelector("script"));
    }

    [Fact]
    public async Task The_classifieds_site_has_no_structured_data_and_hides_the_end_of_a_phone_number()
    {
        foreach (var listing in SampleCatalogue.Of(Classifieds))
        {
            var page = await shops.PageAsync($"http://{Classifieds}{listing.PathAndQuery}");
            Assert.Null(page.QuerySelector("[itemprop], [property], script"));
            Assert.EndsWith("***", page.QuerySelector("#sdt")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(listing.Seller.Phone!, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Ages_on_the_classifieds_site_are_in_words()
    {
        var page = await shops.PageAsync($"http://{Classifieds}/");
        Assert.Contains("2 giờ trước", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("hôm qua", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop-spa.example")]
    [InlineData("mang-xa-hoi-mau.example")]
    public async Task Without_JavaScript_neither_the_page_application_nor_the_timeline_shows_an_offer(string host)
    {
        var html = await shops.Client.GetStringAsync($"http://{host}/");
        Assert.All(SampleCatalogue.Of(host), l => Assert.DoesNotContain(l.Lines[0], html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sitemap_index_leads_to_a_gzip_sitemap_of_every_item()
    {
        XNamespace schema = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var robots = await shops.Client.GetStringAsync($"http://{Market}/robots.txt");
        Assert.Contains($"Sitemap: http://{Market}/sitemap.xml", robots, StringComparison.Ordinal);

        var index = XDocument.Parse(await shops.Client.GetStringAsync($"http://{Market}/sitemap.xml"));
        var packed = index.Descendants(schema + "loc").Select(l => l.Value).Single(l => l.EndsWith(".gz", StringComparison.Ordinal));
        await using var unpacked = new GZipStream(await shops.Client.GetStreamAsync(packed), CompressionMode.Decompress);
        var urls = XDocument.Load(unpacked).Descendants(schema + "loc").Select(l => l.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(SampleCatalogue.Of(Market).Select(l => $"http://{Market}{l.PathAndQuery}").ToHashSet(StringComparer.Ordinal), urls);
    }

    [Fact]
    public async Task An_old_address_of_an_item_redirects_to_the_new_one()
    {
        var listing = SampleCatalogue.Of(Market)[3];
        var number = listing.PathAndQuery[listing.PathAndQuery.LastIndexOf("-p", StringComparison.Ordinal)..];
        using var response = await shops.Client.GetAsync($"http://{Market}/san-pham/ten-cu{number}");
        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(listing.PathAndQuery, response.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("http://cho-cong-nghe.example/san-pham/khong-co-p1.html")]
    [InlineData("http://cho-cong-nghe.example/danh-muc/phu-kien-so?trang=99")]
    [InlineData("http://tiem-anh-tuan.example/san-pham/khong-co/")]
    [InlineData("http://rao-vat-mien-tay.example/tin.php?id=1")]
    [InlineData("http://rao-vat-mien-tay.example/robots.txt")]
    [InlineData("http://mang-xa-hoi-mau.example/posts/1")]
    [InlineData("http://khong-phai-cua-minh.example/")]
    public async Task What_does_not_exist_is_404(string url)
    {
        using var response = await shops.Client.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_same_shop_answers_under_localhost_and_the_log_knows_it_by_its_own_name()
    {
        var page = await shops.PageAsync($"http://tiem-anh-tuan.localhost:{shops.Port}/trang/lien-he/?thu=1");
        Assert.Contains("Liên hệ", page.Title, StringComparison.Ordinal);
        Assert.Equal(1, shops.Log.Count(Family, "/trang/lien-he/?thu=1"));
    }

    [Theory]
    [InlineData("cho-cong-nghe.example")]
    [InlineData("tiem-anh-tuan.example")]
    [InlineData("rao-vat-mien-tay.example")]
    public async Task Pictures_that_pages_show_exist(string host)
    {
        var page = await shops.PageAsync($"http://{host}{SampleCatalogue.Of(host)[1].PathAndQuery}");
        foreach (var image in page.Images.Select(i => i.Source!))
        {
            using var response = await shops.Client.GetAsync(image);
            Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("cho-cong-nghe.example")]
    [InlineData("tiem-anh-tuan.example")]
    public async Task A_visitor_who_has_the_page_already_gets_304_and_no_body(string host)
    {
        var url = $"http://{host}{SampleCatalogue.Of(host)[2].PathAndQuery}";
        using var first = await shops.Client.GetAsync(url);
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await shops.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Ordinary_shops_compress_for_who_can_read_it(string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Market}/");
        request.Headers.AcceptEncoding.ParseAdd(coding);
        using var response = await shops.Client.SendAsync(request);
        Assert.Equal(coding, Assert.Single(response.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task What_is_sold_out_says_so_on_screen_and_to_machines()
    {
        var onMarket = SampleCatalogue.Of(Market).First(l => l.SoldOut);
        var page = await shops.PageAsync($"http://{Market}{onMarket.PathAndQuery}");
        Assert.Contains("Tạm hết hàng", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("https://schema.org/OutOfStock", page.QuerySelector("script[type='application/ld+json']")!.TextContent, StringComparison.Ordinal);

        var inFamily = SampleCatalogue.Of(Family).First(l => l.SoldOut);
        var second = await shops.PageAsync($"http://{Family}{inFamily.PathAndQuery}");
        Assert.Equal("http://schema.org/OutOfStock", second.QuerySelector("[itemprop=availability]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Another_day_has_another_price_here_and_a_withdrawn_ad_there()
    {
        var cheaper = SampleCatalogue.Of(Family)[0];
        var withdrawn = SampleCatalogue.Of(Classifieds)[0];
        var server = new ShopServer();
        await server.StartAsync(new SampleShopOptions
        {
            Since = l => l.Url.Equals(cheaper.Url, StringComparison.Ordinal) ? l with { PriceText = "39.000₫", PriceVnd = 39_000 } : l.Url.Equals(withdrawn.Url, StringComparison.Ordinal) ? null : l,
        });
        try
        {
            var page = await server.PageAsync($"http://{Family}{cheaper.PathAndQuery}");
            Assert.Equal("39.000₫", page.QuerySelector(".summary ins")!.TextContent);
            using var gone = await server.Client.GetAsync($"http://{Classifieds}{withdrawn.PathAndQuery}");
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_planted_listing_is_found_beside_the_bundled_ones()
    {
        var model = SampleCatalogue.Of(Family)[0];
        var canary = model with { Id = "chim-bao", Url = $"https://{Family}/san-pham/chim-bao-389/", Title = "Chim báo 389" };
        var server = new ShopServer();
        await server.StartAsync(new SampleShopOptions { Planted = [canary] });
        try
        {
            var pages = await server.CrawlAsync($"http://{Family}/", _ => true);
            Assert.Equal("Chim báo 389", pages[$"http://{Family}/san-pham/chim-bao-389/"].QuerySelector("h1")!.TextContent);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
