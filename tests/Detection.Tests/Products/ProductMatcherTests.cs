using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Tests.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Products;

public class ProductMatcherTests
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData("Ốp lưng iPhone 15 Pro Max silicon")]
    [InlineData("Kính cường lực cho điện thoại iPhone 12")]
    [InlineData("op lung iphone 13 trong suot")]
    [InlineData("iPhone 15 Pro ốp lưng nhám")]
    [InlineData("Sạc dự phòng từ tính cho iPhone 14")]
    public void A_case_for_a_phone_is_no_phone(string title) => Assert.Equal(OfferKind.Accessory, Match(title).Kind);

    [Theory]
    [InlineData("iPhone 15 tặng ốp lưng", "iphone-15")]
    [InlineData("[TẶNG KÈM ỐP] iPhone 13 Pro 128GB", "iphone-13-pro")]
    [InlineData("iPhone 12 64GB kèm ốp, cường lực", "iphone-12")]
    [InlineData("Galaxy S24 Ultra fullbox", "galaxy-s24-ultra")]
    public void A_phone_with_a_case_as_a_gift_is_a_phone(string title, string product) => Assert.Equal((OfferKind.Product, product), Named(title));

    [Theory]
    [InlineData("AirPods Pro 2 1 bên phải")]
    [InlineData("Hộp sạc lẻ AirPods 3")]
    [InlineData("Vỏ hộp iPhone 14 Pro Max rỗng")]
    [InlineData("Màn hình iPhone XS Max zin")]
    public void One_earbud_an_empty_box_or_a_screen_is_a_part(string title) => Assert.Equal(OfferKind.Part, Match(title).Kind);

    [Theory]
    [InlineData("Thay pin iPhone X lấy liền", OfferKind.Service)]
    [InlineData("Cho thuê iPhone 15 Pro Max", OfferKind.Service)]
    [InlineData("Cần mua iPhone 12 cũ", OfferKind.Wanted)]
    [InlineData("ai có airpods 3 bán lại mình", OfferKind.Wanted)]
    [InlineData("Mô hình iPhone 17 Pro Max", OfferKind.Dummy)]
    [InlineData("Tai nghe i12 giống AirPods Pro", OfferKind.Lookalike)]
    [InlineData("iPhone 12 / 12 Pro Max 128GB", OfferKind.Several)]
    [InlineData("iPhone 11/12/13 giá tốt", OfferKind.Several)]
    [InlineData("Hướng dẫn phân biệt AirPods Pro 2", OfferKind.Other)]
    [InlineData("Nồi cơm điện", OfferKind.Other)]
    public void Repair_wanted_mock_up_likeness_and_lists_are_told_apart(string title, OfferKind kind) => Assert.Equal(kind, Match(title).Kind);

    [Theory]
    [InlineData("ip15prm 256 vna", "iphone-15-pro-max")]
    [InlineData("iph0ne 14 pr0 m@x", "iphone-14-pro-max")]
    [InlineData("i.p.h.o.n.e 12 64gb", "iphone-12")]
    [InlineData("s22u 12/256", "galaxy-s22-ultra")]
    [InlineData("sách u minh 22", null)]
    [InlineData("ss s22u 12/256", "galaxy-s22-ultra")]
    [InlineData("Air Pods Pro 2", "airpods-pro-2")]
    [InlineData("wh1000xm5 fullbox", "sony-wh-1000xm5")]
    public void Spellings_of_sellers_are_read(string title, string? product) => Assert.Equal(product, Match(title).Product?.Id);

    [Fact]
    public void A_bare_series_name_after_another_maker_is_not_an_iphone()
    {
        Assert.Null(Match("Điện thoại Xiaomi 17 Pro Max").Product);
        Assert.Equal("iphone-12-pro-max", Match("12 pro max 128 xanh").Product?.Id);
    }

    [Theory]
    [InlineData("iPhone 13 128GB", 128)]
    [InlineData("Galaxy S24 Ultra 12/256GB", 256)]
    [InlineData("SSD Samsung 990 Pro 2TB", 2048)]
    [InlineData("iPhone 13 pin 87%", null)]
    public void Storage_is_read_behind_the_name(string title, int? storage) => Assert.Equal(storage, Match(title).StorageGb);

    [Theory]
    [InlineData("iPhone 13 cũ 99%", null, "used")]
    [InlineData("iPhone 13 nguyên seal", null, "new")]
    [InlineData("iPhone 13", "refurbished", "refurbished")]
    [InlineData("Xác iPhone 13", "new", "broken")]
    [InlineData("iPhone 13", null, null)]
    public void The_condition_is_what_the_listing_claims_else_what_its_title_says(string title, string? claimed, string? condition) =>
        Assert.Equal(condition, RulesFolder.Rules.Facts.Products.Match(new(new ListingRecord { Title = title, Condition = claimed })).Condition);

    [Fact]
    public void A_post_without_title_is_read_by_its_first_lines()
    {
        var offer = RulesFolder.Rules.Facts.Products.Match(new(new ListingRecord { Description = "Pass nhanh AirPods 2\ncòn full box\n900k" }));
        Assert.Equal((OfferKind.Product, "airpods-2"), (offer.Kind, offer.Product?.Id));
    }

    [Fact]
    public void The_name_found_stands_at_the_offsets_given() => Prop.ForAll<string>(static noise =>
    {
        var view = new ListingView(new ListingRecord { Title = "iPhone 15 Pro " + noise });
        var offer = RulesFolder.Rules.Facts.Products.Match(view);
        return offer.Field < 0 || (offer.Start >= 0 && offer.Start < offer.End && offer.End <= view.Fields[offer.Field].Text.Value.Length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_half_of_the_labelled_titles_keeps_its_bars()
    {
        foreach (var half in File.ReadLines(Path.Combine(Repository.Root, "bench", "products", "titles.jsonl")).Select(static line => JsonSerializer.Deserialize<Row>(line, Reading)!).GroupBy(static row => row.Half, StringComparer.Ordinal))
        {
            int answered = 0, right = 0;
            foreach (var row in half)
            {
                var offer = RulesFolder.Rules.Facts.Products.Match(new(new ListingRecord { Title = row.Title ?? "", Description = row.Post ?? "" }));
                if (offer.Kind != OfferKind.Product) continue;
                answered++;
                if (string.Equals(offer.Product!.Id, row.Product, StringComparison.Ordinal)) right++;
            }
            Assert.True(half.Count() >= 250, half.Key);
            Assert.True(right >= 0.97 * answered, $"{half.Key}: precision {right}/{answered}");
            Assert.True(right >= 0.90 * half.Count(static row => row.Product is not null), $"{half.Key}: recall {right}");
        }
    }

    private static ProductOffer Match(string title) => RulesFolder.Rules.Facts.Products.Match(new(new ListingRecord { Title = title }));

    private static (OfferKind, string?) Named(string title) => (Match(title).Kind, Match(title).Product?.Id);

    private sealed record Row(string Half, string? Title, string? Post, string? Product);
}
