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
        var prepared = judgements.Select(judgement => (judgement, Result: JsonText.Of(judgement.Result))).ToList();
        return _writer.RunAsync(
            session =>
            {
                var saved = prepared.Select(one => Save(session, one.judgement, one.Result)).OfType<Saved>().ToList();
                // After all findings: who changes items waits for no listing.
                return new RejudgeOutcome(saved.Count, saved.Count(one => ChangeItem(session, one)));
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    /// <summary>Null when there is nothing to store.</summary>
    private Saved? Save(StoreSession session, Rejudgement judgement, string result)
    {
        var known = session.First(
            $"""
            SELECT s.no, f.scorer_no, l.no, l.id, l.source_id, l.key, l.unit_id, l.place, o.channel
            FROM snapshots s JOIN listings l ON l.latest_snapshot = s.no JOIN findings f ON f.no = s.latest_finding JOIN sources o ON o.id = l.source_id
            WHERE s.id = ?1{session.Dialect.ForUpdate("l")}
            """,
            row => new Known(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.Id(3), row.GetString(4), row.GetString(5), row.GetString(6), row.TextOrNull(7), Columns.Value<Channel>(row.GetString(8))),
            judgement.SnapshotId.Blob());
        var scorer = CaptureRows.ScorerNo(session, judgement.Scorer);
        if (known is null || known.ScorerNo == scorer) return null;

        var now = Instants.FromMicroseconds(_time.GetUtcNow().ToMicroseconds());
        var finding = new Finding { Id = Guid.CreateVersion7(now), ListingId = known.ListingId, SnapshotId = judgement.SnapshotId, ScoredAt = now, Result = judgement.Result, Versions = judgement.Scorer };
        return new(known, finding, FindingRows.Insert(session, finding, known.SnapshotNo, scorer, result));
    }

    private bool ChangeItem(StoreSession session, Saved saved)
    {
        var known = saved.Known;
        var current = FindingRows.CurrentItem(session, known.ListingNo);
        // What was not suspected before and is not now: the random choice among those is made when a page is taken in.
        if (current is null && !saved.Finding.Result.Flagged) return false;
        var content = (string)session.Scalar("SELECT content FROM snapshots WHERE no = ?1", known.SnapshotNo)!;
        var subject = new ItemSubject(known.ListingNo, known.SourceId, known.Key, known.Channel, Columns.FromJson<ExtractedListing>(content).Record, known.UnitId, known.Place);
        return FindingRows.ChangeItem(session, _policy, current, subject, saved.Finding, saved.FindingNo, Actor) is not null;
    }

    private sealed record Saved(Known Known, Finding Finding, long FindingNo);

    private sealed record Known(long SnapshotNo, long ScorerNo, long ListingNo, Guid ListingId, string SourceId, string Key, string UnitId, string? Place, Channel Channel);
}
