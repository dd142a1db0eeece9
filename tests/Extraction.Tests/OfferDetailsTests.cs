using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>What stands around a price: choices, the former price, units sold, numbers shown in part, who wants what.</summary>
public sealed class OfferDetailsTests
{
    private static readonly Vocabulary Words = new();

    [Theory]
    [InlineData("Đã bán 1,2k", 1_200, false, null)]
    [InlineData("Đã bán 5.4k+/tháng", 5_400, true, "month")]
    [InlineData("Đã bán: 1.250", 1_250, false, null)]
    [InlineData("3,5tr đã bán", 3_500_000, false, null)]
    [InlineData("120 lượt mua", 120, false, null)]
    [InlineData("Đã bán được hơn 37 trong tuần", 37, false, "week")]
    public void Units_sold_are_read_with_their_unit_and_span(string text, long count, bool atLeast, string? period) =>
        Assert.Equal((count, atLeast, period), SoldCounts.Read(text) is { } sold ? (sold.Count, sold.AtLeast, sold.Period) : default);

    [Theory]
    [InlineData("Đã bán")]
    [InlineData("Bán 3 cái loa")]
    [InlineData("Giá 1.200.000đ")]
    public void What_counts_no_sales_is_none(string text) => Assert.Null(SoldCounts.Read(text));

    [Theory]
    [InlineData("Liên hệ 0912.xxx.678 nhé", "0912.xxx.678")]
    [InlineData("0900 345 *** Bấm để hiện số", "0900 345 ***")]
    [InlineData("09*** bấm để hiện số", "09***")]
    [InlineData("034492****", "034492****")]
    public void A_number_shown_in_part_is_kept_as_shown(string text, string shown) => Assert.Equal(shown, MaskedPhones.Find(text));

    [Theory]
    [InlineData("0900 000 123")]
    [InlineData("Size 08xx còn hàng")]
    [InlineData("Mã 0123xAB")]
    [InlineData("Giá 2tr*** ib")]
    public void What_is_no_masked_number_is_none(string text) => Assert.Null(MaskedPhones.Find(text));

    [Theory]
    [InlineData("Cần mua loa kéo cũ", "", ListingIntent.Wanted)]
    [InlineData("iPhone", "Em cần tìm iPhone từ 1 triệu đổ xuống ạ", ListingIntent.Wanted)]
    [InlineData("", "Mình cần mua lại máy in cũ, ai có để lại mình với", ListingIntent.Wanted)]
    [InlineData("", "Ai cần mua loa ib em, giá 500k", ListingIntent.Sale)]
    [InlineData("Loa kéo cho khách cần mua số lượng lớn", "", ListingIntent.Sale)]
    [InlineData("Thu mua - bán lẻ laptop cũ", "", ListingIntent.Sale)]
    [InlineData("Máy in cũ thu mua từ văn phòng", "", ListingIntent.Sale)]
    [InlineData("Quà tặng ý nghĩa, gợi ý cho bạn", "", ListingIntent.Sale)]
    [InlineData("", "Cho em hỏi mua loa ở đâu uy tín ạ", ListingIntent.Notice)]
    public void A_buyers_advertisement_is_no_sale(string title, string description, string intent) => Assert.Equal(intent, new OfferIntent(Words).Of(title, description));

    [Fact]
    public void A_posts_several_offers_are_the_variants_of_one_listing()
    {
        var listing = Post("Xả kho: Chuột 120k, bàn phím 350k, màn 1tr9. Alo 0900 000 111 hoặc 0900.000.222");
        Assert.Equal([("Chuột", "120k", 120_000m), ("bàn phím", "350k", 350_000m), ("màn", "1tr9", 1_900_000m)], listing.Variants.Select(v => (v.Name, v.PriceText, v.Price!.Amount)));
        Assert.Equal(120_000, listing.Record.PriceVnd);
        Assert.Equal(["0900 000 111", "0900.000.222"], listing.Phones);
    }

    [Theory]
    [InlineData("Loa kéo còn đẹp, giá cũ 990k nay còn 690k")]
    [InlineData("Loa kéo giá 690k, cọc trước 100k, phí ship 30k")]
    public void A_post_of_one_thing_has_no_variants(string text) => Assert.Empty(Post(text).Variants);

    [Theory]
    [InlineData("Loa kéo mới về, giá 690k", ListingPhase.Offer)]
    [InlineData("Loa kéo mới về, ib em báo giá", ListingPhase.Offer)]
    [InlineData("Tuần sau shop sắp về loa kéo đời mới, cả nhà đón chờ nhé", ListingPhase.Advertising)]
    [InlineData("Đơn đã gửi cho khách Cà Mau, cảm ơn khách", ListingPhase.Delivery)]
    [InlineData("Cần mua loa kéo cũ, ai có để lại em", null)]
    public void The_phase_is_told_where_it_shows(string text, string? phase) => Assert.Equal(phase, Post(text).Phase);

    [Theory]
    [InlineData("2 giờ trước", "2026-11-22", "hour")]
    [InlineData("Hôm qua lúc 20:15", "2026-11-21", "minute")]
    [InlineData("3 tuần", "2026-11-01", "week")]
    [InlineData("12/11/2026", "2026-11-12", "day")]
    public void A_relative_date_is_resolved_against_the_capture_with_its_precision(string time, string day, string precision)
    {
        var listing = Post("Thanh lý loa kéo còn đẹp giá 690k", time);
        Assert.Equal((day, precision), (listing.Record.PostedAt, listing.PostedPrecision));
    }

    [Fact]
    public void The_price_text_of_several_choices_is_the_range_as_shown()
    {
        var listing = Saved.Listing("""
            <html lang=vi><h1>Đèn bàn Mây</h1><p class=price><span>240.000₫</span> – <span>280.000₫</span></p>
            <div class="variant-list"><a href="?v=1">Vàng <b>240.000₫</b></a><a href="?v=2">Trắng <b>280.000₫</b></a></div><button>Mua ngay</button></html>
            """);
        Assert.Equal("240.000₫ – 280.000₫", listing.Record.PriceText);
        Assert.Equal(240_000, listing.Record.PriceVnd);
        Assert.Equal(["Vàng", "Trắng"], listing.Variants.Select(v => v.Name));
    }

    [Fact]
    public void Choices_are_read_of_product_groups_and_of_offers_with_numbers_of_their_own()
    {
        var group = Saved.Listing("""<html lang=vi><h1>Áo Gió</h1><script type="application/ld+json">{"@type":"ProductGroup","name":"Áo Gió","hasVariant":[{"@type":"Product","color":"Đỏ","size":"M","sku":"AG-DM","offers":{"@type":"Offer","price":150000,"priceCurrency":"VND","availability":"https://schema.org/InStock"}},{"@type":"Product","color":"Đỏ","size":"L","sku":"AG-DL","offers":{"@type":"Offer","price":160000,"priceCurrency":"VND","availability":"https://schema.org/OutOfStock"}}]}</script></html>""");
        Assert.Equal([("Đỏ / M", 150_000m, "AG-DM", "InStock"), ("Đỏ / L", 160_000m, "AG-DL", "OutOfStock")], group.Variants.Select(v => (v.Name, v.Price!.Amount, v.Sku!, v.Availability!)));
        var offers = Saved.Listing("""<html lang=vi><h1>Cáp Bện</h1><script type="application/ld+json">{"@type":"Product","name":"Cáp Bện","offers":[{"@type":"Offer","name":"1 m","price":50000,"priceCurrency":"VND"},{"@type":"Offer","name":"2 m","price":70000,"priceCurrency":"VND"}]}</script></html>""");
        Assert.Equal(["1 m", "2 m"], offers.Variants.Select(v => v.Name));
    }

    [Fact]
    public void The_former_price_is_kept_beside_the_price()
    {
        var listing = Saved.Listing("""<html lang=vi><h1>Loa Vàng</h1><div class=price><b>390.000₫</b> <del>490.000₫</del> <i>-20%</i></div><button>Mua ngay</button><p>Đã bán 1,2k</p></html>""");
        Assert.Equal(390_000, listing.Record.PriceVnd);
        Assert.Equal(new Money(490_000, "VND"), listing.OldPrice);
        Assert.Equal(1_200, listing.Sold!.Count);
        Assert.Equal(ListingPhase.Offer, listing.Phase);
    }

    [Fact]
    public void The_last_figure_of_a_name_is_no_part_of_the_price_after_it()
    {
        var page = Saved.Extract("<html lang=vi><h1>Tai nghe</h1><ul>" + string.Concat(Enumerable.Range(1, 6).Select(i => $"<li class=a><a href='/t{i}'><h2>Tai nghe Hòa Âm T{i}</h2><span><b><i>{i}90.000</i><i>₫</i></b></span></a><a href='?mua={i}'>Thêm vào giỏ</a></li>")) + "</ul></html>", "https://cho.example/danh-muc/tai-nghe");
        Assert.Equal([190_000, 290_000, 390_000, 490_000, 590_000, 690_000], page.Listings.Select(l => l.Record.PriceVnd));
    }

    [Theory]
    [InlineData("Loa Suối Reo", "Bảo hành 12 tháng, lỗi đổi mới", "new")]
    [InlineData("Loa Suối Reo", "Pass lại cho ai cần, còn hộp", "used")]
    [InlineData("Loa Suối Reo chính hãng", "Dùng 2 năm, trầy nhẹ", "used")]
    [InlineData("Loa Suối Reo", "Âm thanh hay", null)]
    public void The_condition_is_told_by_what_goes_with_it_where_nothing_says_it_outright(string title, string description, string? condition) =>
        Assert.Equal(condition, new ConditionWords(Words).InText(title, description));

    [Fact]
    public void A_category_comes_with_how_sure_it_is()
    {
        var sure = Saved.Listing("<html lang=vi><h1>Tai nghe chụp tai chống ồn</h1><b class=price>390.000₫</b><button>Mua ngay</button></html>");
        Assert.Equal("headphones-speaker", sure.Record.Category);
        Assert.InRange(sure.CategoryConfidence!.Value, 0.4, 1);
        Assert.Null(Saved.Listing("<html lang=vi><h1>Hàng đẹp giá tốt</h1><b class=price>390.000₫</b><button>Mua ngay</button></html>").CategoryConfidence);
    }

    [Fact]
    public void Listings_without_choices_keep_the_hash_they_had()
    {
        var plain = new ExtractedListing { Record = new() { Title = "Loa", PriceText = "390.000₫", PriceVnd = 390_000 } };
        Assert.Equal(ListingContent.Hash(plain), ListingContent.Hash(plain with { Phones = ["0900 000 111"], Sold = new(3, false, null, "Đã bán 3"), CategoryConfidence = 0.9 }));
        Assert.NotEqual(ListingContent.Hash(plain), ListingContent.Hash(plain with { Variants = [new("Đen", "390.000₫", null, null, null)] }));
    }

    private static ExtractedListing Post(string text, string time = "2 giờ trước") => Assert.Single(Saved.Extract(
        $"""<html lang=vi><body><article class=post><h3 class=author>Hoa</h3><a href="/nhom/posts/91"><time>{time}</time></a><div class=post-text>{text}</div></article></body></html>""",
        "https://mang.example/nhom", Saved.Source(channel: Channel.Social)).Listings);
}
