using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Tests.Rules;

namespace Ecom389.Monitor.Detection.Tests.Facts;

public class FactConditionTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    [Fact]
    public void A_contradiction_quotes_one_side_and_carries_the_other()
    {
        var rules = RulesFolder.One("{contradicts: {claim: {fields: [title], any: [chính hãng]}, against: {fields: [attributes/], any: [oem]}}}");
        var signal = Assert.Single(Find(rules, new() { Title = "Tai nghe Chính hãng", Attributes = Attributes("Thương hiệu", "OEM") }));
        Assert.Equal(("title", "Chính hãng"), (signal.Field, signal.Quote));
        Assert.Equal(("OEM", "attributes/Thương hiệu"), (signal.Facts!["against"], signal.Facts["againstField"]));
    }

    [Fact]
    public void One_side_alone_is_no_contradiction()
    {
        var rules = RulesFolder.One("{contradicts: {claim: {fields: [title], any: [chính hãng]}, against: {fields: [attributes/], any: [oem]}}}");
        Assert.Empty(Find(rules, new() { Title = "Tai nghe chính hãng" }));
        Assert.Empty(Find(rules, new() { Title = "Tai nghe", Attributes = Attributes("Thương hiệu", "OEM") }));
    }

    [Theory]
    [InlineData("{priceRatio: 1.5}", "priceRatio")]
    [InlineData("{priceRatio: {atMost: 0.4, conditions: [cũ]}}", "conditions")]
    [InlineData("{conformity: [giả]}", "conformity")]
    [InlineData("{certificate: fake}", "certificate")]
    [InlineData("{domain: {tricks: [xyz]}}", "tricks")]
    [InlineData("{offer: {kinds: [máy]}}", "kinds")]
    [InlineData("{spectrum: {devices: [a]}}", "breaches")]
    [InlineData("{contradicts: {claim: {any: [a b]}}}", "contradicts")]
    [InlineData("{sellerFact: [rich]}", "sellerFact")]
    public void A_condition_that_cannot_be_used_is_named_with_its_field(string when, string field)
    {
        var errors = Assert.Throws<InvalidInputException>(() => RulesFolder.One(when)).Errors;
        Assert.Contains(errors, error => error.Field!.Contains(field, StringComparison.Ordinal) && error.Line > 0);
    }

    [Fact]
    public void A_price_signal_carries_product_reference_date_source_and_ratio()
    {
        var signal = Assert.Single(Find(RulesFolder.Rules, new() { Title = "AirPods Pro 2 USB-C", PriceText = "390k", PriceVnd = 390_000 }), static signal => signal.Id == "facts.price-quarter");
        Assert.Null(signal.Quote);
        Assert.Equal(["condition", "offer", "price", "product", "ratio", "reference", "referenceDate", "referenceNew", "referenceSource"], signal.Facts!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("390000", signal.Facts["price"]);
    }

    [Theory]
    [InlineData("2026-11-10", 10, true)]
    [InlineData("2020-01-01", 10, false)]
    [InlineData("2026-09-01", 90_000, true)]
    [InlineData("hôm qua", 90_000, false)]
    [InlineData(null, null, false)]
    public void A_new_account_or_a_fast_seller_is_remarked(string? joined, int? sold, bool remarked)
    {
        var rules = RulesFolder.One("{sellerFact: [new-account, fast-sales]}");
        Assert.Equal(remarked, Find(rules, new() { Title = "x", Seller = new() { Joined = joined, Sold = sold } }).Count == 1);
    }

    [Fact]
    public void Seller_facts_alone_never_reach_the_bar_of_the_shipped_rules()
    {
        var signals = Find(RulesFolder.Rules, new() { Title = "Áo thun cotton", PriceText = "ib", Seller = new() { Joined = "2026-11-21", Sold = 99_999, Rating = 1 } });
        Assert.DoesNotContain(signals, static signal => signal.Id.StartsWith("facts.", StringComparison.Ordinal));
        Assert.False(RuleVerdict.Of(signals).Flagged);
    }

    [Fact]
    public void A_site_that_looks_official_is_no_strong_signal_by_itself()
    {
        var signals = Find(RulesFolder.Rules, new() { Title = "Áo thun cotton", Site = "shopee-trian.com" });
        Assert.Single(signals, static signal => signal.Id == "facts.site-lookalike");
        Assert.False(RuleVerdict.Of(signals).Flagged);
    }

    [Fact]
    public void Every_example_of_the_pack_of_facts_holds() =>
        Assert.Empty(new RuleTester(new RuleEngine(RulesFolder.Rules)).Run(Day).Results.Where(static result => result.RuleId.StartsWith("facts.", StringComparison.Ordinal) && result.Outcome == ExampleOutcome.Failed).Select(static result => $"{result.RuleId} {result.Kind}: {result.Text}"));

    private static List<Signal> Find(RuleSet rules, ListingRecord record)
    {
        var signals = new List<Signal>();
        new RuleEngine(rules).Find(new(record), Day, signals);
        return signals;
    }

    private static Dictionary<string, string> Attributes(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
