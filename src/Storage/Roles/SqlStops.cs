using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Kill switches.</summary>
internal sealed class SqlStops : IStopStore
{
    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlStops(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<IReadOnlyList<CrawlStop>> StandingAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<CrawlStop>>(
        session => session.All(
            "SELECT scope, stopped_by, stopped_at, reason FROM stops WHERE resumed_by IS NULL ORDER BY no",
            row => new CrawlStop(row.GetString(0), row.GetString(1), row.Instant(2), row.GetString(3))),
        cancellationToken);

    public Task<bool> StopAsync(CrawlStop stop, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var given = session.Execute(
                "INSERT INTO stops (scope, stopped_by, stopped_at, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                IndexedText.Required(stop.Scope, "scope"),
                stop.StoppedBy,
                stop.StoppedAt.ToMicroseconds(),
                stop.Reason) > 0;
            if (given) SqlAudit.Insert(session, audit);
            return given;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<bool> ResumeAsync(string scope, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var lifted = session.Execute("UPDATE stops SET resumed_by = ?2, resumed_at = ?3 WHERE scope = ?1 AND resumed_by IS NULL", scope, by, at.ToMicroseconds()) > 0;
            if (lifted) SqlAudit.Insert(session, audit);
            return lifted;
        },
        Durability.PowerLoss,
        cancellationToken);
}
