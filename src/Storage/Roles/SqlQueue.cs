using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>The review queue.</summary>
internal sealed class SqlQueue : IQueueStore
{
    private const string Entries =
        $"""
        SELECT {ItemRows.Fields}, {ListingRows.ListingColumns}, {ListingRows.SnapshotColumns}, {ListingRows.FindingColumns}
        FROM {ItemRows.Joins} JOIN snapshots s ON s.no = f.snapshot_no JOIN captures c ON c.no = s.capture_no JOIN scorer_versions v ON v.no = f.scorer_no
        """;

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlQueue(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<QueuePage> ListAsync(QueueFilter filter, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            var (page, total, atLeast) = new QueueQuery(filter, session.Dialect).Run(session);
            return new QueuePage([.. page.Select(no => ReadEntry(session, "i.no = ?1", no)!)], total, atLeast);
        },
        cancellationToken);

    /// <summary>An entry by its row, within a reading.</summary>
    internal static QueueEntry Entry(StoreSession session, long no) => ReadEntry(session, "i.no = ?1", no)!;

    public Task<QueueEntry?> FindAsync(Guid itemId, CancellationToken cancellationToken) =>
        _readers.RunAsync(session => ReadEntry(session, "i.id = ?1", itemId.Blob()), cancellationToken);

    public Task<ReviewItem?> FindByListingAsync(Guid listingId, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE l.id = ?1 ORDER BY i.state IN ('new', 'leased', 'waiting') DESC, i.no DESC LIMIT 1",
            ItemRows.Item,
            listingId.Blob()),
        cancellationToken);

    public Task<QueueCounts> CountsAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            var byState = new Dictionary<ReviewState, int>();
            var byViolation = new Dictionary<string, int>(StringComparer.Ordinal);
            var bySource = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var state in Enum.GetValues<ReviewState>()) byState[state] = 0;
            foreach (var row in session.All(
                "SELECT unit_id, state, source_id, code, n FROM item_counts WHERE n > 0",
                row => (Unit: row.GetString(0), State: Columns.Value<ReviewState>(row.GetString(1)), Source: row.GetString(2), Code: row.GetString(3), N: row.GetInt32(4))))
            {
                if (units is null ? row.Unit == WellKnownUnits.Canary : !units.Contains(row.Unit, StringComparer.Ordinal)) continue;
                var isOpen = row.State is ReviewState.New or ReviewState.Leased or ReviewState.Waiting;
                if (row.Code.Length == 0)
                {
                    byState[row.State] += row.N;
                    if (isOpen) bySource[row.Source] = bySource.GetValueOrDefault(row.Source) + row.N;
                }
                else if (isOpen)
                {
                    byViolation[row.Code] = byViolation.GetValueOrDefault(row.Code) + row.N;
                }
            }
            return new QueueCounts(byState, byViolation, bySource);
        },
        cancellationToken);

    public Task<bool> TryChangeAsync(ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at, Decision? decision, AuditEvent audit, CancellationToken cancellationToken) =>
        TryChangeAsync(changed, expectedRevision, trigger, actor, at, decision, step: null, audit, cancellationToken);

    Task<bool> IQueueStore.TryChangeAsync(ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at, Decision? decision, ApprovalStep step, AuditEvent audit, CancellationToken cancellationToken) =>
        TryChangeAsync(changed, expectedRevision, trigger, actor, at, decision, step, audit, cancellationToken);

    public Task<IReadOnlyList<ReviewItem>> DueAsync(DateTimeOffset now, DateOnly today, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ReviewItem>>(
        session =>
        [
            .. session.All($"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.state = 'leased' AND i.leased_until <= ?1 ORDER BY i.leased_until LIMIT ?2", ItemRows.Item, now.ToMicroseconds(), limit),
            .. session.All($"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.state = 'waiting' AND i.wait_until <= ?1 ORDER BY i.wait_until LIMIT ?2", ItemRows.Item, today.Iso(), limit),
        ],
        cancellationToken);

    public Task<IReadOnlyList<Decision>> DecisionsAsync(Guid itemId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<Decision>>(
        session => session.All(
            """
            SELECT d.id, f.id, d.kind, d.codes, d.reason, d.decided_by, d.decided_at, d.wait_until
            FROM review_items i JOIN decisions d ON d.item_no = i.no JOIN findings f ON f.no = d.finding_no WHERE i.id = ?1 ORDER BY d.no
            """,
            row => new Decision
            {
                Id = row.Id(0),
                ItemId = itemId,
                FindingId = row.Id(1),
                Kind = Columns.Value<DecisionKind>(row.GetString(2)),
                Codes = Columns.Texts(row.GetString(3)),
                Reason = row.GetString(4),
                DecidedBy = row.GetString(5),
                DecidedAt = row.Instant(6),
                WaitUntil = row.DateOrNull(7),
            },
            itemId.Blob()),
        cancellationToken);

    public Task<IReadOnlyList<ItemTransition>> TransitionsAsync(Guid itemId, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ItemTransition>>(
        session => session.All(
            """
            SELECT t.revision, t.from_state, t.to_state, t.trigger, t.actor, t.at
            FROM review_items i JOIN item_transitions t ON t.item_no = i.no WHERE i.id = ?1 ORDER BY t.revision
            """,
            row => new ItemTransition(
                itemId,
                row.GetInt32(0),
                row.TextOrNull(1) is { } from ? Columns.Value<ReviewState>(from) : null,
                Columns.Value<ReviewState>(row.GetString(2)),
                row.GetString(3),
                row.GetString(4),
                row.Instant(5)),
            itemId.Blob()),
        cancellationToken);

    private Task<bool> TryChangeAsync(ReviewItem changed, int expectedRevision, string trigger, string actor, DateTimeOffset at, Decision? decision, ApprovalStep? step, AuditEvent audit, CancellationToken cancellationToken)
    {
        if (step is { Asks: false }) ApprovalRows.RefuseOwnAnswer(step.Approval.AskedBy, step.Approval.DecidedBy!);
        return _writer.RunAsync(
            session =>
            {
                if (step is { Asks: false } && !ApprovalRows.IsOpen(session, step.Approval.Id)) return false;
                if (ItemRows.Update(session, changed, expectedRevision, trigger, actor, at) is not { } no) return false;
                if (decision is not null) ItemRows.InsertDecision(session, no, expectedRevision + 1, decision);
                if (step is { Asks: true }) ApprovalRows.Insert(session, step.Approval);
                else if (step is not null) ApprovalRows.Answer(session, step.Approval);
                SqlAudit.Insert(session, audit);
                return true;
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    private static QueueEntry? ReadEntry(StoreSession session, string where, object parameter) => session.First(
        $"{Entries} WHERE {where}",
        row => new QueueEntry(
            ItemRows.Item(row),
            ListingRows.Listing(row, ItemRows.Width),
            ListingRows.Snapshot(row, ItemRows.Width + ListingRows.ListingWidth),
            ListingRows.Finding(row, ItemRows.Width + ListingRows.ListingWidth + ListingRows.SnapshotWidth)),
        parameter);
}
