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

/// <summary>Listings, what they said, and how that was judged.</summary>
public interface IListingStore
{
    Task<Listing?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>By any URL it was ever seen at (canonical form).</summary>
    Task<Listing?> FindByUrlAsync(string canonicalUrl, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Snapshot>> SnapshotsAsync(Guid listingId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Finding>> FindingsAsync(Guid listingId, CancellationToken cancellationToken);

    /// <summary>A finding by its own id, or null.</summary>
    Task<Finding?> FindingAsync(Guid findingId, CancellationToken cancellationToken);

    Task<CaptureReference?> CaptureAsync(Guid captureId, CancellationToken cancellationToken);

    Task<StoreTotals> TotalsAsync(CancellationToken cancellationToken);
}
