using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Listings, what they said and how it was judged, read from their tables.</summary>
internal sealed class SqlListings : IListingStore
{
    private readonly IStoreReaders _readers;

    public SqlListings(IStoreReaders readers) => _readers = readers;

    public Task<Listing?> FindAsync(Guid id, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {ListingRows.ListingColumns} FROM listings l WHERE l.id = ?1", row => ListingRows.Listing(row), id.Blob()),
        cancellationToken);

    public Task<Listing?> FindByUrlAsync(string canonicalUrl, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"""
            SELECT {ListingRows.ListingColumns} FROM listing_urls u JOIN listings l ON l.no = u.listing_no
            WHERE u.url = ?1 ORDER BY l.last_seen DESC, l.no DESC LIMIT 1
            """,
            row => ListingRows.Listing(row),
            canonicalUrl),
        cancellationToken);

    public Task<IReadOnlyList<Snapshot>> SnapshotsAsync(Guid listingId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<Snapshot>>(
        session => session.All(
            $"""
            SELECT {ListingRows.SnapshotColumns}
            FROM listings l JOIN snapshots s ON s.listing_no = l.no JOIN captures c ON c.no = s.capture_no
            WHERE l.id = ?1 ORDER BY s.no DESC
            """,
            row => ListingRows.Snapshot(row),
            listingId.Blob()),
        cancellationToken);

    public Task<IReadOnlyList<LatestSnapshot>> LatestSnapshotsAsync(DateTimeOffset since, long after, int count, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<LatestSnapshot>>(
        session => session.All(
            $"""
            SELECT {ListingRows.SnapshotColumns}, l.no, l.url
            FROM listings l
            JOIN snapshots s ON s.no = (SELECT max(x.no) FROM snapshots x WHERE x.listing_no = l.no)
            JOIN captures c ON c.no = s.capture_no
            WHERE l.no > ?1 AND s.captured_at >= ?2 ORDER BY l.no LIMIT ?3
            """,
            row => new LatestSnapshot(row.GetInt64(ListingRows.SnapshotWidth), row.GetString(ListingRows.SnapshotWidth + 1), ListingRows.Snapshot(row)),
            after,
            since.ToMicroseconds(),
            (long)count),
        cancellationToken);

    public Task<IReadOnlyList<Finding>> FindingsAsync(Guid listingId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<Finding>>(
        session => session.All(
            $"""
            SELECT {ListingRows.FindingColumns}
            FROM listings l JOIN snapshots s ON s.listing_no = l.no JOIN findings f ON f.snapshot_no = s.no JOIN scorer_versions v ON v.no = f.scorer_no
            WHERE l.id = ?1 ORDER BY f.no DESC
            """,
            row => ListingRows.Finding(row),
            listingId.Blob()),
        cancellationToken);

    public Task<Finding?> FindingAsync(Guid findingId, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"""
            SELECT {ListingRows.FindingColumns}
            FROM findings f JOIN snapshots s ON s.no = f.snapshot_no JOIN listings l ON l.no = s.listing_no JOIN scorer_versions v ON v.no = f.scorer_no
            WHERE f.id = ?1
            """,
            row => ListingRows.Finding(row),
            findingId.Blob()),
        cancellationToken);

    public Task<CaptureReference?> CaptureAsync(Guid captureId, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"SELECT {CaptureRows.ReferenceColumns} FROM captures c WHERE c.id = ?1",
            CaptureRows.Reference,
            captureId.Blob()),
        cancellationToken);

    public Task<StoreTotals> TotalsAsync(CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"""
            WITH canaries AS (SELECT no FROM listings WHERE source_id = '{WellKnownUnits.Canary}')
            SELECT (SELECT count(*) FROM listings) - (SELECT count(*) FROM canaries),
                   (SELECT count(*) FROM snapshots) - (SELECT count(*) FROM snapshots WHERE listing_no IN (SELECT no FROM canaries)),
                   (SELECT count(*) FROM findings) - (SELECT count(*) FROM snapshots s JOIN findings f ON f.snapshot_no = s.no WHERE s.listing_no IN (SELECT no FROM canaries)),
                   (SELECT count(*) FROM captures),
                   (SELECT coalesce(sum(n), 0) FROM item_counts WHERE code = '' AND state IN ('new', 'leased', 'waiting') AND unit_id <> '{WellKnownUnits.Canary}')
            """,
            row => new StoreTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)))!,
        cancellationToken);
}
