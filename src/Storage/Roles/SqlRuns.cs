using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Runs and sources.</summary>
internal sealed class SqlRuns : IRunStore
{
    private readonly IStoreReaders _readers;

    public SqlRuns(IStoreReaders readers) => _readers = readers;

    public Task<IReadOnlyList<RunRecord>> RecentAsync(string? sourceId, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<RunRecord>>(
        session => session.All(
            $"SELECT id, source_id, started_at, ended_at, summary FROM runs WHERE {(sourceId is null ? "source_id <> ?2" : "source_id = ?2")} ORDER BY no DESC LIMIT ?1",
            Read,
            limit,
            sourceId ?? WellKnownUnits.Canary),
        cancellationToken);

    public Task<IReadOnlyList<RunRecord>> LatestBySourceAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<RunRecord>>(
        session => session.All(
            $"SELECT id, source_id, started_at, ended_at, summary FROM runs WHERE no IN (SELECT max(no) FROM runs GROUP BY source_id) AND source_id <> '{WellKnownUnits.Canary}' ORDER BY source_id",
            Read),
        cancellationToken);

    public Task<IReadOnlyList<KnownSource>> SourcesAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<KnownSource>>(
        session => session.All(
            $"SELECT id, name, channel, unit_id, place, last_seen FROM sources WHERE id <> '{WellKnownUnits.Canary}' ORDER BY id",
            row => new KnownSource(row.GetString(0), row.GetString(1), Columns.Value<Channel>(row.GetString(2)), row.GetString(3), row.TextOrNull(4), row.Instant(5))),
        cancellationToken);

    private static RunRecord Read(DbDataReader row) =>
        new(row.Id(0), row.GetString(1), row.Instant(2), row.InstantOrNull(3), row.TextOrNull(4));
}
