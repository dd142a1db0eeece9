namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Where a rule is in its life.</summary>
public enum RuleStatus
{
    /// <summary>Being written: checked and tested, never run on listings.</summary>
    Draft,

    /// <summary>Run and counted, adds nothing to a score: what an analyst watches before switching on.</summary>
    Shadow,

    /// <summary>Adds its signals.</summary>
    Active,

    /// <summary>Kept so that old findings can be explained.</summary>
    Retired,
}

/// <summary>How much a rule alone means.</summary>
public enum RuleLevel
{
    /// <summary>Counts only beside others.</summary>
    Low,

    /// <summary>Two of them make a suspicion.</summary>
    Medium,

    /// <summary>Enough alone for an inspector's look.</summary>
    High,
}

/// <summary>The legal basis as an inspector cites it.</summary>
/// <param name="Text">Document and article.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Date">Dates, in words: of the document or of its coming into force, of the reading of the source; "cần kiểm chứng" where unconfirmed.</param>
public sealed record LegalBasis(string Text, string Source, string Date);

/// <summary>When a rule was written and when it holds, both ends included.</summary>
public sealed record RuleDates(DateOnly Created, DateOnly? ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Whether the rule holds on a date.</summary>
    public bool HoldOn(DateOnly date) => (ValidFrom is not { } from || date >= from) && (ValidTo is not { } to || date <= to);
}

/// <summary>An example listing written beside a rule.</summary>
/// <param name="Listing">The listing; a bare text is its description.</param>
/// <param name="Line">1-based line in the pack.</param>
public sealed record RuleExample(Core.ListingRecord Listing, int Line);

/// <summary>What a rule must and must not find.</summary>
/// <param name="Flags">The rule finds these.</param>
/// <param name="Ignores">The rule leaves these alone.</param>
/// <param name="KnownMisses">Violations that the rule is known to miss; one that is found is news, not a failure.</param>
public sealed record RuleExamples(IReadOnlyList<RuleExample> Flags, IReadOnlyList<RuleExample> Ignores, IReadOnlyList<RuleExample> KnownMisses);

/// <summary>One rule of a pack: a page of a handbook that a machine can read.</summary>
public sealed record Rule
{
    /// <summary>Unique in all packs: <c>counterfeit.replica-1-1</c>.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required RuleStatus Status { get; init; }

    /// <summary>A code of <c>violations.yaml</c>.</summary>
    public required string Violation { get; init; }

    public required RuleLevel Level { get; init; }

    /// <summary>Log-odds that a match adds; below 0 for evidence against.</summary>
    public required double Weight { get; init; }

    public required LegalBasis Legal { get; init; }

    /// <summary>Known false positives, in words.</summary>
    public required string FalsePositives { get; init; }

    public required string Author { get; init; }

    public required RuleDates Dates { get; init; }

    /// <summary>Sentence for the inspector, in Vietnamese.</summary>
    public required string Message { get; init; }

    /// <summary>What must hold.</summary>
    public required Condition When { get; init; }

    /// <summary>What must not hold, or null.</summary>
    public Condition? Unless { get; init; }

    public required RuleExamples Examples { get; init; }

    /// <summary>The pack's file as named to the loader.</summary>
    public required string File { get; init; }

    /// <summary>1-based line where the rule starts.</summary>
    public required int Line { get; init; }
}

/// <summary>A pack: rules on one subject.</summary>
/// <param name="Id">First part of its rules' ids.</param>
/// <param name="Violation">The code its rules speak to unless they say otherwise.</param>
/// <param name="Updated">When it was last changed.</param>
public sealed record RulePack(
    string Id,
    string Title,
    string Violation,
    string Author,
    DateOnly Updated,
    IReadOnlyList<string> References,
    string File,
    IReadOnlyList<Rule> Rules);
