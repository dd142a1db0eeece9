using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Field-fill history and notices.</summary>
internal sealed class SqlSourceHealth : ISourceHealthStore
{
    private const string Superseded = "system:definition-changed";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlSourceHealth(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task SaveAsync(SourceFill fill, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute(
            "INSERT INTO source_fill (run_id, source_id, version, at, pages, pages_read, listings, measures, is_baseline) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            fill.RunId.Blob(),
            fill.SourceId,
            fill.Version,
            fill.At.ToMicroseconds(),
            fill.Pages,
            fill.PagesRead,
            fill.Listings,
            Columns.Json(fill.Measures),
            fill.IsBaseline),
        Durability.ProcessEnd,
        cancellationToken);

    public Task<IReadOnlyList<SourceFill>> HistoryAsync(string sourceId, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<SourceFill>>(
        session => session.All(
            "SELECT run_id, source_id, version, at, pages, pages_read, listings, measures, is_baseline FROM source_fill WHERE source_id = ?1 ORDER BY no DESC LIMIT ?2",
            row => new SourceFill(row.Id(0), row.GetString(1), row.GetString(2), row.Instant(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), Columns.FromJson<Dictionary<string, int>>(row.GetString(7)))
            {
                IsBaseline = row.Flag(8),
            },
            sourceId,
            limit),
        cancellationToken);

    public Task<bool> RaiseAsync(SourceNotice notice, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn(notice.SourceId));
            return session.Execute(
                "INSERT INTO source_notices (id, source_id, kind, at, version, good_version, drops) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                notice.Id.Blob(),
                notice.SourceId,
                Columns.Name(notice.Kind),
                notice.At.ToMicroseconds(),
                notice.Version,
                notice.GoodVersion,
                Columns.Json(notice.Drops)) > 0;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<SourceNotice>> OpenAsync(string? sourceId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<SourceNotice>>(
        session => session.All(
            "SELECT id, source_id, kind, at, version, good_version, drops FROM source_notices WHERE closed_at IS NULL AND (CAST(?1 AS TEXT) IS NULL OR source_id = ?1) ORDER BY no",
            row => new SourceNotice
            {
                Id = row.Id(0),
                SourceId = row.GetString(1),
                Kind = Columns.Value<SourceNoticeKind>(row.GetString(2)),
                At = row.Instant(3),
                Version = row.GetString(4),
                GoodVersion = row.GetString(5),
                Drops = Columns.FromJson<List<FillDrop>>(row.GetString(6)),
            },
            sourceId),
        cancellationToken);

    public Task<int> ReleaseAsync(string sourceId, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn(sourceId));
            // What was seen since the first open notice is what the person looked at.
            var since = session.First("SELECT count(*), min(at) FROM source_notices WHERE source_id = ?1 AND closed_at IS NULL", row => (Count: row.GetInt32(0), At: row.LongOrNull(1)), sourceId);
            if (since.At is not { } first) return 0;
            session.Post(
                """
                UPDATE source_fill SET is_baseline = CASE WHEN at >= ?2 AND version IN (SELECT version FROM source_notices WHERE source_id = ?1 AND closed_at IS NULL) AND is_baseline = 0 THEN 1 ELSE 0 END
                WHERE source_id = ?1
                """,
                sourceId,
                first);
            session.Post("UPDATE source_notices SET closed_at = ?2, closed_by = ?3 WHERE source_id = ?1 AND closed_at IS NULL", sourceId, at.ToMicroseconds(), by);
            SqlAudit.Insert(session, audit);
            return since.Count;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task SupersedeAsync(Guid noticeId, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute("UPDATE source_notices SET closed_at = ?2, closed_by = ?3 WHERE id = ?1 AND closed_at IS NULL", noticeId.Blob(), at.ToMicroseconds(), Superseded),
        Durability.PowerLoss,
        cancellationToken);

    public Task<SourceDefinition?> DefinitionAsync(string sourceId, string version, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First("SELECT definition FROM source_definitions WHERE source_id = ?1 AND version = ?2", (DbDataReader row) => row.GetString(0), sourceId, version) is { } json
            ? Columns.FromJson<SourceDefinition>(json)
            : null,
        cancellationToken);

    // Open notices are counted before they are closed.
    private static string Turn(string sourceId) => "source-health:" + sourceId;
}
