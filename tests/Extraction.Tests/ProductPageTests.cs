using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>A page of one listing, told in each of the ways shops tell it.</summary>
public sealed class ProductPageTests
{
    private const string Body = """
        <header><nav><a href="/">Trang chủ</a><a href="/danh-muc/tai-nghe">Tai nghe</a></nav></header>
        <main><div class="breadcrumb"><a href="/">Trang chủ</a> <a href="/danh-muc/tai-nghe">Tai nghe</a></div>
        <h1>Tai nghe Sóng Biển SB-20 chống ồn</h1>
        <div class="gia"><del>1.590.000₫</del> <span class="gia-ban">1.190.000₫</span> <span>-25%</span></div>
        <p>Trả góp chỉ từ <span>99.000₫</span>/tháng, phí ship 30.000đ</p>
        <button class="mua">Mua ngay</button>
        <table><tr><th>Thương hiệu</th><td>Sóng Biển</td></tr><tr><th>Xuất xứ</th><td>Việt Nam</td></tr><tr><th>Tình trạng</th><td>Mới 100%</td></tr><tr><th>Người bán</th><td>Shop Âm Thanh Phố Huế</td></tr></table>
        <div class="mo-ta"><p>Tai nghe chụp tai, pin 40 giờ.</p><p>Bảo hành 12 tháng, gọi 0900 000 123.</p></div>
        <h2>Sản phẩm liên quan</h2><div class="lien-quan">
        <div class="card"><a href="/san-pham/a-111111.html">Loa kéo A</a><b class="price">99.000₫</b></div>
        <div class="card"><a href="/san-pham/b-222222.html">Loa kéo B</a><b class="price">89.000₫</b></div>
        <div class="card"><a href="/san-pham/c-333333.html">Loa kéo C</a><b class="price">79.000₫</b></div></div></main>
        """;

    private static string Page(string head) => $"<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Tai nghe Sóng Biển SB-20 chống ồn | Chợ</title>{head}</head><body>{Body}</body></html>";

    [Fact]
    public void Without_structured_data_every_field_is_read_from_what_the_reader_sees()
    {
        var listing = Saved.Listing(Page(""));
        Assert.Equal("Tai nghe Sóng Biển SB-20 chống ồn", listing.Record.Title);
        Assert.Equal("1.190.000₫", listing.Record.PriceText);
        Assert.Equal(1_190_000, listing.Record.PriceVnd);
        Assert.Equal("Sóng Biển", listing.Record.Brand);
        Assert.Equal("Shop Âm Thanh Phố Huế", listing.Record.Seller.Name);
        Assert.Equal("new", listing.Record.Condition);
        Assert.Equal("Việt Nam", listing.Record.Attributes["Xuất xứ"]);
        Assert.Equal("0900 000 123", listing.Record.Seller.Phone);
        Assert.Equal("Tai nghe chụp tai, pin 40 giờ.\nBảo hành 12 tháng, gọi 0900 000 123.", listing.Record.Description);
        Assert.Equal("headphones-speaker", listing.Record.Category);
        Assert.Equal("cho.example", listing.Record.Site);
        Assert.Equal("InStock", listing.Availability);
    }

    [Fact]
    public void Json_ld_is_read_and_the_price_text_is_the_one_shown()
    {
        var listing = Saved.Listing(Page("""<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList"},{"@type":"Product","name":"Tai nghe Sóng Biển SB-20 chống ồn","sku":"SB20","gtin13":"8930000000017","brand":{"@type":"Brand","name":["Sóng Biển"]},"offers":{"@type":"Offer","price":"1190000.00","priceCurrency":"VND","availability":"https://schema.org/InStock","itemCondition":"https://schema.org/NewCondition","seller":{"name":"Chợ"}}}]}</script>"""));
        Assert.Equal("SB20", listing.Sku);
        Assert.Equal("8930000000017", listing.Gtin);
        Assert.Equal(new Money(1_190_000, "VND"), listing.Price);
        Assert.Equal("1.190.000₫", listing.Record.PriceText);
        Assert.Equal("Chợ", listing.Record.Seller.Name);
        Assert.Equal("jsonld:offers.price", listing.Provenance["price"]);
        Assert.Equal("jsonld:name", listing.Provenance["title"]);
    }

    [Theory]
    [InlineData("{\"@type\":\"Product\",\"name\":\"Tai nghe Sóng Biển SB-20 chống ồn\",/* giá */\"offers\":{\"price\":1190000,\"priceCurrency\":\"VND\",},}")]
    [InlineData("<!-- {\"@type\":\"Product\",\"name\":\"Tai nghe Sóng\u0007 Biển SB-20 chống ồn\",\"offers\":{\"price\":1190000,\"priceCurrency\":\"VND\"}} -->;")]
    [InlineData("{\"@type\":\"Product\",\"name\":\"Tai nghe Sóng Biển\nSB-20 chống ồn\",\"offers\":{\"price\":1190000,\"priceCurrency\":\"VND\"}};}} trailing")]
    public void Broken_json_ld_is_still_read(string json)
    {
        var listing = Saved.Listing(Page($"<script type=\"application/ld+json\">{json}</script>"));
        Assert.Equal("jsonld:offers.price", listing.Provenance["price"]);
        Assert.Equal(1_190_000, listing.Record.PriceVnd);
    }

    [Theory]
    [InlineData("OEM")]
    [InlineData("No brand")]
    [InlineData("Đang cập nhật")]
    public void A_brand_that_says_there_is_none_is_none(string brand)
    {
        var listing = Saved.Listing(Page($$$"""<script type="application/ld+json">{"@type":"Product","name":"Tai nghe Sóng Biển SB-20 chống ồn","brand":"{{{brand}}}","offers":{"price":1190000,"priceCurrency":"VND"}}</script>""").Replace("<tr><th>Thương hiệu</th><td>Sóng Biển</td></tr>", "", StringComparison.Ordinal));
        Assert.Null(listing.Record.Brand);
        Assert.False(listing.Provenance.ContainsKey("brand"));
    }

    [Fact]
    public void Microdata_is_read_with_its_own_provenance()
    {
        var html = "<html lang=vi><title>Máy sấy tóc Gió Nồm 2200W</title><div itemscope itemtype=\"http://schema.org/Product\"><h1 itemprop=name>Máy sấy tóc Gió Nồm 2200W</h1><span itemprop=brand itemscope itemtype=\"http://schema.org/Brand\"><meta itemprop=name content=\"Gió Nồm\"></span><div itemprop=offers itemscope itemtype=\"http://schema.org/Offer\"><meta itemprop=priceCurrency content=VND><span itemprop=price content=250000>250.000đ</span><link itemprop=availability href=\"http://schema.org/OutOfStock\"></div></div>";
        var listing = Saved.Listing(html);
        Assert.Equal("Gió Nồm", listing.Record.Brand);
        Assert.Equal(250_000, listing.Record.PriceVnd);
        Assert.Equal("OutOfStock", listing.Availability);
        Assert.Equal("microdata:name", listing.Provenance["title"]);
    }

    [Fact]
    public void OpenGraph_alone_makes_a_listing()
    {
        var html = "<html lang=vi><head><meta property=\"og:type\" content=\"product\"><meta property=\"og:title\" content=\"Bình giữ nhiệt Núi Xanh 500ml\"><meta property=\"product:price:amount\" content=\"180000\"><meta property=\"product:price:currency\" content=\"VND\"><meta property=\"og:description\" content=\"Giữ nóng 12 giờ\"></head><body><div id=app></div></body></html>";
        var listing = Saved.Listing(html);
        Assert.Equal("Bình giữ nhiệt Núi Xanh 500ml", listing.Record.Title);
        Assert.Equal(180_000, listing.Record.PriceVnd);
        Assert.Equal("Giữ nóng 12 giờ", listing.Record.Description);
        Assert.Equal("opengraph:og:title", listing.Provenance["title"]);
    }

    [Fact]
    public void Script_state_is_read_and_hundredths_are_recognised_by_the_price_shown()
    {
        var html = "<html lang=vi><title>Quạt bàn Gió Lào G5</title><h1>Quạt bàn Gió Lào G5</h1><p class=price>320.000₫</p><button>Thêm vào giỏ</button><script>window.product = {title: 'Quạt bàn Gió Lào G5', price: 32000000, vendor: \"Gió Lào\", sku: 'GL-5', available: false,};</script>";
        var listing = Saved.Listing(html);
        Assert.Equal(320_000, listing.Record.PriceVnd);
        Assert.Equal("Gió Lào", listing.Record.Brand);
        Assert.Equal("OutOfStock", listing.Availability);
        Assert.StartsWith("state:window.product", listing.Provenance["price"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_sources_own_selectors_come_before_structured_data()
    {
        var source = Saved.Source(new() { Listing = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "meta[name=ten]@content", ["priceText"] = "#gia", ["attributes"] = ".dac-diem li" } });
        var html = "<html lang=vi><meta name=ten content=\"Tên do shop đặt\"><script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"Tên khác\",\"offers\":{\"price\":1,\"priceCurrency\":\"VND\"}}</script><h1>Tên khác</h1><b id=gia>2tr5</b><ul class=dac-diem><li>Pin: 40 giờ</li></ul>";
        var listing = Saved.Listing(html, source);
        Assert.Equal("Tên do shop đặt", listing.Record.Title);
        Assert.Equal("2tr5", listing.Record.PriceText);
        Assert.Equal(2_500_000, listing.Record.PriceVnd);
        Assert.Equal("40 giờ", listing.Record.Attributes["Pin"]);
        Assert.Equal("website", listing.Record.Channel);
        Assert.Equal("selector:meta[name=ten]@content", listing.Provenance["title"]);
    }

    [Fact]
    public void A_price_in_another_currency_has_no_amount_in_dong()
    {
        var listing = Saved.Listing("<html lang=en><title>Kettle K1</title><script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"Kettle K1\",\"sku\":\"1\",\"offers\":{\"price\":\"34.99\",\"priceCurrency\":\"GBP\"}}</script><h1>Kettle K1</h1><p class=price>£34.99</p>");
        Assert.Equal(new Money(34.99m, "GBP"), listing.Price);
        Assert.Null(listing.Record.PriceVnd);
    }

    [Fact]
    public void Nul_and_lone_surrogates_become_replacement_characters_and_are_noted()
    {
        var listing = Saved.Listing("<html lang=vi><title>x</title><script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"Đèn\\u0000 bàn \\ud800 LED\",\"sku\":\"1\",\"offers\":{\"price\":\"90000\",\"priceCurrency\":\"VND\"}}</script>");
        Assert.Equal("Đèn\uFFFD bàn \uFFFD LED", listing.Record.Title);
        Assert.EndsWith("(U+FFFD)", listing.Provenance["title"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_advertisement_in_nameless_tables_is_still_read_whole()
    {
        var listing = Saved.Listing("""
            <html><head><title>Bán lồng gà đá cũ - Rao vặt</title></head><body><center>
            <table width=900><tr><td><a href="/">Trang nhất</a> | <a href="/?muc=2">Thú cưng</a></table>
            <table width=900><tr><td colspan=2><font size=4><b>Bán lồng gà đá cũ</b></font><br><span>Mã tin: 7 - Lượt xem: 90 - <span>Đăng: 3 giờ trước</span></span>
            <tr><td><img src="hinh.php?tin=7" width=290 height=290><td><table>
            <tr><td>Giá:<td><b><font color=red>350.000đ</font></b>
            <tr><td>Người đăng:<td>Út Hậu
            <tr><td colspan=2>Không chuyển tiền trước khi thấy hàng, báo tin xấu về ban quản trị.</table>
            <tr><td colspan=2><hr><div style="font-size:14px">Hai cái lồng tre, nan còn chắc.<br>
            Lấy cả hai bớt ba chục.<br></div></table>
            <table width=900><tr><td><b>Tin cùng mục</b><tr><td><a href="?tin=8">Gà tre nhảy ổ</a><td>120.000đ<tr><td><a href="?tin=9">Cám cò 25kg bao còn nguyên</a><td>310.000đ</table>
            <table width=900><tr><td align=center>Trang rao vặt, người đăng tự chịu trách nhiệm về nội dung tin của mình đăng lên.</table></center></body></html>
            """);
        Assert.Equal("Hai cái lồng tre, nan còn chắc.\nLấy cả hai bớt ba chục.", listing.Record.Description);
        Assert.Equal(350_000, listing.Record.PriceVnd);
        Assert.Equal("2026-11-22", listing.Record.PostedAt);
    }

    [Fact]
    public void A_seller_given_by_reference_has_an_address_and_no_name()
    {
        var listing = Saved.Listing("<html lang=vi><title>Ấm A1</title><script type=\"application/ld+json\">{\"@type\":\"Product\",\"name\":\"Ấm A1\",\"offers\":{\"price\":349000,\"priceCurrency\":\"VND\",\"seller\":{\"@id\":\"https://cho.example/#to-chuc\"}}}</script><h1>Ấm A1</h1><p class=price>349.000đ</p>");
        Assert.Null(listing.Record.Seller.Name);
    }

    [Fact]
    public void What_a_page_does_not_tell_is_null_in_the_answer()
    {
        var json = ExtractResult.ToJson(Saved.Listing("<html lang=vi><title>Ấm A1</title><h1>Ấm A1</h1><p class=price>349.000đ</p><button>Mua ngay</button>"));
        Assert.Null(json["description"]);
        Assert.Null(json["seller"]!["verified"]);
        Assert.Null(json["brand"]);
        Assert.NotNull(json["id"]);
        Assert.Equal("Ấm A1", (string?)json["title"]);
    }

    [Theory]
    [InlineData("2026-10-05", "2026-10-05")]
    [InlineData("2026-10-05T09:30:00", "2026-10-05")]
    [InlineData("2026-10-05T20:30:00Z", "2026-10-06")]
    [InlineData("2026-10-05T20:30:00+07:00", "2026-10-05")]
    public void A_posting_time_in_the_markup_is_the_day_in_Viet_Nam(string written, string day)
    {
        var listing = Saved.Listing($"<html lang=vi><title>Ấm A1</title><h1>Ấm A1</h1><p class=price>349.000đ</p><button>Mua ngay</button><p>Đăng ngày <time datetime=\"{written}\">hôm nọ</time></p>");
        Assert.Equal(day, listing.Record.PostedAt);
    }
}
