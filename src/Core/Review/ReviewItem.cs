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

/// <summary>Why a matter was opened.</summary>
public enum ItemOrigin
{
    /// <summary>The scorer flagged it.</summary>
    Flagged,

    /// <summary>Drawn at random from what was not flagged, to learn what flagging misses (mẫu kiểm tra).</summary>
    Sample,
}

/// <summary>The open matter about a listing in the queue (mục chờ xử lý); findings attach to it. At most one open item a listing.</summary>
public sealed record ReviewItem
{
    private readonly double? _value;

    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ListingId { get; init; }

    public required ReviewState State { get; init; }

    /// <summary>The finding shown: the newest attached.</summary>
    public required Guid FindingId { get; init; }

    /// <summary>Highest priority of the attached findings since it opened.</summary>
    public required double Priority { get; init; }

    /// <summary>Expected value by which the queue is ordered: priority × harm × reach; the priority itself until something says more.</summary>
    public double Value
    {
        get => _value ?? Priority;
        init => _value = value;
    }

    /// <summary>Price divided by the reference price, as the finding states it, or null.</summary>
    public double? PriceRatio { get; init; }

    public ItemOrigin Origin { get; init; }

    /// <summary>
    /// Read without score, signals or codes until it is decided: a random sample of what was not flagged and as many flagged ones, so
    /// that the reading says nothing of the origin.
    /// </summary>
    public bool IsBlind { get; init; }

    /// <summary>Who follows it up when it comes back: they put it off, or it was handed to them. Null for anyone.</summary>
    public string? AssignedTo { get; init; }

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

    /// <summary>True while a person reads it without being told what was thought of it.</summary>
    public bool HidesJudgement => IsBlind && IsOpen;

    public bool IsOpen => State is ReviewState.New or ReviewState.Leased or ReviewState.Waiting;
}

/// <summary>One step of an item's life as the store keeps it.</summary>
public sealed record ItemTransition(Guid ItemId, int Revision, ReviewState? From, ReviewState To, string Trigger, string Actor, DateTimeOffset At);
