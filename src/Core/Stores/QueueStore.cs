namespace Ecom389.Monitor.Core;

/// <summary>What the queue is narrowed to; null means no limit.</summary>
public sealed record QueueFilter
{
    public IReadOnlyList<ReviewState>? States { get; init; }

    public string? Violation { get; init; }

    public string? SourceId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Lowest priority shown.</summary>
    public double? MinPriority { get; init; }

    /// <summary>Highest price ratio shown; items without one are left out.</summary>
    public double? MaxPriceRatio { get; init; }

    /// <summary>Opened at or after.</summary>
    public DateTimeOffset? OpenedSince { get; init; }

    /// <summary>Opened before.</summary>
    public DateTimeOffset? OpenedBefore { get; init; }

    /// <summary>Place exactly as the item has it.</summary>
    public string? Place { get; init; }

    /// <summary>Only listings of one seller or of sellers that share a telephone number: <see cref="SellerKey"/>.</summary>
    public string? SellerKey { get; init; }

    /// <summary>Held by this person, or to be followed up by them.</summary>
    public string? Person { get; init; }

    /// <summary>Words looked for in title and description, with or without diacritics.</summary>
    public string? Text { get; init; }

    /// <summary>Units whose items may be seen; null for all. Set by the caller's access, not by a query string.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>Where matches have to be gone through to be counted, how far; see <see cref="QueuePage.IsAtLeast"/>.</summary>
    public int CountAtMost { get; init; } = 10_000;

    /// <summary>Rows skipped.</summary>
    public int Offset { get; init; }

    /// <summary>Rows returned at most, 1 to 500.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A queue row with what a list shows.</summary>
public sealed record QueueEntry(ReviewItem Item, Listing Listing, Snapshot Snapshot, Finding Finding);

/// <summary>A place and how many open items it has.</summary>
public sealed record PlaceCount(string Place, int Open);

/// <summary>A page of the queue, by expected value, highest first.</summary>
/// <param name="Entries">The page's rows.</param>
/// <param name="Total">How many match on all pages.</param>
/// <param name="IsAtLeast">
/// True when there may be more: counting ended at <see cref="QueueFilter.CountAtMost"/>, or words that stand in thousands of listings were
/// looked for in the first items of the order only.
/// </param>
public sealed record QueuePage(IReadOnlyList<QueueEntry> Entries, int Total, bool IsAtLeast = false);

/// <summary>Counts beside the filters.</summary>
public sealed record QueueCounts(
    IReadOnlyDictionary<ReviewState, int> ByState,
    IReadOnlyDictionary<string, int> OpenByViolation,
    IReadOnlyDictionary<string, int> OpenBySource);

/// <summary>What a change of an item does to a two-person step in the same transaction: asks for it, or answers it.</summary>
/// <param name="Approval">As it is to be stored: open when asked for, with <see cref="Approval.DecidedBy"/> when answered.</param>
public sealed record ApprovalStep(Approval Approval)
{
    /// <summary>True when the step asks, false when it answers.</summary>
    public bool Asks => Approval.DecidedBy is null;
}

/// <summary>The review queue. Changes are durable against power loss once they return.</summary>
public interface IQueueStore
{
    Task<QueuePage> ListAsync(QueueFilter filter, CancellationToken cancellationToken);

    Task<QueueEntry?> FindAsync(Guid itemId, CancellationToken cancellationToken);

    Task<ReviewItem?> FindByListingAsync(Guid listingId, CancellationToken cancellationToken);

    Task<QueueCounts> CountsAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken);

    /// <summary>
    /// Stores the changed item, its transition, the decision if there is one, and the audit event as one state. Returns false,
    /// storing nothing, when the item's revision is no longer <paramref name="expectedRevision"/>.
    /// </summary>
    Task<bool> TryChangeAsync(ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at, Decision? decision, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>
    /// The same with a two-person step in the same transaction, so that an item never waits for an approval nobody was asked for.
    /// Returns false, storing nothing, also when the approval to be answered is no longer open. Throws
    /// <see cref="ArgumentException"/> when the asker answers.
    /// </summary>
    Task<bool> TryChangeAsync(ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at, Decision? decision, ApprovalStep step, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Items whose lease has ended by <paramref name="now"/> or whose waiting date is <paramref name="today"/> or past.</summary>
    Task<IReadOnlyList<ReviewItem>> DueAsync(DateTimeOffset now, DateOnly today, int limit, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<Decision>> DecisionsAsync(Guid itemId, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<ItemTransition>> TransitionsAsync(Guid itemId, CancellationToken cancellationToken);
}
