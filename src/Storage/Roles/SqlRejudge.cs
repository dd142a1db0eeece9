using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>New judgements of stored snapshots.</summary>
internal sealed class SqlRejudge : IRejudgeStore
{
    private const string Actor = "system:rescore";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;
    private readonly IReviewPolicy _policy;
    private readonly TimeProvider _time;

    public SqlRejudge(IStoreWriter writer, IStoreReaders readers, IReviewPolicy policy, TimeProvider time)
    {
        _writer = writer;
        _readers = readers;
        _policy = policy;
        _time = time;
    }

    public Task<IReadOnlyList<LatestSnapshot>> OutdatedAsync(ScorerVersions scorer, long after, int count, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<LatestSnapshot>>(
        session => session.All(
            $"""
            SELECT {ListingRows.SnapshotColumns}, l.no, l.url
            FROM listings l
            JOIN snapshots s ON s.no = l.latest_snapshot
            JOIN captures c ON c.no = s.capture_no
            JOIN findings f ON f.no = s.latest_finding
            JOIN scorer_versions v ON v.no = f.scorer_no
            WHERE l.no > ?1 AND l.merged_into IS NULL AND (v.features, v.model, v.prior, v.packs) <> (?2, ?3, ?4, ?5) ORDER BY l.no LIMIT ?6
            """,
            row => new LatestSnapshot(row.GetInt64(ListingRows.SnapshotWidth), row.GetString(ListingRows.SnapshotWidth + 1), ListingRows.Snapshot(row)),
            after,
            scorer.Features,
            scorer.Model,
            scorer.Prior,
            scorer.Packs,
            (long)count),
        cancellationToken);

    public Task<RejudgeOutcome> AddAsync(IReadOnlyList<Rejudgement> judgements, CancellationToken cancellationToken)
    {
        var prepared = judgements.Select(judgement => (judgement, Result: Columns.Json(judgement.Result))).ToList();
        return _writer.RunAsync(
            session =>
            {
                var saved = prepared.Select(one => Save(session, one.judgement, one.Result)).OfType<Saved>().ToList();
                // After all findings: who changes items waits for no listing.
                return new RejudgeOutcome(saved.Count, saved.Count(one => ChangeItem(session, one.Known, one.Finding, one.FindingNo)));
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    /// <summary>Null when there is nothing to store.</summary>
    private Saved? Save(StoreSession session, Rejudgement judgement, string result)
    {
        var known = session.First(
            $"""
            SELECT s.no, s.price_vnd, f.scorer_no, l.no, l.id, l.source_id, l.unit_id, l.place, o.channel
            FROM snapshots s JOIN listings l ON l.latest_snapshot = s.no JOIN findings f ON f.no = s.latest_finding JOIN sources o ON o.id = l.source_id
            WHERE s.id = ?1{session.Dialect.ForUpdate("l")}
            """,
            row => new Known(row.GetInt64(0), row.LongOrNull(1), row.GetInt64(2), row.GetInt64(3), row.Id(4), row.GetString(5), row.GetString(6), row.TextOrNull(7), row.GetString(8)),
            judgement.SnapshotId.Blob());
        var scorer = CaptureRows.ScorerNo(session, judgement.Scorer);
        if (known is null || known.ScorerNo == scorer) return null;

        var now = Instants.FromMicroseconds(_time.GetUtcNow().ToMicroseconds());
        var finding = new Finding { Id = Guid.CreateVersion7(now), ListingId = known.ListingId, SnapshotId = judgement.SnapshotId, ScoredAt = now, Result = judgement.Result, Versions = judgement.Scorer };
        var no = session.Insert(
            "INSERT INTO findings (id, snapshot_no, scorer_no, scored_at, score, priority, flagged, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            finding.Id.Blob(),
            known.SnapshotNo,
            scorer,
            now.ToMicroseconds(),
            judgement.Result.Score,
            judgement.Result.Priority,
            judgement.Result.Flagged,
            result);
        session.Post("UPDATE snapshots SET latest_finding = ?2 WHERE no = ?1", known.SnapshotNo, no);
        return new(known, finding, no);
    }

    private bool ChangeItem(StoreSession session, Known known, Finding finding, long findingNo)
    {
        var current = session.First(
            $"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.listing_no = ?1 ORDER BY i.state IN ('new', 'leased', 'waiting') DESC, i.no DESC LIMIT 1",
            ItemRows.Item,
            known.ListingNo);
        if (current is null && !finding.Result.Flagged) return false;

        var previous = current is null ? default : session.First(
            $"""
            SELECT {ListingRows.FindingColumns}, s.price_vnd
            FROM findings f JOIN snapshots s ON s.no = f.snapshot_no JOIN listings l ON l.no = s.listing_no JOIN scorer_versions v ON v.no = f.scorer_no
            WHERE f.id = ?1
            """,
            row => (Finding: ListingRows.Finding(row), PriceVnd: row.LongOrNull(9)),
            current.FindingId.Blob());
        if (_policy.OnFinding(current, finding, new FindingContext(previous.Finding, known.PriceVnd, previous.PriceVnd, known.UnitId, known.Place)) is not { } change) return false;
        if (change.Item.Id != current?.Id) ItemRows.Insert(session, change, known.ListingNo, findingNo, known.SourceId, known.Channel, Actor);
        else if (ItemRows.Update(session, change.Item, current.Revision, change.Trigger, Actor, finding.ScoredAt) is null)
            throw new StoreConflictException($"Item {current.Id} changed while its listing was judged anew.");
        return true;
    }

    private sealed record Saved(Known Known, Finding Finding, long FindingNo);

    private sealed record Known(long SnapshotNo, long? PriceVnd, long ScorerNo, long ListingNo, Guid ListingId, string SourceId, string UnitId, string? Place, string Channel);
}
