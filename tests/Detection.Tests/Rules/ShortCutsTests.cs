using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Detection.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>What makes the engine quick must not change what it finds.</summary>
public sealed class ShortCutsTests
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    /// <summary>One in so many listings of the corpus, so that all writers are among them and the test stays short.</summary>
    private const int OneIn = 7;

    [Fact]
    public void The_rules_that_are_passed_over_unread_are_just_those_that_would_not_hold()
    {
        var engine = new RuleEngine(RulesFolder.Rules);
        var listings = 0;
        var holding = 0;
        foreach (var listing in Corpus())
        {
            var view = new ListingView(listing);
            var quick = engine.Holding(view, Day, static _ => true).Select(static rule => rule.Id).ToList();
            var slow = new List<string>();
            engine.Using(view, Day, match => slow.AddRange(RulesFolder.Rules.Rules.Where(rule => Holds(engine, rule, match)).Select(static rule => rule.Id)));
            Assert.Equal(slow, quick);
            listings++;
            holding += slow.Count;
        }
        Assert.InRange(listings, 700, int.MaxValue);
        Assert.InRange(holding, listings, int.MaxValue);
    }

    [Fact]
    public void The_automaton_that_is_silent_about_some_patterns_finds_all_others_as_before()
    {
        string[] words = ["hàng", "giả", "hàng giả", "rep", "1:1", "fake loại 1", "w"];
        Prop.ForAll(Gen.Elements(["hàng ", "giả ", "rep ", "1:1 ", "fake ", "loại ", "1", ".\n", "w"]).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            var builder = new PhraseAutomatonBuilder();
            foreach (var word in words) builder.AddPhrase(word);
            builder.AddLiteral("w");
            var whole = builder.Build();
            List<PhraseHit> all = [], some = [];
            whole.Scan(text, all);
            whole.Only(static pattern => pattern % 2 == 0).Scan(text, some);
            Assert.Equal(all.Where(static hit => hit.Pattern % 2 == 0), some);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_set_gives_its_patterns_in_its_own_order_whatever_order_they_occurred_in_and_forgets_them_with_the_listing()
    {
        var sets = new OccurringSets(2);
        sets.Reset();
        sets.Add(0, place: 5, pattern: 50);
        sets.Add(1, place: 0, pattern: 7);
        sets.Add(0, place: 2, pattern: 20);
        sets.Add(0, place: 9, pattern: 90);
        Assert.Equal([20, 50, 90], Patterns(sets, 0));
        sets.Add(0, place: 1, pattern: 10);
        Assert.Equal([10, 20, 50, 90], Patterns(sets, 0));
        Assert.Equal([7], Patterns(sets, 1));
        sets.Reset();
        Assert.False(sets.Occurs(0));
        Assert.Empty(Patterns(sets, 0));
        sets.Add(0, place: 3, pattern: 30);
        Assert.Equal([30], Patterns(sets, 0));
    }

    private static bool Holds(RuleEngine engine, Rule rule, ListingMatch match) =>
        rule.Dates.HoldOn(match.AsOf) && engine.Evaluator.Holds(rule.When, match, []) && (rule.Unless is null || !engine.Evaluator.Holds(rule.Unless, match, []));

    private static List<int> Patterns(OccurringSets sets, int set)
    {
        var found = new List<int>();
        foreach (var pattern in sets.PatternsOf(set)) found.Add(pattern);
        return found;
    }

    private static IEnumerable<ListingRecord> Corpus() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "models", "corpus"), "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
            .Where(static (line, i) => i % OneIn == 0 && line.Length > 0).Select(static line => JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!);
}
