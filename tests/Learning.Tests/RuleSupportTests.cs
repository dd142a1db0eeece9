using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class RuleSupportTests
{
    [Fact]
    public void A_share_of_the_rules_is_withheld_from_suspicious_listings_and_none_from_clean_ones()
    {
        List<PreparedListing> suspicious = [.. Enumerable.Range(0, 400).Select(i => Make($"s-{i}", suspicious: true))];
        Assert.InRange(suspicious.Average(listing => RuleSupport.ForUnreadWriter(listing, 0.4)), 1.1, 1.3);
        Assert.Equal(2, RuleSupport.ForUnreadWriter(Make("c-1", suspicious: false), 0.4));
    }

    [Fact]
    public void What_is_withheld_depends_on_rule_and_listing_alone() =>
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(RuleSupport.ForUnreadWriter(Make($"s-{i}", true), 0.4), RuleSupport.ForUnreadWriter(Make($"s-{i}", true), 0.4)));

    [Fact]
    public void Nothing_is_withheld_where_nothing_is_asked_for() => Assert.Equal(2, RuleSupport.ForUnreadWriter(Make("s-1", true), 0));

    [Fact]
    public void A_rule_that_hits_its_own_writer_only_does_not_speak_for_that_writer()
    {
        var alone = RuleSupport.Apply([Make("s-1", true, "one"), Make("s-2", true, "one"), Make("c-1", false, "two")]);
        Assert.Equal([0, 0, 2], alone.Select(listing => listing.Rules.For));
        var shared = RuleSupport.Apply([Make("s-1", true, "one"), Make("s-2", true, "two")]);
        Assert.Equal([2, 2], shared.Select(listing => listing.Rules.For));
    }

    private static PreparedListing Make(string id, bool suspicious, string writer = "w")
    {
        var record = new ListingRecord { Id = id, Title = "Router" };
        IReadOnlyList<Signal> signals = [Rule("a"), Rule("b")];
        return new(new(record, new(suspicious, [], []), writer, Slice: null), new ListingView(record), signals, RuleSums.Of(signals));
    }

    private static Signal Rule(string id) => new("rule", id, "uncertified", 1, "title", 0, 6, "Router", "Nghi vấn", Facts: null);
}
