using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public class RuleEngineTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private static List<Signal> Find(RuleSet rules, ListingRecord listing)
    {
        var signals = new List<Signal>();
        new RuleEngine(rules).Find(new(listing), Day, signals);
        return signals;
    }

    private static bool Holds(RuleSet rules, string text) => Find(rules, new() { Description = text }).Count > 0;

    [Fact]
    public void A_quote_is_the_sellers_own_words_even_when_zero_width_spaces_split_them()
    {
        const string Text = "Hàng s\u200bu\u200bper  FAKE nhé";
        var signal = Assert.Single(Find(RulesFolder.One("{any: [\"super fake\"]}"), new() { Description = Text }));
        Assert.Equal("description", signal.Field);
        Assert.Equal(Text[signal.Start!.Value..signal.End!.Value], signal.Quote);
        Assert.StartsWith("s\u200bu", signal.Quote, StringComparison.Ordinal);
        Assert.Equal("test.one", signal.Id);
        Assert.Equal("rule", signal.Kind);
    }

    [Fact]
    public void Diacritics_count_where_the_text_has_them_and_not_where_it_has_none()
    {
        var rules = RulesFolder.One("{any: [\"hàng giả\", \"bán hàng giả cao cấp\"]}");
        Assert.True(Holds(rules, "bán hàng giả đây"));
        Assert.True(Holds(rules, "ban hang gia cao cap day"));
        Assert.False(Holds(rules, "xem hàng gia đình, tặng cả hàng gia cụ"));
        Assert.False(Holds(RulesFolder.One("{any: [\"hàng giả\"], view: exact}"), "ban hang gia day"));
    }

    [Fact]
    public void A_phrase_is_found_as_whole_words_only()
    {
        var rules = RulesFolder.One("{any: [\"rep\"]}");
        Assert.True(Holds(rules, "bản rep."));
        Assert.False(Holds(rules, "repeater"));
    }

    [Fact]
    public void Ordered_groups_hold_in_their_order_within_their_words_and_sentence()
    {
        var rules = RulesFolder.One("{ordered: {words: 1, groups: [[không], [hoá đơn]]}}");
        Assert.True(Holds(rules, "không có hoá đơn"));
        Assert.False(Holds(rules, "hoá đơn không"));
        Assert.False(Holds(rules, "không ship. Hoá đơn có"));
        Assert.False(Holds(rules, "không có một tờ hoá đơn"));
    }

    [Fact]
    public void Near_groups_hold_in_any_order_and_never_share_words()
    {
        var rules = RulesFolder.One("{near: {words: 2, groups: [[phá sóng], [sóng, điện thoại]]}}");
        Assert.True(Holds(rules, "điện thoại phá sóng"));
        Assert.False(Holds(rules, "máy phá sóng"));
    }

    [Fact]
    public void A_guard_takes_the_meaning_away_before_and_after_but_not_across_sentences()
    {
        var guards = ("lexicons/guards.yaml", """
            default: [refusal]
            guards:
              - {id: refusal, title: t, wordsBefore: 4, before: [không bán], wordsAfter: 3, after: [đền gấp]}
            """);
        var rules = RulesFolder.One("{any: [fake]}", null, guards);
        Assert.True(Holds(rules, "bán fake"));
        Assert.False(Holds(rules, "shop không bán hàng fake"));
        Assert.False(Holds(rules, "fake đền gấp 10"));
        Assert.True(Holds(rules, "Bên em không bán lẻ. Hàng fake giá sỉ"));
        Assert.True(Holds(RulesFolder.One("{any: [fake], guards: none}", null, guards), "shop không bán hàng fake"));
    }

    [Fact]
    public void Unless_makes_an_exception()
    {
        var rules = RulesFolder.One("{any: [kích sóng]}", "{any: [kích sóng wifi]}");
        Assert.True(Holds(rules, "kích sóng 4g"));
        Assert.False(Holds(rules, "bộ kích sóng wifi"));
    }

    [Fact]
    public void Facts_beside_words_are_asked_for()
    {
        var rules = RulesFolder.One("{any: [usb], category: [pc-component], priceBelow: 200000, attribute: {name: Hộp, missing: true}, condition: [new]}");
        var listing = new ListingRecord { Title = "usb 2tb", Category = "pc-component", PriceVnd = 129_000, Condition = "new" };
        Assert.Single(Find(rules, listing));
        Assert.Empty(Find(rules, listing with { PriceVnd = 900_000 }));
        Assert.Empty(Find(rules, listing with { PriceVnd = null }));
        Assert.Empty(Find(rules, listing with { Category = "phone" }));
        Assert.Single(Find(rules, listing with { Category = null }));
        Assert.Empty(Find(rules, listing with { Attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["Hộp"] = "có" } }));
    }

    [Fact]
    public void A_rule_outside_its_dates_or_in_shadow_adds_no_signal()
    {
        var pack = RulesFolder.Pack("{any: [ict]}").Replace("    level: high", "    level: high\n    dates: {validTo: 2024-12-31}", StringComparison.Ordinal);
        Assert.False(Holds(RulePackLoader.Load(RulesFolder.Files(pack)), "không tem ict"));
        var shadow = RulesFolder.Pack("{any: [ict]}").Replace("    level: high", "    level: high\n    status: shadow", StringComparison.Ordinal);
        var rules = RulePackLoader.Load(RulesFolder.Files(shadow));
        Assert.False(Holds(rules, "không tem ict"));
        Assert.Single(new RuleEngine(rules).Holding(new(new() { Description = "tem ict" }), Day, static rule => rule.Status == RuleStatus.Shadow));
    }

    [Fact]
    public void Price_ratio_compares_new_goods_with_the_product_named_and_never_an_accessory_for_it()
    {
        var products = ("products.yaml", "products:\n  - {id: p, name: AirPods Pro 2, brand: Apple, category: earbuds, names: [airpods pro 2]}\n");
        var words = ("offer-words.yaml", "accessory: [ốp]\n");
        var prices = ("prices.yaml", "updated: 2026-01-01\nprices:\n  - {product: p, low: 4900000, high: 6500000, confidence: high, source: s}\n");
        var rules = RulesFolder.One("{priceRatio: 0.25}", null, products, words, prices);
        var listing = new ListingRecord { Title = "Tai nghe AirPods Pro 2", PriceVnd = 390_000, Condition = "new" };
        Assert.Single(Find(rules, listing));
        Assert.Empty(Find(rules, listing with { Title = "Ốp AirPods Pro 2" }));
        Assert.Empty(Find(rules, listing with { Condition = "used" }));
        Assert.Empty(Find(rules, listing with { PriceVnd = 4_500_000 }));
    }

    [Fact]
    public void No_text_breaks_the_engine_and_every_quote_is_exact()
    {
        var engine = new RuleEngine(RulesFolder.Rules);
        string[] parts = ["hàng giả", "không hoá đơn", "rep 1:1", "\u200b", "🍏", "\ud800", " ", "k", "s.i.m", "kích sóng 4G Viettel", "\n", "đền", "1tr2", "đ", "."];
        var gen = Gen.Elements(parts).ListOf().Select(static list => string.Concat(list));
        Prop.ForAll(gen.ToArbitrary(), text =>
        {
            var signals = new List<Signal>();
            engine.Find(new(new() { Title = text, Description = text + text, Category = "phone" }), Day, signals);
            return signals.TrueForAll(signal => signal.Field is null || string.Equals((signal.Field is "title" ? text : text + text)[signal.Start!.Value..signal.End!.Value], signal.Quote, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
        Prop.ForAll<string>(text =>
        {
            engine.Find(new(new() { Description = text ?? "" }), Day, []);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_explanation_names_the_rule_that_a_guard_held_back()
    {
        var explanation = new RuleExplainer(new(RulesFolder.Rules)).Explain(new(new() { Title = "Loa JBL", Description = "Shop không bán hàng super fake" }), Day);
        Assert.Contains(explanation.NearMisses, static miss => miss is { Reason: NearMissReason.Guarded, Rule.Id: "counterfeit.super-fake" });
        Assert.False(explanation.Verdict.Flagged);
    }
}
