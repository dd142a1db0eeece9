using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public class RuleLanguageTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private static readonly (string, string) Campaigns = ("campaigns/seasons.yaml", """
        campaigns:
          - id: tet
            title: Tết
            source: "Lịch, 22/11/2026"
            windows:
              - {id: tet-2026, from: 2026-01-19, to: 2026-03-03}
              - {id: tet-2027, from: 2027-01-08, to: 2027-02-20}
        """);

    private static readonly (string, string) Guards = ("lexicons/guards.yaml", """
        default: [negation]
        guards:
          - {id: negation, title: t, wordsBefore: 1, before: [không], wordsAfter: 0, after: []}
        """);

    private static bool Holds(RuleSet rules, ListingRecord listing, DateOnly? asOf = null)
    {
        var signals = new List<Signal>();
        new RuleEngine(rules).Find(new(listing), asOf ?? Day, signals);
        return signals.Count > 0;
    }

    [Fact]
    public void A_campaign_holds_within_its_windows_by_the_day_of_posting_or_of_judging()
    {
        var any = RulesFolder.One("{any: [rượu ngoại], campaign: tet}", null, Campaigns);
        var one = RulesFolder.One("{any: [rượu ngoại], campaign: tet-2027}", null, Campaigns);
        var listing = new ListingRecord { Title = "rượu ngoại biếu" };
        Assert.True(Holds(any, listing with { PostedAt = "2026-02-10" }));
        Assert.False(Holds(one, listing with { PostedAt = "2026-02-10" }));
        Assert.True(Holds(one, listing with { PostedAt = "2027-01-08" }));
        Assert.True(Holds(one, listing with { PostedAt = "2027-02-20" }));
        Assert.False(Holds(any, listing with { PostedAt = "2026-06-01" }));
        Assert.True(Holds(any, listing, new(2027, 2, 1)));
    }

    [Fact]
    public void A_campaign_that_nobody_dated_is_named_with_file_line_and_field()
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One("{any: [rượu], campaign: noel}", null, Campaigns));
        Assert.Contains(fault.Errors, static error => error.Field == "rules[0].when.campaign" && error.Message.Contains("tet", StringComparison.Ordinal));
    }

    [Fact]
    public void Campaign_files_are_checked()
    {
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One("{any: [x y]}", null, ("campaigns/a.yaml", """
            campaigns:
              - {id: tet, title: T, source: s, windows: [{id: noel-2026, from: 2026-02-01, to: 2026-01-01}]}
              - {id: tet, title: T, source: s, windows: []}
            """)));
        Assert.Contains(fault.Errors, static error => error.Field == "campaigns[0].windows[0].to");
        Assert.Contains(fault.Errors, static error => error.Field == "campaigns[0].windows[0].id");
        Assert.Contains(fault.Errors, static error => error.Field == "campaigns[1].windows");
        Assert.Contains(fault.Errors, static error => error.Field == "tet");
    }

    [Fact]
    public void The_projects_own_campaigns_have_dates_and_sources()
    {
        Assert.Contains(RulesFolder.Rules.Campaigns, static campaign => campaign.Id == "tet" && campaign.Windows.Any(static window => window.From <= new DateOnly(2027, 2, 6) && window.To >= new DateOnly(2027, 2, 6)));
        Assert.All(RulesFolder.Rules.Campaigns, static campaign => Assert.NotEmpty(campaign.Source));
    }

    [Fact]
    public void A_guards_distance_is_set_by_the_rule()
    {
        var listing = new ListingRecord { Description = "không bao giờ có hàng fake" };
        Assert.True(Holds(RulesFolder.One("{any: [fake]}", null, Guards), listing));
        Assert.False(Holds(RulesFolder.One("{any: [fake], guardWords: {negation: 4}}", null, Guards), listing));
        var fault = Assert.Throws<InvalidInputException>(() => RulesFolder.One("{any: [fake], guardWords: {nobody: 4}}", null, Guards));
        Assert.Contains(fault.Errors, static error => error.Field == "rules[0].when.guardWords.nobody");
    }

    [Fact]
    public void A_rules_dates_may_be_called_from_and_to()
    {
        var pack = RulesFolder.Pack("{any: [ict]}").Replace("    level: high", "    level: high\n    dates: {from: 2015-01-01, to: 2024-12-31}", StringComparison.Ordinal);
        var rules = RulePackLoader.Load(RulesFolder.Files(pack));
        Assert.True(Holds(rules, new() { Title = "không tem ict" }, new(2024, 12, 31)));
        Assert.False(Holds(rules, new() { Title = "không tem ict" }, new(2025, 1, 1)));
    }

    [Fact]
    public void A_near_miss_names_the_guard_its_words_and_the_condition_that_failed()
    {
        var explainer = new RuleExplainer(new(RulesFolder.One("{any: [fake]}", null, Guards)));
        var guarded = Assert.Single(explainer.Explain(new(new() { Description = "shop không fake" }), Day).NearMisses);
        Assert.Equal((NearMissReason.Guarded, "negation", "không", "fake"), (guarded.Reason, guarded.Guard, guarded.GuardQuote, guarded.Quote));

        explainer = new(new(RulesFolder.One("{any: [fake], priceBelow: 500000}", "{any: [đồ chơi]}")));
        var dear = Assert.Single(explainer.Explain(new(new() { Description = "fake", PriceVnd = 900_000 }), Day).NearMisses);
        Assert.Equal("priceBelow", dear.Missing);
        Assert.Contains("900.000đ", dear.Detail, StringComparison.Ordinal);
        var excepted = Assert.Single(explainer.Explain(new(new() { Description = "đồ chơi fake", PriceVnd = 100_000 }), Day).NearMisses);
        Assert.Equal((NearMissReason.Excepted, "đồ chơi"), (excepted.Reason, excepted.GuardQuote));
    }
}
