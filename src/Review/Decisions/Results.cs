using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What came of opening an item.</summary>
public enum OpenOutcome
{
    /// <summary>The actor holds it now and may decide.</summary>
    Leased,

    /// <summary>Somebody else holds it; it may be read.</summary>
    LeasedByOther,

    /// <summary>It may be read: it is closed, it awaits a second person, or the actor decides nothing.</summary>
    ReadOnly,

    /// <summary>There is no such item, or it belongs to a unit the actor does not see.</summary>
    NotFound,
}

/// <summary>An opened item.</summary>
/// <param name="Outcome">Whether the actor may decide it.</param>
/// <param name="Entry">The item as it is now, or null when not found.</param>
/// <param name="LeasedBy">Who holds it, or null.</param>
/// <param name="LeasedUntil">UTC, until when.</param>
public sealed record OpenResult(OpenOutcome Outcome, QueueEntry? Entry, string? LeasedBy = null, DateTimeOffset? LeasedUntil = null);

/// <summary>What a person decides.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Kind">Confirm, dismiss or wait.</param>
/// <param name="Codes">For confirm: the violation codes, at least one.</param>
/// <param name="Reason">Compulsory.</param>
/// <param name="WaitUntil">For wait: a day after today in Asia/Ho_Chi_Minh.</param>
/// <param name="SeenFindingId">The finding that was on the screen; where a newer one has come since, the answer is <see cref="DecideResult.Changed"/>. Null does not ask.</param>
/// <param name="SeenRevision">The revision that was on the screen: any change since is <see cref="DecideResult.Changed"/>. Null does not ask.</param>
public sealed record DecideCommand(Guid ItemId, DecisionKind Kind, IReadOnlyList<string>? Codes, string Reason, DateOnly? WaitUntil = null, Guid? SeenFindingId = null, int? SeenRevision = null);

/// <summary>What is wrong with a command; the words for it are the caller's.</summary>
public enum DecisionFault
{
    ReasonMissing,
    ReasonTooLong,
    CodesMissing,

    /// <summary>A code that is none of <see cref="ReviewSettings.KnownCodes"/>.</summary>
    CodeUnknown,
    WaitDateMissing,

    /// <summary>Today, past, or farther than an item may be put off.</summary>
    WaitDateOutOfRange,
}

/// <summary>What came of a decision; exactly one of the cases below.</summary>
public abstract record DecideResult
{
    private DecideResult() { }

    /// <summary>Stored.</summary>
    public sealed record Decided(ReviewItem Item) : DecideResult;

    /// <summary>The item waits for a second person's answer to this approval.</summary>
    public sealed record NeedsApproval(Guid ApprovalId) : DecideResult;

    /// <summary>Somebody else holds it.</summary>
    public sealed record LeasedBy(string Name, DateTimeOffset Until) : DecideResult;

    /// <summary>It is no longer what the person saw: decided meanwhile, or judged anew. Look again.</summary>
    public sealed record Changed : DecideResult;

    /// <summary>The command lacks something.</summary>
    public sealed record Invalid(IReadOnlyList<DecisionFault> Faults) : DecideResult;

    /// <summary>The actor may not: no such item among their units, a leader, their own request, or too late to undo.</summary>
    public sealed record NotAllowed : DecideResult;
}
