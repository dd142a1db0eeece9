using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Who did what, in SQLite; the schema itself refuses changes.</summary>
internal sealed class SqliteAudit : IAuditStore
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    public SqliteAudit(SqliteWriter writer, SqliteReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task AppendAsync(AuditEvent audit, CancellationToken cancellationToken) =>
        _writer.RunAsync(session => Insert(session, audit), Durability.PowerLoss, cancellationToken);

    public Task<IReadOnlyList<AuditEvent>> ReadAsync(string? subject, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<AuditEvent>>(
        session => session.All(
            $"SELECT at, actor, action, subject, details, unit_id FROM audit {(subject is null ? "WHERE ?1 IS NULL" : "WHERE subject = ?1")} ORDER BY no DESC LIMIT ?2",
            row => new AuditEvent(row.Instant(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GetString(5)),
            subject,
            limit),
        cancellationToken);

    internal static int Insert(SqliteSession session, AuditEvent audit) => session.Execute(
        "INSERT INTO audit (at, actor, action, subject, details, unit_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        audit.At.ToMicroseconds(),
        audit.Actor,
        audit.Action,
        audit.Subject,
        audit.Details,
        audit.UnitId);
}
