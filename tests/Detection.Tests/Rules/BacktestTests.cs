using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Rules.Backtesting;

namespace Ecom389.Monitor.Detection.Tests.Rules;

public sealed class BacktestTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rules-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Flags where rules alone do: the back-test is told apart from any model.</summary>
    private sealed class RulesOnly(RuleEngine engine) : IListingScorer
    {
        public ScorerVersions Versions => new("f", "m", "p", engine.Version);

        public ScoreResult Score(ListingRecord listing, DateOnly asOf)
        {
            var signals = new List<Signal>();
            engine.Find(new(listing), asOf, signals);
            var verdict = RuleVerdict.Of(signals);
            return new(listing.Id, verdict.Flagged ? 1 : 0, verdict.Flagged, 0, [], signals);
        }
    }

    private static Backtest Of(RuleSet before, RuleSet after)
    {
        var (first, second) = (new RuleEngine(before), new RuleEngine(after));
        return new((first, new RulesOnly(first)), (second, new RulesOnly(second)), Day, examples: 1);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void It_counts_what_is_newly_flagged_and_what_no_longer_is_rule_by_rule_with_labels()
    {
        var backtest = Of(RulesFolder.One("{any: [fake]}"), RulesFolder.One("{any: [nhái]}"));
        backtest.Add(new() { Id = "1", Description = "hàng fake" }, "1", suspicious: true);
        backtest.Add(new() { Id = "2", Description = "hàng nhái" }, "2", suspicious: false);
        backtest.Add(new() { Id = "3", Description = "hàng nhái nữa" }, "3", suspicious: true);
        backtest.Add(new() { Id = "4", Description = "hàng thường" }, "4", suspicious: null);
        backtest.Add(new() { Id = "5", Description = "fake và nhái" }, "5", suspicious: null);
        var report = backtest.Report();
        Assert.Equal((5, 2, 3, 3), (report.Listings, report.FlaggedBefore, report.FlaggedAfter, report.Touched));
        Assert.Equal((2, 1, 1, 1, 1), (report.NewlyFlagged, report.NoLongerFlagged, report.NewlyFlaggedClean, report.NewlyFlaggedSuspicious, report.NoLongerFlaggedSuspicious));
        var rule = Assert.Single(report.Rules);
        Assert.Equal(("test.one", 2, 3, 2, 1), (rule.RuleId, rule.Before, rule.After, rule.NewlyFlagged, rule.NoLongerFlagged));
        Assert.Equal(["2", "1"], report.Examples.Select(static example => example.Name));
        Assert.Equal("nhái", report.Examples[0].Quote);
    }

    [Fact]
    public void A_pack_file_takes_the_place_of_the_installed_pack_of_its_id()
    {
        foreach (var (name, text) in RulesFolder.Files(RulesFolder.Pack("{any: [fake]}"))) Write("rules/" + name, text);
        var changed = Write("sua/khac-ten.yaml", RulesFolder.Pack("{any: [nhái]}"));
        var proposed = ProposedPack.Read(Path.Combine(_folder.FullName, "rules"), changed);
        Assert.Equal("test", proposed.PackId);
        Assert.Single(proposed.After.Packs);
        var backtest = Of(proposed.Before, proposed.After);
        backtest.Add(new() { Description = "hàng nhái" }, "1", null);
        Assert.Equal(1, backtest.Report().NewlyFlagged);
    }

    [Fact]
    public void The_id_of_an_installed_pack_switches_its_drafts_and_shadows_on()
    {
        var shadow = RulesFolder.Pack("{any: [fake]}").Replace("    level: high", "    level: high\n    status: shadow", StringComparison.Ordinal);
        foreach (var (name, text) in RulesFolder.Files(shadow)) Write("rules/" + name, text);
        var proposed = ProposedPack.Read(Path.Combine(_folder.FullName, "rules"), "test");
        var backtest = Of(proposed.Before, proposed.After);
        backtest.Add(new() { Description = "hàng fake" }, "1", null);
        Assert.Equal((0, 1), (backtest.Report().FlaggedBefore, backtest.Report().FlaggedAfter));
    }

    [Fact]
    public void A_broken_or_unknown_pack_is_an_input_error()
    {
        foreach (var (name, text) in RulesFolder.Files(RulesFolder.Pack("{any: [fake]}"))) Write("rules/" + name, text);
        var rules = Path.Combine(_folder.FullName, "rules");
        Assert.Contains("test", Assert.Throws<InvalidInputException>(() => ProposedPack.Read(rules, "nothing")).Errors[0].Message, StringComparison.Ordinal);
        var broken = Write("sua/b.yaml", RulesFolder.Pack("{any: [fake], nonsense: 1}"));
        Assert.Contains(Assert.Throws<InvalidInputException>(() => ProposedPack.Read(rules, broken)).Errors, static error => error.Field == "rules[0].when.nonsense");
    }
}
