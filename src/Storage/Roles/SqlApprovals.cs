using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Two-person steps.</summary>
internal sealed class SqlApprovals : IApprovalStore
{
    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlApprovals(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task AskAsync(Approval approval, AuditEvent audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            ApprovalRows.Insert(session, approval);
            SqlAudit.Insert(session, audit);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<Approval?> FindAsync(Guid id, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {ApprovalRows.Fields} FROM approvals WHERE id = ?1", ApprovalRows.Read, id.Blob()),
        cancellationToken);

    public Task<Approval?> LatestAsync(string subject, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {ApprovalRows.Fields} FROM approvals WHERE subject = ?1 ORDER BY no DESC LIMIT 1", ApprovalRows.Read, subject),
        cancellationToken);

    public Task<IReadOnlyList<Approval>> OpenAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<Approval>>(
        session =>
        [
            .. session
                .All($"SELECT {ApprovalRows.Fields} FROM approvals WHERE decided_by IS NULL ORDER BY no", ApprovalRows.Read)
                .Where(approval => units is null || units.Contains(approval.UnitId, StringComparer.Ordinal)),
        ],
        cancellationToken);

    public async Task<bool> TryDecideAsync(Guid id, bool approved, string reason, string decidedBy, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } approval) return false;
        ApprovalRows.RefuseOwnAnswer(approval.AskedBy, decidedBy);
        return await _writer.RunAsync(
            session =>
            {
                if (!ApprovalRows.IsOpen(session, id)) return false;
                ApprovalRows.Answer(session, approval with { Approved = approved, DecisionReason = reason, DecidedBy = decidedBy, DecidedAt = at });
                SqlAudit.Insert(session, audit);
                return true;
            },
            Durability.PowerLoss,
            cancellationToken);
    }
}

/// <summary>Reads and writes approvals inside a transaction.</summary>
internal static class ApprovalRows
{
    public const string Fields = "id, subject, request, asked_by, asked_at, reason, decided_by, decided_at, approved, decision_reason, unit_id";

    public static Approval Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Subject = row.GetString(1),
        Request = row.GetString(2),
        AskedBy = row.GetString(3),
        AskedAt = row.Instant(4),
        Reason = row.GetString(5),
        DecidedBy = row.TextOrNull(6),
        DecidedAt = row.InstantOrNull(7),
        Approved = row.LongOrNull(8) is { } approved ? approved != 0 : null,
        DecisionReason = row.TextOrNull(9),
        UnitId = row.GetString(10),
    };

    public static void Insert(StoreSession session, Approval approval) => session.Execute(
        "INSERT INTO approvals (id, subject, request, asked_by, asked_at, reason, unit_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        approval.Id.Blob(),
        approval.Subject,
        approval.Request,
        approval.AskedBy,
        approval.AskedAt.ToMicroseconds(),
        approval.Reason,
        approval.UnitId);

    public static bool IsOpen(StoreSession session, Guid id) =>
        session.Scalar($"SELECT 1 FROM approvals WHERE id = ?1 AND decided_by IS NULL{session.Dialect.ForUpdate()}", id.Blob()) is not null;

    public static void Answer(StoreSession session, Approval approval) => session.Execute(
        "UPDATE approvals SET approved = ?2, decision_reason = ?3, decided_by = ?4, decided_at = ?5 WHERE id = ?1 AND decided_by IS NULL",
        approval.Id.Blob(),
        approval.Approved,
        approval.DecisionReason,
        approval.DecidedBy,
        approval.DecidedAt?.ToMicroseconds());

    /// <exception cref="ArgumentException">Who asked may not answer.</exception>
    public static void RefuseOwnAnswer(string askedBy, string decidedBy)
    {
        if (string.Equals(askedBy, decidedBy, StringComparison.Ordinal))
            throw new ArgumentException($"'{decidedBy}' asked for this approval; another person decides it.", nameof(decidedBy));
    }
}
