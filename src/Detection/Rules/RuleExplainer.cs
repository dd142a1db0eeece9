using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Why a rule that came near did not hold.</summary>
public enum NearMissReason
{
    /// <summary>Its words occurred, in a context that takes their meaning away (negation, warning, promise …).</summary>
    Guarded,

    /// <summary>Its words occurred and its <c>unless</c> block held.</summary>
    Excepted,

    /// <summary>All but one of its conditions held.</summary>
    OneConditionMissing,

    /// <summary>It held, and is a draft, in shadow, retired or out of its dates.</summary>
    NotInForce,
}

/// <summary>A rule that nearly held.</summary>
/// <param name="Quote">The words found, as the seller wrote them, or null.</param>
/// <param name="Missing">The condition that failed, named as in a pack, or null.</param>
/// <param name="Guard">The guard that took the words' meaning away, by its name in <c>lexicons/guards.yaml</c>, or null.</param>
/// <param name="GuardQuote">The guard's own words, or those of the <c>unless</c> block, as the seller wrote them, or null.</param>
/// <param name="Detail">What the failed condition asked for and what the listing has, in Vietnamese, or null.</param>
public sealed record NearMiss(Rule Rule, NearMissReason Reason, string? Field, string? Quote, string? Missing, string? Guard = null, string? GuardQuote = null, string? Detail = null);

/// <summary>Why a listing was or was not flagged by rules.</summary>
public sealed record RuleExplanation(IReadOnlyList<Signal> Signals, RuleVerdict Verdict, IReadOnlyList<NearMiss> NearMisses);

/// <summary>Explains a listing (<c>explain</c>): signals for, signals against, and the rules that nearly matched.</summary>
public sealed class RuleExplainer(RuleEngine engine)
{
    /// <summary>Explains one listing as of a date.</summary>
    public RuleExplanation Explain(ListingView listing, DateOnly asOf)
    {
        var signals = new List<Signal>();
        engine.Find(listing, asOf, signals);
        var near = new List<NearMiss>();
        engine.Using(listing, asOf, match =>
        {
            foreach (var rule in engine.Rules.Rules)
            {
                if (Examine(rule, match) is { } miss) near.Add(miss);
            }
        });
        return new(signals, RuleVerdict.Of(signals), [.. near.OrderByDescending(static miss => miss.Rule.Weight).ThenBy(static miss => miss.Rule.Id, StringComparer.Ordinal)]);
    }

    private NearMiss? Examine(Rule rule, ListingMatch match)
    {
        var evidence = new List<Evidence>();
        if (engine.Evaluator.Holds(rule.When, match, evidence))
        {
            var exception = new List<Evidence>();
            if (rule.Unless is { } unless && engine.Evaluator.Holds(unless, match, exception)) return Miss(NearMissReason.Excepted, "unless") with { GuardQuote = exception.Count > 0 ? Quote(match, exception[0]) : null };
            return rule.Status == RuleStatus.Active && rule.Dates.HoldOn(match.AsOf) ? null : Miss(NearMissReason.NotInForce, null) with { Detail = ConditionText.NotInForce(rule, match.AsOf) };
        }
        if (rule.Status is RuleStatus.Retired or RuleStatus.Draft) return null;
        evidence.Clear();
        if (engine.Evaluator.Holds(Unguarded(rule.When), match, evidence) && evidence.Count > 0)
        {
            var miss = Miss(NearMissReason.Guarded, "guards");
            return engine.Evaluator.HeldBack(rule.When, match) is { } held
                ? miss with { Field = match.View.Fields[held.Words.Field].Name, Quote = Quote(match, held.Words), Guard = held.Guard.Id, GuardQuote = Quote(match, held.Cue) }
                : miss;
        }
        if (rule.When is not AllOf all) return null;
        Condition? missing = null;
        evidence.Clear();
        foreach (var part in all.Parts)
        {
            if (engine.Evaluator.Holds(part, match, evidence)) continue;
            if (missing is not null) return null;
            missing = part;
        }
        // Without words found there is nothing to show: every listing is one condition short of some price rule.
        return evidence.Count > 0 && missing is not null ? Miss(NearMissReason.OneConditionMissing, NameOf(missing)) with { Detail = ConditionText.Wanted(missing, match) } : null;

        NearMiss Miss(NearMissReason reason, string? condition)
        {
            if (evidence.Count == 0) return new(rule, reason, null, null, condition);
            return new(rule, reason, match.View.Fields[evidence[0].Field].Name, Quote(match, evidence[0]), condition);
        }
    }

    private static string Quote(ListingMatch match, Evidence evidence)
    {
        var text = match.View.Fields[evidence.Field].Text;
        var (from, to) = text.ToOriginal(evidence.Start, evidence.End);
        return text.Original[from..to];
    }

    private static Condition Unguarded(Condition condition) => condition switch
    {
        AllOf all => new AllOf([.. all.Parts.Select(Unguarded)]),
        AnyOf any => new AnyOf([.. any.Parts.Select(Unguarded)]),
        HasPhrase phrase => phrase with { Scope = phrase.Scope with { Guards = [] } },
        Near near => near with { Scope = near.Scope with { Guards = [] } },
        _ => condition,
    };

    private static string NameOf(Condition condition) => condition switch
    {
        HasPhrase => "any",
        Near { Ordered: true } => "ordered",
        Near => "near",
        HasRegex => "regex",
        CategoryIn { Excluded: true } => "notCategory",
        CategoryIn => "category",
        ChannelIn => "channel",
        GoodsConditionIn => "condition",
        BrandIn => "brand",
        AttributeIs => "attribute",
        PriceBetween => "priceBelow",
        PriceHidden => "priceHidden",
        FactCondition fact => fact.Name,
        Contradicts => "contradicts",
        SellerIs => "seller",
        DatedWithin => "dated",
        InCampaign => "campaign",
        AnyOf => "either",
        Not => "unless",
        _ => "every",
    };
}
