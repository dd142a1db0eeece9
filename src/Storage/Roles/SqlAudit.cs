using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Who did what; the schema itself refuses changes.</summary>
internal sealed class SqlAudit : IAuditStore
{
    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlAudit(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task AppendAsync(AuditEvent audit, CancellationToken cancellationToken) =>
        _writer.RunAsync(session => Insert(session, audit), Durability.PowerLoss, cancellationToken);

    public Task<IReadOnlyList<AuditEvent>> ReadAsync(string? subject, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<AuditEvent>>(
        session => session.All(
            $"SELECT at, actor, action, subject, details, unit_id FROM audit {(subject is null ? "" : "WHERE subject = ?2 ")}ORDER BY no DESC LIMIT ?1",
            row => new AuditEvent(row.Instant(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GetString(5)),
            subject is null ? [limit] : [limit, IndexedText.Subject(subject)]),
        cancellationToken);

    public Task<IReadOnlyList<AuditEntry>> FindAsync(AuditFilter filter, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<AuditEntry>>(
        session =>
        {
            var parameters = new List<object?>();
            var conditions = new List<string> { "1 = 1" };
            if (filter.Actor is { } actor) Narrow("actor = {0}", actor);
            if (filter.Action is { } action)
            {
                // A beginning as a range of the index; '/' follows '.' in the order of letters.
                if (action.EndsWith('.')) Narrow("action >= {0} AND action < {1}", action, action[..^1] + "/");
                else Narrow("action = {0}", action);
            }
            if (filter.Subject is { } subject) Narrow("subject = {0}", IndexedText.Subject(subject));
            if (filter.From is { } from) Narrow("at >= {0}", from.ToMicroseconds());
            if (filter.Until is { } until) Narrow("at < {0}", until.ToMicroseconds());
            if (filter.Before is { } before) Narrow("no < {0}", before);
            if (filter.Units is { } units) Narrow($"unit_id IN ({session.Dialect.Members("{0}")})", Columns.Json(units));
            parameters.Add(Math.Clamp(filter.Limit, 1, 10_000));
            return session.All(
                $"SELECT no, at, actor, action, subject, details, unit_id FROM audit WHERE {string.Join(" AND ", conditions)} ORDER BY no DESC LIMIT ?{parameters.Count}",
                row => new AuditEntry(row.GetInt64(0), new(row.Instant(1), row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.GetString(6))),
                [.. parameters]);

            void Narrow(string condition, params object?[] values)
            {
                conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, [.. values.Select((_, index) => (object)$"?{parameters.Count + index + 1}")]));
                parameters.AddRange(values);
            }
        },
        cancellationToken);

    internal static int Insert(StoreSession session, AuditEvent audit) => session.Execute(
        "INSERT INTO audit (at, actor, action, subject, details, unit_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        audit.At.ToMicroseconds(),
        audit.Actor,
        audit.Action,
        IndexedText.Subject(audit.Subject),
        audit.Details,
        audit.UnitId);
}
