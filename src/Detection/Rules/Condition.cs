namespace Ecom389.Monitor.Detection.Rules;

/// <summary>What a rule asks of a listing. A closed set of forms, evaluated by <see cref="ConditionEvaluator"/>.</summary>
public abstract record Condition;

/// <summary>Every part holds.</summary>
public sealed record AllOf(IReadOnlyList<Condition> Parts) : Condition;

/// <summary>At least one part holds.</summary>
public sealed record AnyOf(IReadOnlyList<Condition> Parts) : Condition;

/// <summary>The part does not hold.</summary>
public sealed record Not(Condition Part) : Condition;

/// <summary>At least one of the phrases occurs.</summary>
public sealed record HasPhrase(PhraseSet Phrases, WordScope Scope) : Condition;

/// <summary>A phrase of each group occurs within a number of words.</summary>
/// <param name="Words">Words that may lie between two neighbours.</param>
/// <param name="Ordered">Whether the groups must come in the order given.</param>
/// <param name="AcrossSentences">Whether they may stand in different sentences.</param>
public sealed record Near(IReadOnlyList<PhraseSet> Groups, int Words, bool Ordered, bool AcrossSentences, WordScope Scope) : Condition;

/// <summary>A linear-time regular expression matches in a field that holds its literal.</summary>
/// <param name="Literal">What the expression cannot match without; empty where the writer gave none (lint says so).</param>
public sealed record HasRegex(LinearExpression Expression, PhraseSet Literal, WordScope Scope) : Condition;

/// <summary>The crawler's category is, or is not, one of these. Crawlers often have none: then the words decide, goods of one of these must be named.</summary>
public sealed record CategoryIn(IReadOnlySet<string> Categories, bool Excluded) : Condition;

/// <summary>The channel is one of these.</summary>
public sealed record ChannelIn(IReadOnlySet<string> Channels) : Condition;

/// <summary>The claimed condition of the goods is one of these; <c>unknown</c> stands for none claimed.</summary>
public sealed record GoodsConditionIn(IReadOnlySet<string> Conditions) : Condition;

/// <summary>The claimed brand is one of these, without regard to case.</summary>
public sealed record BrandIn(IReadOnlySet<string> Brands) : Condition;

/// <summary>An attribute is absent, present, or has a phrase in its value.</summary>
public sealed record AttributeIs(string Name, bool? Missing, PhraseSet? Contains) : Condition;

/// <summary>The price in đồng lies in a range, both ends included.</summary>
public sealed record PriceBetween(long? AtLeast, long? AtMost) : Condition;

/// <summary>No price is stated.</summary>
public sealed record PriceHidden : Condition;

/// <summary>Facts of the seller.</summary>
/// <param name="Verified">Required state, or null.</param>
/// <param name="MaxAgeDays">Joined at most so many days before the listing was judged.</param>
public sealed record SellerIs(bool? Verified, int? MaxAgeDays, long? MinSold, long? MaxSold, double? MaxRating) : Condition;

/// <summary>The listing was published, or else is judged, within dates, both ends included.</summary>
public sealed record DatedWithin(DateOnly? From, DateOnly? To) : Condition;

/// <summary>The listing was published, or else is judged, within a campaign.</summary>
/// <param name="Names">As written in the rule: campaigns or single windows.</param>
public sealed record InCampaign(IReadOnlyList<string> Names, IReadOnlyList<CampaignWindow> Windows) : Condition;

/// <summary>Phrases compiled to patterns of the automaton.</summary>
/// <param name="Words">The phrases as the analyst wrote them.</param>
/// <param name="Exact">Patterns that are found with their diacritics.</param>
/// <param name="Folded">Patterns without diacritics, believed only where the text around has none.</param>
public sealed record PhraseSet(IReadOnlyList<string> Words, IReadOnlyList<int> Exact, IReadOnlyList<int> Folded)
{
    /// <summary>Which set of the compiled phrases: whether any of them occurred is one look-up. Sets of the same patterns share it.</summary>
    internal int Id { get; init; }

    /// <summary>All patterns, each once, those with diacritics first.</summary>
    public IReadOnlyList<int> Patterns { get; } = Folded.Count == 0 ? Exact : Exact.Concat(Folded).Distinct().ToArray();
}

/// <summary>Where words are looked for and which contexts take their meaning away.</summary>
/// <param name="Fields">Field names, or prefixes ending in <c>/</c>; empty for title, description, price text and attributes.</param>
/// <param name="Guards">Names of the guard lists that apply.</param>
public sealed record WordScope(IReadOnlyList<string> Fields, IReadOnlyList<int> Guards);
