namespace Ecom389.Monitor.Core;

/// <summary>What a person may decide on an item.</summary>
public enum DecisionKind
{
    Confirm,
    Dismiss,
    Wait,
}

/// <summary>A person's decision: who, when, why. Never overwritten; a reversal is another decision.</summary>
public sealed record Decision
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ItemId { get; init; }

    public required Guid FindingId { get; init; }

    public required DecisionKind Kind { get; init; }

    /// <summary>For <see cref="DecisionKind.Confirm"/>: the codes confirmed, at least one.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Compulsory, never blank.</summary>
    public required string Reason { get; init; }

    public required string DecidedBy { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>For <see cref="DecisionKind.Wait"/>.</summary>
    public DateOnly? WaitUntil { get; init; }
}
