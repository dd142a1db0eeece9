using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>People's requests for captures.</summary>
internal sealed class SqlCaptureRequests : ICaptureRequestStore
{
    private const string Fields = "id, source_id, canonical_url, url, reason, priority, depth, asked_by, asked_at, unit_id, taken_at";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlCaptureRequests(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<bool> AskAsync(AskedCapture asked, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var stored = session.Execute(
                $"INSERT INTO capture_requests ({Fields}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL) ON CONFLICT DO NOTHING",
                asked.Id.Blob(),
                asked.SourceId,
                IndexedText.Required(asked.CanonicalUrl, "url"),
                asked.Request.Url,
                asked.Request.Reason,
                asked.Request.Priority,
                asked.Request.Depth,
                asked.AskedBy,
                asked.AskedAt.ToMicroseconds(),
                asked.UnitId) > 0;
            if (stored) SqlAudit.Insert(session, audit);
            return stored;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<AskedCapture>> WaitingAsync(string? sourceId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<AskedCapture>>(
        session => session.All($"SELECT {Fields} FROM capture_requests WHERE taken_at IS NULL AND (CAST(?1 AS TEXT) IS NULL OR source_id = ?1) ORDER BY no", Read, sourceId),
        cancellationToken);

    public Task<AskedCapture?> LatestAsync(string canonicalUrl, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {Fields} FROM capture_requests WHERE canonical_url = ?1 ORDER BY no DESC LIMIT 1", Read, canonicalUrl),
        cancellationToken);

    /// <summary>Hands what waits for a source to its run, within the transaction that begins or resumes the run.</summary>
    internal static void HandOver(StoreSession session, long run, string sourceId, DateTimeOffset at)
    {
        // Taken and read in one step: what is asked for in between waits for the next run.
        var taken = session.All(
            $"UPDATE capture_requests SET taken_at = ?2 WHERE source_id = ?1 AND taken_at IS NULL RETURNING {Fields}, no",
            row => (No: row.GetInt64(11), Asked: Read(row)),
            sourceId,
            at.ToMicroseconds());
        if (taken.Count > 0) SqlFrontier.Add(session, run, sourceId, [.. taken.OrderBy(row => row.No).Select(row => new FrontierUrl(row.Asked.CanonicalUrl, row.Asked.Request))]);
    }

    private static AskedCapture Read(DbDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetString(2),
        new CaptureRequest(row.GetString(3), row.GetString(4), row.GetDouble(5), row.GetInt32(6)),
        row.GetString(7),
        row.Instant(8),
        row.GetString(9),
        row.InstantOrNull(10));
}
