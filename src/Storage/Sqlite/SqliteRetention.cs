using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Captures with the states of their matters, read from SQLite.</summary>
internal sealed class SqliteRetention : IRetentionStore
{
    private readonly SqliteReaders _readers;

    public SqliteRetention(SqliteReaders readers) => _readers = readers;

    public Task<IReadOnlyList<RetainedCapture>> CapturesAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<RetainedCapture>>(
        session => session.All(
            """
            SELECT c.id, c.source_id, c.request_url, c.url, c.captured_at, c.mode, c.status, c.body_sha256, c.body_length, c.robots_decision,
                   c.archive_file, c.archive_offset, c.archive_length, group_concat(DISTINCT i.state), max(i.updated_at)
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
                new CaptureReference(
                    row.Id(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.Instant(4),
                    Columns.Value<RenderMode>(row.GetString(5)),
                    row.GetInt32(6),
                    row.GetString(7),
                    row.GetInt64(8),
                    row.GetString(9),
                    new ArchiveLocation(row.GetString(10), row.GetInt64(11), row.GetInt64(12))),
                [.. (row.TextOrNull(13) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Columns.Value<ReviewState>)],
                row.InstantOrNull(14))),
        cancellationToken);
}
