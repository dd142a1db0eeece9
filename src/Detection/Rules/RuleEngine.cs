using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Context;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>A rule that held, and the words that made it hold.</summary>
internal readonly record struct RuleMatch(Rule Rule, List<Evidence> Evidence);

/// <summary>
/// Runs all rules and context cues over listings: one pass of the automaton a field, then only the rules whose words occurred.
/// Safe for concurrent use.
/// </summary>
public sealed class RuleEngine : ISignalSource
{
    private readonly ConditionEvaluator _evaluator;
    private readonly ConcurrentBag<ListingMatch> _spare = [];
    private readonly GoodsLexicon _goods;
    private readonly RuleTriggers _ruleTriggers;
    private readonly RuleTriggers _contextTriggers;

    public RuleEngine(RuleSet rules)
    {
        Rules = rules;
        _goods = new(rules.Goods, rules.PatternCount);
        _evaluator = new(rules.Guards, _goods);
        _ruleTriggers = new(rules.PatternCount, [.. rules.Rules.Select(static rule => rule.When)]);
        _contextTriggers = new(rules.PatternCount, [.. rules.Contexts.Select(static cue => cue.When)]);
    }

    /// <summary>What the engine runs.</summary>
    public RuleSet Rules { get; }

    /// <inheritdoc/>
    public string Version => Rules.Version;

    /// <inheritdoc/>
    public void Find(ListingView listing, DateOnly asOf, ICollection<Signal> signals) => Using(listing, asOf, match =>
    {
        foreach (var (rule, words) in Match(match, static rule => rule.Status == RuleStatus.Active))
            signals.Add(ToSignal("rule", rule.Id, rule.Violation, rule.Weight, rule.Message, rule.When, match, words));
        _contextTriggers.Candidates(match, match.Candidates);
        var evidence = new List<Evidence>();
        foreach (var index in match.Candidates)
        {
            var cue = Rules.Contexts[index];
            if (!MayHold(_contextTriggers, index, match, evidence)) continue;
            evidence.Clear();
            if (_evaluator.Holds(cue.When, match, evidence))
                signals.Add(ToSignal("context", "context." + cue.Id, null, cue.Weight, cue.Message, cue.When, match, evidence));
        }
    });

    /// <summary>The rules chosen by <paramref name="which"/> that hold for a listing: for shadow runs, tests and back-tests. In the order of the packs.</summary>
    public IReadOnlyList<Rule> Holding(ListingView listing, DateOnly asOf, Func<Rule, bool> which)
    {
        var holding = new List<Rule>();
        Using(listing, asOf, match => holding.AddRange(Match(match, which).Select(static found => found.Rule)));
        return holding;
    }

    /// <summary>The fields that hide words, as the engine reads them the second time: for explanations and for measuring.</summary>
    public IReadOnlyList<(string Field, string Reading)> SecondReadings(ListingView listing)
    {
        var readings = new List<(string, string)>();
        Using(listing, default, match =>
        {
            for (var field = 0; field < listing.Fields.Count; field++)
            {
                if (match.SecondReading(field) is { } second) readings.Add((listing.Fields[field].Name, second.Value));
            }
        });
        return readings;
    }

    internal List<RuleMatch> Match(ListingMatch match, Func<Rule, bool> which)
    {
        var found = new List<RuleMatch>();
        var evidence = new List<Evidence>();
        var excepted = new List<Evidence>();
        _ruleTriggers.Candidates(match, match.Candidates);
        foreach (var index in match.Candidates)
        {
            var rule = Rules.Rules[index];
            if (!which(rule) || !rule.Dates.HoldOn(match.AsOf) || !MayHold(_ruleTriggers, index, match, evidence)) continue;
            evidence.Clear();
            if (!_evaluator.Holds(rule.When, match, evidence)) continue;
            excepted.Clear();
            if (rule.Unless is null || !_evaluator.Holds(rule.Unless, match, excepted)) found.Add(new(rule, [.. evidence]));
        }
        return found;
    }

    private bool MayHold(RuleTriggers triggers, int index, ListingMatch match, List<Evidence> spare)
    {
        foreach (var condition in triggers.OfRecord(index))
        {
            if (!_evaluator.Holds(condition, match, spare)) return false;
        }
        return true;
    }

    internal ConditionEvaluator Evaluator => _evaluator;

    internal void Using(ListingView listing, DateOnly asOf, Action<ListingMatch> use)
    {
        if (!_spare.TryTake(out var match)) match = new(Rules.Phrases, Rules.Facts);
        match.Load(listing, asOf);
        listing.Goods = _goods.IsEmpty ? null : _goods.Read(match);
        use(match);
        _spare.Add(match);
    }

    private static Signal ToSignal(string kind, string id, string? violation, double weight, string message, Condition when, ListingMatch match, List<Evidence> evidence)
    {
        var listing = match.View;
        var facts = evidence.Count == 0 ? SignalFacts.Of(when, match) : SignalFacts.BesideWords(when, match, evidence);
        if (evidence.Count == 0) return new(kind, id, violation, weight, null, null, null, null, message, facts);
        var (field, start, end) = evidence[0];
        var text = listing.Fields[field].Text;
        var (from, to) = text.ToOriginal(start, end);
        return new(kind, id, violation, weight, listing.Fields[field].Name, from, to, text.Original[from..to], message, facts);
    }
}
