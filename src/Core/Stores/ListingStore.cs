namespace Ecom389.Monitor.Core;

/// <summary>Where a stored capture came from and lies.</summary>
public sealed record CaptureReference(
    Guid Id,
    string SourceId,
    string RequestUrl,
    string Url,
    DateTimeOffset CapturedAt,
    RenderMode Mode,
    int Status,
    string BodySha256,
    long BodyLength,
    string RobotsDecision,
    ArchiveLocation Archive);

/// <summary>Totals for summaries.</summary>
public sealed record StoreTotals(long Listings, long Snapshots, long Findings, long Captures, long OpenItems);

/// <summary>What a listing said last.</summary>
/// <param name="Position">Where it stands in the order of <see cref="IListingStore.LatestSnapshotsAsync"/>.</param>
public sealed record LatestSnapshot(long Position, string Url, Snapshot Snapshot);

/// <summary>Listings, what they said, and how that was judged.</summary>
public interface IListingStore
{
    Task<Listing?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>By any URL it was ever seen at (canonical form).</summary>
    Task<Listing?> FindByUrlAsync(string canonicalUrl, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Snapshot>> SnapshotsAsync(Guid listingId, CancellationToken cancellationToken);

    /// <summary>
    /// What each listing said last, where that was captured at or after an instant, in the order in which listings were first
    /// stored: for judging everything again without holding it all in memory.
    /// </summary>
    /// <param name="after">The <see cref="LatestSnapshot.Position"/> to go on from; 0 begins.</param>
    /// <param name="count">Most to return.</param>
    Task<IReadOnlyList<LatestSnapshot>> LatestSnapshotsAsync(DateTimeOffset since, long after, int count, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Finding>> FindingsAsync(Guid listingId, CancellationToken cancellationToken);

    /// <summary>A finding by its own id, or null.</summary>
    Task<Finding?> FindingAsync(Guid findingId, CancellationToken cancellationToken);

    Task<CaptureReference?> CaptureAsync(Guid captureId, CancellationToken cancellationToken);

    Task<StoreTotals> TotalsAsync(CancellationToken cancellationToken);
}
