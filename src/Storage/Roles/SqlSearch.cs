using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Looking listings up.</summary>
internal sealed class SqlSearch : ISearchStore
{
    /// <summary>Shared by all that add snapshots; taken by who wants to know that none below the last is still on its way.</summary>
    internal const string SnapshotTurn = "snapshots";

    private const string Follower = "listing-marks";

    // Hits gone through at most: a word that stands in every listing must not make one search pass over a million rows.
    private const int MostLookedAt = 4000;

    private const string Columns =
        $"{ListingRows.ListingColumns}, s.content, {ItemRows.Fields}";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlSearch(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<SearchPage> WordsAsync(string words, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            foreach (var query in SearchWords.Attempts(session.Dialect, words))
            {
                // Newest first is the order in which the index itself runs backwards, so that the limit ends the work.
                var hits = session.All($"{session.Dialect.Matching("?1")} ORDER BY {session.Dialect.WordsKey} DESC LIMIT ?2", row => row.GetInt64(0), query, MostLookedAt);
                if (hits.Count > 0) return Read(session, hits, units, limit);
            }
            return new SearchPage([], true);
        },
        cancellationToken);

    public Task<SearchPage> MarkAsync(ListingMark mark, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            var kind = Storage.Columns.Name(mark.Kind);
            var hits = session.All("SELECT listing_no FROM listing_marks WHERE kind = ?1 AND value = ?2 ORDER BY listing_no DESC LIMIT ?3", row => row.GetInt64(0), kind, IndexedText.Name(mark.Value), MostLookedAt);
            return Read(session, hits, units, limit);
        },
        cancellationToken);

    public Task<SearchHit?> HitAsync(Guid listingId, IReadOnlyList<string>? units, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.Scalar("SELECT no FROM listings WHERE id = ?1", listingId.Blob()) is long no ? Hit(session, no, units) : null,
        cancellationToken);

    public async Task<IReadOnlyList<UnindexedSnapshot>> UnindexedAsync(int limit, CancellationToken cancellationToken)
    {
        // Numbers are given before they are committed: only up to the last that was there while none was on its way.
        var settled = await _writer.RunAsync(
            session =>
            {
                session.TakeTurn(SnapshotTurn);
                return (long)session.Scalar("SELECT coalesce(max(no), 0) FROM snapshots")!;
            },
            Durability.ProcessEnd,
            cancellationToken);
        return await _readers.RunAsync<IReadOnlyList<UnindexedSnapshot>>(
            session => session.All(
                "SELECT s.no, l.no, l.key, s.content FROM snapshots s JOIN listings l ON l.no = s.listing_no WHERE s.no > ?1 AND s.no <= ?3 ORDER BY s.no LIMIT ?2",
                row => new UnindexedSnapshot(row.GetInt64(0), row.GetInt64(1), row.GetString(2), Storage.Columns.FromJson<ExtractedListing>(row.GetString(3))),
                session.Scalar("SELECT at_no FROM followers WHERE name = ?1", Follower) ?? 0L,
                limit,
                settled),
            cancellationToken);
    }

    public Task SaveMarksAsync(IReadOnlyList<(long ListingPosition, ListingMark Mark)> marks, long upTo, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            foreach (var (listing, mark) in marks)
                session.Post("INSERT INTO listing_marks (kind, value, listing_no) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", Storage.Columns.Name(mark.Kind), IndexedText.Name(mark.Value), listing);
            return session.Execute("INSERT INTO followers (name, at_no) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET at_no = CASE WHEN followers.at_no < excluded.at_no THEN excluded.at_no ELSE followers.at_no END", Follower, upTo);
        },
        Durability.ProcessEnd,
        cancellationToken);

    private static SearchPage Read(StoreSession session, List<long> hits, IReadOnlyList<string>? units, int limit)
    {
        var read = new List<SearchHit>(limit);
        foreach (var no in hits)
        {
            if (Hit(session, no, units) is not { } hit) continue;
            if (read.Count == limit) return new(read, false);
            read.Add(hit);
        }
        return new(read, hits.Count < MostLookedAt);
    }

    private static SearchHit? Hit(StoreSession session, long no, IReadOnlyList<string>? units)
    {
        var unit = (string?)session.Scalar("SELECT unit_id FROM listings WHERE no = ?1", no);
        if (unit is null || (units is null ? unit == WellKnownUnits.Canary : !units.Contains(unit, StringComparer.Ordinal))) return null;
        return session.First(
            $"""
            SELECT {Columns} FROM listings l LEFT JOIN snapshots s ON s.no = l.latest_snapshot
            LEFT JOIN review_items i ON i.no = (SELECT x.no FROM review_items x WHERE x.listing_no = l.no ORDER BY x.state IN ('new', 'leased', 'waiting') DESC, x.no DESC LIMIT 1)
            LEFT JOIN findings f ON f.no = i.finding_no
            WHERE l.no = ?1
            """,
            Hit,
            no);
    }

    private static SearchHit Hit(DbDataReader row)
    {
        var record = row.TextOrNull(ListingRows.ListingWidth) is { } content ? Storage.Columns.FromJson<ExtractedListing>(content).Record : new();
        var title = record.Title.Length > 0 ? record.Title : record.Description;
        const int Item = ListingRows.ListingWidth + 1;
        return new(ListingRows.Listing(row), title, record.Seller.Name, record.PriceVnd, row.IsDBNull(Item) ? null : ItemRows.Item(row, Item));
    }
}
