using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Products;

public class PriceTableTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void A_price_of_high_confidence_names_its_page_or_commit_and_a_day() =>
        Assert.All(RulesFolder.Rules.Facts.Prices.All.Where(static price => string.Equals(price.Confidence, "high", StringComparison.Ordinal)), static price =>
        {
            Assert.Matches(new Regex("https?://[^/ ]+/[^ ]+|commit [0-9a-f]{8}", RegexOptions.None, Patience), price.Source);
            Assert.Matches(new Regex(@"\d{2}/\d{2}/\d{4}", RegexOptions.None, Patience), price.Source);
        });

    [Fact]
    public void No_source_is_cut_off_in_the_middle() =>
        Assert.All(RulesFolder.Rules.Facts.Prices.All, static price =>
        {
            Assert.Equal(price.Source.Count(static c => c == '('), price.Source.Count(static c => c == ')'));
            Assert.DoesNotMatch(new Regex(@"[=,;:(]\s*$", RegexOptions.None, Patience), price.Source);
        });

    [Fact]
    public void No_product_has_two_prices_for_one_day_and_storage() =>
        Assert.Empty(RulesFolder.Rules.Facts.Prices.All.GroupBy(static row => (row.ProductId, row.StorageGb, row.From)).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void The_price_that_held_on_the_day_of_the_listing_is_the_one_compared()
    {
        var table = Table(Row(null, 20_000_000, new(2025, 1, 1)), Row(null, 10_000_000, new(2026, 1, 1)));
        Assert.Equal(0.5, table.Compare(Offer(), 10_000_000, new(2025, 6, 1))!.Ratio);
        Assert.Equal(1.0, table.Compare(Offer(), 10_000_000, Day)!.Ratio);
    }

    [Fact]
    public void A_listing_older_than_the_first_price_is_compared_with_the_first() =>
        Assert.Equal(0.5, Table(Row(null, 20_000_000, new(2025, 1, 1))).Compare(Offer(), 10_000_000, new(2024, 1, 1))!.Ratio);

    [Fact]
    public void The_storage_named_has_its_own_price_and_an_unknown_one_takes_the_least()
    {
        var table = Table(Row(128, 10_000_000, new(2026, 1, 1)), Row(512, 20_000_000, new(2026, 1, 1)));
        Assert.Equal(20_000_000, table.Compare(Offer() with { StorageGb = 512 }, 1, Day)!.Reference.LowVnd);
        Assert.Equal(10_000_000, table.Compare(Offer() with { StorageGb = 64 }, 1, Day)!.Reference.LowVnd);
        Assert.Equal(10_000_000, table.Compare(Offer(), 1, Day)!.Reference.LowVnd);
    }

    [Fact]
    public void Used_goods_are_compared_with_what_is_normal_for_used_goods() =>
        Assert.Equal(0.8, Table(Row(null, 10_000_000, new(2026, 1, 1))).Compare(Offer() with { Condition = "used" }, 4_000_000, Day)!.Ratio);

    [Theory]
    [InlineData("broken")]
    [InlineData("refurbished")]
    public void A_condition_without_a_factor_is_not_compared(string condition) =>
        Assert.Null(Table(Row(null, 10_000_000, new(2026, 1, 1))).Compare(Offer() with { Condition = condition }, 4_000_000, Day));

    [Fact]
    public void Nothing_is_compared_without_a_price_a_product_or_one_piece()
    {
        var table = Table(Row(null, 10_000_000, new(2026, 1, 1)));
        Assert.Null(table.Compare(Offer(), null, Day));
        Assert.Null(table.Compare(Offer(), 0, Day));
        Assert.Null(table.Compare(Offer() with { Kind = OfferKind.Accessory }, 50_000, Day));
        Assert.Null(table.Compare(Offer() with { OnePrice = false }, 50_000, Day));
        Assert.Null(table.Compare(ProductOffer.None, 50_000, Day));
    }

    [Theory]
    [InlineData("AirPods Pro 2 đặt cọc giữ hàng", "500k")]
    [InlineData("AirPods Pro 2 trả góp 0%", "500k")]
    [InlineData("Lô 20 con AirPods Pro 2", "500k")]
    [InlineData("AirPods Pro 2", "500k/tháng góp")]
    [InlineData("AirPods Pro 2", "từ 500k")]
    [InlineData("Cho thuê AirPods Pro 2", "50k")]
    [InlineData("Xác AirPods Pro 2", "200k")]
    public void A_price_that_is_not_of_one_whole_piece_is_not_compared(string title, string priceText)
    {
        var view = new ListingView(new ListingRecord { Title = title, PriceText = priceText, PriceVnd = 500_000 });
        Assert.Null(new ListingFacts(RulesFolder.Rules.Facts, view, Day).Price);
    }

    [Fact]
    public void The_price_of_a_new_phone_is_compared_by_its_storage()
    {
        var view = new ListingView(new ListingRecord { Title = "iPhone 16 Pro Max 512GB nguyên seal", PriceText = "9tr", PriceVnd = 9_000_000, PostedAt = "2026-10-01" });
        var price = new ListingFacts(RulesFolder.Rules.Facts, view, Day).Price!;
        Assert.Equal(("iphone-16-pro-max", 512, "new"), (price.Offer.Product!.Id, price.Reference.StorageGb, price.Condition));
        Assert.InRange(price.Ratio, 0.1, 0.35);
    }

    private static PriceTable Table(params ReferencePrice[] rows) => new(rows, new Dictionary<(string Condition, string Category), double> { [("used", "phone")] = 0.5 });

    private static ReferencePrice Row(int? storage, long low, DateOnly from) => new("p", storage, low, low, from, "nguồn", "high");

    private static ProductOffer Offer() => new(OfferKind.Product, new("p", "P", "B", "phone"), null, null, OnePrice: true, 0, 0, 1);
}
