using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>What a matter says of its listing beside the finding.</summary>
/// <param name="ListingNo">The listing's row.</param>
/// <param name="SourceId">Its source.</param>
/// <param name="Key">Its key within the source.</param>
/// <param name="Channel">Where it is offered.</param>
/// <param name="Record">What its latest snapshot says.</param>
/// <param name="UnitId">Whose matter it would be.</param>
/// <param name="Place">Where it is sold, or null.</param>
internal sealed record ItemSubject(long ListingNo, string SourceId, string Key, Channel Channel, ListingRecord Record, string UnitId, string? Place)
{
    /// <summary>The bands of its words; asked for only where a matter is opened.</summary>
    public Func<long[]> Marks { get; init; } = () => TextSketch.MarksOf(Record);
}

/// <summary>Stores findings and what they do to the matters about their listings: the same whether a page was taken in or a snapshot judged anew.</summary>
internal static class FindingRows
{
    /// <summary>Stores a finding as its snapshot's latest; its row.</summary>
    /// <param name="ahead">The number that the snapshot names as its latest finding's already, or null.</param>
    public static long Insert(StoreSession session, Finding finding, long snapshotNo, long scorerNo, string result, long? ahead = null)
    {
        var no = session.Insert(
            "INSERT INTO findings (id, snapshot_no, scorer_no, scored_at, score, priority, flagged, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            finding.Id.Blob(),
            snapshotNo,
            scorerNo,
            finding.ScoredAt.ToMicroseconds(),
            finding.Result.Score,
            finding.Result.Priority,
            finding.Result.Flagged,
            result);
        if (no != ahead) session.Post("UPDATE snapshots SET latest_finding = ?2 WHERE no = ?1", snapshotNo, no);
        return no;
    }

    /// <summary>The matter about a listing: the open one, else the last.</summary>
    public static ReviewItem? CurrentItem(StoreSession session, long listingNo) => session.First(
        $"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.listing_no = ?1 ORDER BY i.state IN ('new', 'leased', 'waiting') DESC, i.no DESC LIMIT 1",
        ItemRows.Item,
        listingNo);

    /// <summary>Does to the matter what the policy makes of a new finding; null where nothing changes.</summary>
    /// <exception cref="StoreConflictException">Another transaction changed the matter meanwhile.</exception>
    public static ItemChange? ChangeItem(StoreSession session, IReviewPolicy policy, ReviewItem? current, ItemSubject subject, Finding finding, long findingNo, string actor)
    {
        var previous = current is null ? default : session.First(
            $"""
            SELECT {ListingRows.FindingColumns}, s.price_vnd
            FROM findings f JOIN snapshots s ON s.no = f.snapshot_no JOIN listings l ON l.no = s.listing_no JOIN scorer_versions v ON v.no = f.scorer_no
            WHERE f.id = ?1
            """,
            row => (Finding: ListingRows.Finding(row), PriceVnd: row.LongOrNull(9)),
            current.FindingId.Blob());
        var context = new FindingContext(previous.Finding, subject.Record.PriceVnd, previous.PriceVnd, subject.UnitId, subject.Place)
        {
            Channel = subject.Channel,
            Record = subject.Record,
            Identity = $"{subject.SourceId}\n{subject.Key}",
        };
        if (policy.OnFinding(current, finding, context) is not { } change) return null;
        if (change.Item.Id != current?.Id)
        {
            ItemRows.Insert(session, change, subject.ListingNo, findingNo, subject.SourceId, Columns.Name(subject.Channel), actor);
            KinRows.SaveMarks(session, subject.ListingNo, subject.Marks());
        }
        else if (ItemRows.Update(session, change.Item, current.Revision, change.Trigger, actor, finding.ScoredAt) is null)
            throw new StoreConflictException($"Item {current.Id} changed while a finding about its listing was stored.");
        return change;
    }
}
