using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>What the words of a post tell: the price among other amounts, condition, brand, day.</summary>
public sealed class PostTextTests
{
    private static readonly Vocabulary Words = new();

    private static ListingRecord Post(string text, string time = "2 giờ trước")
    {
        var html = $"""<html lang=vi><body><article class=post><h3 class=author>Hoa</h3><a href="/nhom/posts/91"><time>{time}</time></a><div class=post-text>{text}</div></article></body></html>""";
        return Assert.Single(Saved.Extract(html, "https://mang.example/nhom", Saved.Source(channel: Channel.Social)).Listings).Record;
    }

    [Theory]
    [InlineData("Cọc trước 200k giữ máy, giá 3tr5 bao test", "3tr5", 3_500_000)]
    [InlineData("Phí ship 30k toàn quốc, tai nghe bán 450k", "450k", 450_000)]
    [InlineData("Góp 500k/tháng qua công ty, giá 6tr2 tiền mặt", "6tr2", 6_200_000)]
    [InlineData("Tặng ốp trị giá 150k, máy bán 2tr9", "2tr9", 2_900_000)]
    [InlineData("Giá cũ 990k, nay còn 690k cho khách quen", "690k", 690_000)]
    [InlineData("Hồi mua 25tr, giờ để 17tr, hộp còn đủ", "17tr", 17_000_000)]
    [InlineData("Loa kéo hàng tuyển, giá 550 không bớt nha", "550", 550_000)]
    [InlineData("Cáp sạc bện dù 35k/sợi, lấy sỉ ib", "35k/sợi", 35_000)]
    [InlineData("Chuột 120k, bàn phím 350k, màn 1tr9", "120k", 120_000)]
    public void The_first_amount_that_is_the_goods_price_is_the_price(string text, string priceText, long vnd)
    {
        var record = Post(text);
        Assert.Equal(priceText, record.PriceText);
        Assert.Equal(vnd, record.PriceVnd);
    }

    [Theory]
    [InlineData("Cảnh báo: page giả rao tai nghe 199k, đừng chuyển khoản nha cả nhà")]
    [InlineData("Cho em hỏi laptop tầm 15 triệu nên mua con nào ạ, em học thiết kế")]
    [InlineData("Máy đẹp, đặt cọc 500k giữ máy, giá cả thương lượng")]
    public void A_post_that_states_no_asking_price_has_none(string text)
    {
        var record = Post(text);
        Assert.Equal("", record.PriceText);
        Assert.Null(record.PriceVnd);
    }

    [Theory]
    [InlineData("Loa kéo nguyên seal chưa khui", "new")]
    [InlineData("Tai nghe like new, hộp đủ", "used")]
    [InlineData("Điện thoại hình thức 99%, chạy mượt", "used")]
    [InlineData("Máy còn keng, ai lấy alo", "used")]
    [InlineData("Bàn phím 2nd, đã qua sử dụng 1 năm", "used")]
    [InlineData("Thanh lý màn hình nguyên hộp", "new")]
    [InlineData("Máy in đa năng, giao tận nơi", null)]
    public void Condition_is_told_by_sellers_phrases(string text, string? condition) => Assert.Equal(condition, new ConditionWords(Words).InText("", text));

    [Theory]
    [InlineData("Tai nghe Sony WH-1000XM5 đen", "Sony")]
    [InlineData("Bán con ai phôn 13 thường", "Apple")]
    [InlineData("Ốp lưng chống sốc cho iPhone 15", null)]
    [InlineData("Sạc dự phòng tương thích Samsung", null)]
    [InlineData("Về lô Samsung, Oppo đủ mẫu", null)]
    [InlineData("Quạt đứng ba cánh", null)]
    public void A_brand_is_named_only_where_it_is_the_thing_sold(string title, string? brand) => Assert.Equal(brand, new OfferedBrand(Words).In(title, ""));

    [Theory]
    [InlineData("Hôm qua lúc 20:15", "2026-11-21")]
    [InlineData("3 ngày trước", "2026-11-19")]
    [InlineData("5 giờ", "2026-11-22")]
    [InlineData("20 tháng 11 lúc 14:03", "2026-11-20")]
    [InlineData("1795305600", "2026-11-22")]
    public void The_day_of_a_post_is_read_against_the_capture(string time, string day) => Assert.Equal(day, Post("Bán loa nghe nhạc gia đình, ai cần nhắn", time).PostedAt);
}
