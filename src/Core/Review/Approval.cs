namespace Ecom389.Monitor.Core;

/// <summary>
/// A step that needs two people: one record for every kind of it (dismissing a high score, activating a rule, overriding
/// robots.txt, restoring a decision).
/// </summary>
public sealed record Approval
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is about, <c>kind:id</c>: <c>decision:…</c>, <c>rule:counterfeit.replica-1-1</c>, <c>robots:source-id</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What is asked for, as JSON the asking stage understands.</summary>
    public required string Request { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required string Reason { get; init; }

    /// <summary>Another person than <see cref="AskedBy"/>; null while open.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Null while open.</summary>
    public bool? Approved { get; init; }

    public string? DecisionReason { get; init; }

    public string UnitId { get; init; } = WellKnownUnits.Ministry;
}
