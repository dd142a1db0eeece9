namespace Ecom389.Monitor.Core;

/// <summary>Where a matter stands.</summary>
public enum ReviewState
{
    /// <summary>Nobody has it.</summary>
    New,

    /// <summary>One person has it open; nobody else decides it until the lease ends.</summary>
    Leased,

    /// <summary>Suspicion confirmed by a person. Still suspicion until an authority finds.</summary>
    Confirmed,

    Dismissed,

    /// <summary>Put off until a date.</summary>
    Waiting,
}

/// <summary>The open matter about a listing in the queue (mục chờ xử lý); findings attach to it. At most one open item a listing.</summary>
public sealed record ReviewItem
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ListingId { get; init; }

    public required ReviewState State { get; init; }

    /// <summary>The finding shown: the newest attached.</summary>
    public required Guid FindingId { get; init; }

    /// <summary>Highest priority of the attached findings since it opened.</summary>
    public required double Priority { get; init; }

    /// <summary>Codes of the newest finding; after confirmation the codes the person confirmed.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string? LeasedBy { get; init; }

    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>For <see cref="ReviewState.Waiting"/>.</summary>
    public DateOnly? WaitUntil { get; init; }

    /// <summary>The named rule that reopened it, or null.</summary>
    public string? ReopenedBy { get; init; }

    public string UnitId { get; init; } = WellKnownUnits.Ministry;

    public string? Place { get; init; }

    /// <summary>Raised by one at each change; a change against an older revision is refused.</summary>
    public int Revision { get; init; }

    public bool IsOpen => State is ReviewState.New or ReviewState.Leased or ReviewState.Waiting;
}

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

/// <summary>One step of an item's life as the store keeps it.</summary>
public sealed record ItemTransition(Guid ItemId, int Revision, ReviewState? From, ReviewState To, string Trigger, string Actor, DateTimeOffset At);

/// <summary>Something a person or a job did, for the record. Append-only.</summary>
/// <param name="Actor">User name, or <c>system:scan</c>.</param>
/// <param name="Action"><c>item.leased</c>, <c>item.decided</c>, <c>evidence.read</c> …</param>
/// <param name="Subject"><c>item:…</c>.</param>
/// <param name="Details">JSON or null; no personal data in the clear.</param>
public sealed record AuditEvent(DateTimeOffset At, string Actor, string Action, string Subject, string? Details, string UnitId = WellKnownUnits.Ministry);

/// <summary>What a person may do.</summary>
public enum Role
{
    Inspector,
    Analyst,
    Administrator,

    /// <summary>Reads everything, decides nothing.</summary>
    Leader,
}

/// <summary>A person who signs in.</summary>
public sealed record User(string Name, string DisplayName, Role Role, string UnitId, string PasswordHash, bool Enabled = true);

/// <summary>An organisation that owns matters, valid between two dates (ministries and provinces merge).</summary>
public sealed record Unit(string Id, string Name, string? Place, DateOnly ValidFrom, DateOnly? ValidTo);
