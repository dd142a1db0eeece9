namespace Ecom389.Monitor.Core;

/// <summary>Where an objection stands.</summary>
public enum ObjectionState
{
    /// <summary>To be answered by the due date.</summary>
    Open,

    /// <summary>Someone proposes to uphold it; a second person answers.</summary>
    Proposed,

    /// <summary>The decision was reversed.</summary>
    Upheld,

    /// <summary>The decision stands.</summary>
    Rejected,
}

/// <summary>Who objects.</summary>
public enum ObjectorKind
{
    Seller,
    Platform,
    Brand,
    Other,
}

/// <summary>A seller's or platform's objection to what was decided on an item (khiếu nại, phản hồi). What was received is never rewritten.</summary>
public sealed record Objection
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ItemId { get; init; }

    /// <summary>The decision objected to.</summary>
    public required Guid DecisionId { get; init; }

    public required ObjectorKind Kind { get; init; }

    /// <summary>Who objects, as they call themselves.</summary>
    public required string From { get; init; }

    /// <summary>How it came: post, mail, the platform's desk, in person.</summary>
    public required string ReceivedBy { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    public required string Text { get; init; }

    /// <summary>Name of what was attached, or null.</summary>
    public string? AttachmentName { get; init; }

    /// <summary>SHA-256 of what was attached, 64 hexadecimal digits, or null; the file itself is kept with the paper file.</summary>
    public string? AttachmentSha256 { get; init; }

    public required DateOnly DueOn { get; init; }

    public required string RegisteredBy { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public ObjectionState State { get; init; }

    /// <summary>Who proposed or gave the answer, when, why.</summary>
    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public string? Answer { get; init; }

    public string UnitId { get; init; } = WellKnownUnits.Ministry;

    public bool IsOpen => State is ObjectionState.Open or ObjectionState.Proposed;
}
