using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Captures with the states of their matters, read from their tables.</summary>
internal sealed class SqlRetention : IRetentionStore
{
    private readonly IStoreReaders _readers;

    public SqlRetention(IStoreReaders readers) => _readers = readers;

    public Task<IReadOnlyList<RetainedCapture>> CapturesAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<RetainedCapture>>(
        session => session.All(
            $"""
            SELECT {CaptureRows.ReferenceColumns}, {session.Dialect.Joined("i.state")}, max(i.updated_at)
            FROM captures c
            LEFT JOIN (
                SELECT s.capture_no AS capture_no, s.listing_no AS listing_no FROM snapshots s
                UNION
                SELECT k.no, u.listing_no FROM captures k JOIN listing_urls u ON u.url = k.url
            ) seen ON seen.capture_no = c.no
            LEFT JOIN review_items i ON i.listing_no = seen.listing_no
            GROUP BY c.no ORDER BY c.no
            """,
            row => new RetainedCapture(
                CaptureRows.Reference(row),
                [.. (row.TextOrNull(CaptureRows.ReferenceColumnCount) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Columns.Value<ReviewState>)],
                row.InstantOrNull(CaptureRows.ReferenceColumnCount + 1))),
        cancellationToken);
}
