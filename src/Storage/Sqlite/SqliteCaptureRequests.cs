using Ecom389.Monitor.Core;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Storage;

/// <summary>People's requests for captures in SQLite.</summary>
internal sealed class SqliteCaptureRequests : ICaptureRequestStore
{
    private const string Fields = "id, source_id, canonical_url, url, reason, priority, depth, asked_by, asked_at, unit_id, taken_at";

    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    public SqliteCaptureRequests(SqliteWriter writer, SqliteReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<bool> AskAsync(AskedCapture asked, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var stored = session.Execute(
                $"INSERT OR IGNORE INTO capture_requests ({Fields}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL)",
                asked.Id.Blob(),
                asked.SourceId,
                asked.CanonicalUrl,
                asked.Request.Url,
                asked.Request.Reason,
                asked.Request.Priority,
                asked.Request.Depth,
                asked.AskedBy,
                asked.AskedAt.ToMicroseconds(),
                asked.UnitId) > 0;
            if (stored) SqliteAudit.Insert(session, audit);
            return stored;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<AskedCapture>> WaitingAsync(string? sourceId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<AskedCapture>>(
        session => session.All($"SELECT {Fields} FROM capture_requests WHERE taken_at IS NULL AND (?1 IS NULL OR source_id = ?1) ORDER BY no", Read, sourceId),
        cancellationToken);

    public Task<AskedCapture?> LatestAsync(string canonicalUrl, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {Fields} FROM capture_requests WHERE canonical_url = ?1 ORDER BY no DESC LIMIT 1", Read, canonicalUrl),
        cancellationToken);

    /// <summary>Hands what waits for a source to its run, within the transaction that begins or resumes the run.</summary>
    internal static void HandOver(SqliteSession session, long run, string sourceId, DateTimeOffset at)
    {
        var waiting = session.All($"SELECT {Fields} FROM capture_requests WHERE taken_at IS NULL AND source_id = ?1 ORDER BY no", Read, sourceId);
        if (waiting.Count == 0) return;
        SqliteFrontier.Add(session, run, sourceId, [.. waiting.Select(asked => new FrontierUrl(asked.CanonicalUrl, asked.Request))]);
        session.Execute("UPDATE capture_requests SET taken_at = ?2 WHERE source_id = ?1 AND taken_at IS NULL", sourceId, at.ToMicroseconds());
    }

    private static AskedCapture Read(SqliteDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetString(2),
        new CaptureRequest(row.GetString(3), row.GetString(4), row.GetDouble(5), row.GetInt32(6)),
        row.GetString(7),
        row.Instant(8),
        row.GetString(9),
        row.InstantOrNull(10));
}
