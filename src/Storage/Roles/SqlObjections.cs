using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Objections.</summary>
internal sealed class SqlObjections(IStoreWriter writer, IStoreReaders readers) : IObjectionStore
{
    private const string Fields =
        """
        o.id, i.id, o.decision_id, o.kind, o.sender, o.received_by, o.received_on, o.text, o.attachment_name, o.attachment_sha256, o.due_on,
        o.registered_by, o.registered_at, o.state, o.answered_by, o.answered_at, o.answer, o.unit_id
        """;

    private const string From = "objections o JOIN review_items i ON i.no = o.item_no";

    public Task RegisterAsync(Objection objection, AuditEvent audit, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            session.Post(
                """
                INSERT INTO objections (id, item_no, decision_id, kind, sender, received_by, received_on, text, attachment_name, attachment_sha256,
                    due_on, registered_by, registered_at, state, unit_id)
                VALUES (?1, (SELECT no FROM review_items WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                """,
                objection.Id.Blob(),
                objection.ItemId.Blob(),
                objection.DecisionId.Blob(),
                Columns.Name(objection.Kind),
                objection.From,
                objection.ReceivedBy,
                objection.ReceivedOn.Iso(),
                objection.Text,
                objection.AttachmentName,
                objection.AttachmentSha256,
                objection.DueOn.Iso(),
                objection.RegisteredBy,
                objection.RegisteredAt.ToMicroseconds(),
                Columns.Name(objection.State),
                objection.UnitId);
            SqlAudit.Insert(session, audit);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<Objection?> FindAsync(Guid id, CancellationToken cancellationToken) => readers.RunAsync(
        session => session.First($"SELECT {Fields} FROM {From} WHERE o.id = ?1", Read, id.Blob()),
        cancellationToken);

    public Task<IReadOnlyList<Objection>> OfItemAsync(Guid itemId, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<Objection>>(
        session => session.All($"SELECT {Fields} FROM {From} WHERE i.id = ?1 ORDER BY o.no", Read, itemId.Blob()),
        cancellationToken);

    public Task<IReadOnlyList<Objection>> ListAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => readers.RunAsync<IReadOnlyList<Objection>>(
        session =>
        [
            .. Seen(session.All($"SELECT {Fields} FROM {From} WHERE o.state IN ('open', 'proposed') ORDER BY o.due_on, o.no", Read), units).Take(limit),
            .. Seen(session.All($"SELECT {Fields} FROM {From} WHERE o.state IN ('upheld', 'rejected') ORDER BY o.no DESC LIMIT 1000", Read), units).Take(limit),
        ],
        cancellationToken);

    public Task<bool> TryMoveAsync(Objection changed, ObjectionState from, ApprovalStep? step, ItemReversal? reversal, AuditEvent audit, CancellationToken cancellationToken)
    {
        if (step is { Asks: false }) ApprovalRows.RefuseOwnAnswer(step.Approval.AskedBy, step.Approval.DecidedBy!);
        return writer.RunAsync(
            session =>
            {
                if (step is { Asks: false } && !ApprovalRows.IsOpen(session, step.Approval.Id)) return false;
                if (session.Scalar($"SELECT 1 FROM objections WHERE id = ?1 AND state = ?2{session.Dialect.ForUpdate()}", changed.Id.Blob(), Columns.Name(from)) is null) return false;
                if (reversal is not null)
                {
                    if (ItemRows.Update(session, reversal.Changed, reversal.ExpectedRevision, reversal.Trigger, audit.Actor, audit.At) is not { } no) return false;
                    ItemRows.InsertDecision(session, no, reversal.ExpectedRevision + 1, reversal.Decision);
                }
                session.Post(
                    "UPDATE objections SET state = ?2, answered_by = ?3, answered_at = ?4, answer = ?5 WHERE id = ?1",
                    changed.Id.Blob(),
                    Columns.Name(changed.State),
                    changed.AnsweredBy,
                    changed.AnsweredAt?.ToMicroseconds(),
                    changed.Answer);
                if (step is { Asks: true }) ApprovalRows.Insert(session, step.Approval);
                else if (step is not null) ApprovalRows.Answer(session, step.Approval);
                SqlAudit.Insert(session, audit);
                return true;
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    private static IEnumerable<Objection> Seen(IEnumerable<Objection> all, IReadOnlyList<string>? units) =>
        all.Where(objection => units is null || units.Contains(objection.UnitId, StringComparer.Ordinal));

    private static Objection Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        ItemId = row.Id(1),
        DecisionId = row.Id(2),
        Kind = Columns.Value<ObjectorKind>(row.GetString(3)),
        From = row.GetString(4),
        ReceivedBy = row.GetString(5),
        ReceivedOn = row.DateOrNull(6)!.Value,
        Text = row.GetString(7),
        AttachmentName = row.TextOrNull(8),
        AttachmentSha256 = row.TextOrNull(9),
        DueOn = row.DateOrNull(10)!.Value,
        RegisteredBy = row.GetString(11),
        RegisteredAt = row.Instant(12),
        State = Columns.Value<ObjectionState>(row.GetString(13)),
        AnsweredBy = row.TextOrNull(14),
        AnsweredAt = row.InstantOrNull(15),
        Answer = row.TextOrNull(16),
        UnitId = row.GetString(17),
    };
}
