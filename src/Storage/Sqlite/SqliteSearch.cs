using Ecom389.Monitor.Core;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Storage;

/// <summary>Looking listings up in SQLite.</summary>
internal sealed class SqliteSearch : ISearchStore
{
    private const string Follower = "listing-marks";

    // Hits gone through at most: a word that stands in every listing must not make one search pass over a million rows.
    private const int MostLookedAt = 4000;

    private const string Columns =
        $"{ListingRows.ListingColumns}, s.content, {ItemRows.Fields}";

    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    public SqliteSearch(SqliteWriter writer, SqliteReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<SearchPage> WordsAsync(string words, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            foreach (var query in SearchWords.Attempts(words))
            {
                // Newest first is the order in which the index itself runs backwards, so that the limit ends the work.
                var hits = session.All("SELECT rowid FROM listing_words WHERE listing_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2", row => row.GetInt64(0), query, MostLookedAt);
                if (hits.Count > 0) return Read(session, hits, units, limit);
            }
            return new SearchPage([], true);
        },
        cancellationToken);

    public Task<SearchPage> MarkAsync(ListingMark mark, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => _readers.RunAsync(
        session =>
        {
            var kind = Storage.Columns.Name(mark.Kind);
            var hits = session.All("SELECT listing_no FROM listing_marks WHERE kind = ?1 AND value = ?2 ORDER BY listing_no DESC LIMIT ?3", row => row.GetInt64(0), kind, mark.Value, MostLookedAt);
            return Read(session, hits, units, limit);
        },
        cancellationToken);

    public Task<SearchHit?> HitAsync(Guid listingId, IReadOnlyList<string>? units, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.Scalar("SELECT no FROM listings WHERE id = ?1", listingId.Blob()) is long no ? Hit(session, no, units) : null,
        cancellationToken);

    public Task<IReadOnlyList<UnindexedSnapshot>> UnindexedAsync(int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<UnindexedSnapshot>>(
        session => session.All(
            "SELECT s.no, l.no, l.key, s.content FROM snapshots s JOIN listings l ON l.no = s.listing_no WHERE s.no > ?1 ORDER BY s.no LIMIT ?2",
            row => new UnindexedSnapshot(row.GetInt64(0), row.GetInt64(1), row.GetString(2), Storage.Columns.FromJson<ExtractedListing>(row.GetString(3))),
            session.Scalar("SELECT at_no FROM followers WHERE name = ?1", Follower) ?? 0L,
            limit),
        cancellationToken);

    public Task SaveMarksAsync(IReadOnlyList<(long ListingPosition, ListingMark Mark)> marks, long upTo, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            foreach (var (listing, mark) in marks)
                session.Execute("INSERT OR IGNORE INTO listing_marks (kind, value, listing_no) VALUES (?1, ?2, ?3)", Storage.Columns.Name(mark.Kind), mark.Value, listing);
            return session.Execute("INSERT INTO followers (name, at_no) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET at_no = max(at_no, excluded.at_no)", Follower, upTo);
        },
        Durability.ProcessEnd,
        cancellationToken);

    private static SearchPage Read(SqliteSession session, List<long> hits, IReadOnlyList<string>? units, int limit)
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

    private static SearchHit? Hit(SqliteSession session, long no, IReadOnlyList<string>? units)
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

    private static SearchHit Hit(SqliteDataReader row)
    {
        var record = row.TextOrNull(ListingRows.ListingWidth) is { } content ? Storage.Columns.FromJson<ExtractedListing>(content).Record : new();
        var title = record.Title.Length > 0 ? record.Title : record.Description;
        const int Item = ListingRows.ListingWidth + 1;
        return new(ListingRows.Listing(row), title, record.Seller.Name, record.PriceVnd, row.IsDBNull(Item) ? null : ItemRows.Item(row, Item));
    }
}
