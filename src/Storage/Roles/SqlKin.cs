using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Listings of one seller and near-duplicates.</summary>
internal sealed class SqlKin(IStoreReaders readers) : IKinStore
{
    // Candidates compared exactly: more than this say the same boilerplate, and the person needs no longer list. A glance beside an
    // item is content with the likeliest; who decides many at once is shown more.
    private const int MostCompared = 120;

    private const int ComparedAtAGlance = 40;

    private const int Glance = 10;

    // Of a text that ten thousand share, the newest of each band are enough.
    private const int MostOfABand = 400;

    private const string Row =
        $"""
        SELECT {ListingRows.ListingColumns}, {ListingRows.SnapshotColumns}, f.flagged, f.priority, i.no
        FROM listings l
        JOIN snapshots s ON s.no = l.latest_snapshot
        JOIN captures c ON c.no = s.capture_no
        JOIN findings f ON f.no = s.latest_finding
        LEFT JOIN review_items i ON i.no = (SELECT x.no FROM review_items x WHERE x.listing_no = l.no ORDER BY x.state IN ('new', 'leased', 'waiting') DESC, x.no DESC LIMIT 1)
        """;

    public Task<KinPage> OfSellerAsync(Guid listingId, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken) => readers.RunAsync(
        session =>
        {
            if (session.First("SELECT no, seller_key FROM listings WHERE id = ?1", row => (No: row.GetInt64(0), Key: row.TextOrNull(1)), listingId.Blob()) is not { Key: { } key } self) return new KinPage([], 0);
            var seen = Seen(units);
            var total = (long)session.Scalar($"SELECT count(*) FROM (SELECT 1 FROM listings l WHERE l.seller_key = ?1 AND l.no <> ?2 AND {seen} LIMIT 10000) AS found", key, self.No)!;
            var listings = session.All(
                $"{Row} WHERE l.seller_key = ?1 AND l.no <> ?2 AND {seen} ORDER BY f.flagged DESC, l.no DESC LIMIT ?3",
                row => Read(row, null),
                key,
                self.No,
                Math.Clamp(limit, 1, 500));
            return new KinPage([.. listings.Select(found => WithItem(session, found))], checked((int)total));
        },
        cancellationToken);

    public Task<KinPage> NearAsync(Guid listingId, IReadOnlyList<string>? units, double least, int limit, CancellationToken cancellationToken) => readers.RunAsync(
        session =>
        {
            var self = session.First(
                "SELECT l.no, s.content FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot WHERE l.id = ?1",
                row => (No: row.GetInt64(0), Content: row.GetString(1)),
                listingId.Blob());
            if (self.Content is null) return new KinPage([], 0);
            var shingles = TextSketch.ShinglesOf(Columns.FromJson<ExtractedListing>(self.Content).Record);
            // Most candidates turn out to be unlike: their words are read first, and the rest only of those that are alike.
            var near = Candidates(session, self.No, limit <= Glance ? ComparedAtAGlance : MostCompared)
                .Select(no => (No: no, Likeness: LikenessTo(session, shingles, no))).Where(pair => pair.Likeness >= least)
                .Select(pair => session.First($"{Row} WHERE l.no = ?1 AND {Seen(units)}", row => Read(row, pair.Likeness), pair.No)).Where(found => found.Kin is not null).Select(found => WithItem(session, found))
                .OrderByDescending(kin => kin.Likeness).ThenByDescending(kin => kin.Listing.LastSeen).ToList();
            return new KinPage([.. near.Take(Math.Clamp(limit, 1, 500))], near.Count);
        },
        cancellationToken);

    /// <summary>Those that share most bands first: the likeliest are compared even where boilerplate makes thousands of candidates.</summary>
    private static IEnumerable<long> Candidates(StoreSession session, long listing, int most)
    {
        var shared = new Dictionary<long, int>();
        foreach (var mark in session.All("SELECT mark FROM sketch_bands WHERE listing_no = ?1", row => row.GetInt64(0), listing))
        {
            foreach (var other in session.All("SELECT listing_no FROM sketch_bands WHERE mark = ?1 AND listing_no <> ?2 ORDER BY listing_no DESC LIMIT ?3", row => row.GetInt64(0), mark, listing, MostOfABand))
                shared[other] = shared.GetValueOrDefault(other) + 1;
        }
        return shared.OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).Take(most).Select(pair => pair.Key);
    }

    private static double LikenessTo(StoreSession session, uint[] shingles, long listing) =>
        session.Scalar("SELECT s.content FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot WHERE l.no = ?1", listing) is string content
            ? Shingles.Likeness(shingles, TextSketch.ShinglesOf(Columns.FromJson<ExtractedListing>(content).Record))
            : 0;

    // Unit ids are ids of our own table, quoted all the same.
    private static string Seen(IReadOnlyList<string>? units) => units is null
        ? $"l.unit_id <> '{WellKnownUnits.Canary}'"
        : $"l.unit_id IN ({string.Join(", ", units.Select(unit => $"'{unit.Replace("'", "''", StringComparison.Ordinal)}'"))})";

    private static KinListing WithItem(StoreSession session, (KinListing Kin, long? Item) found) => found.Item is { } no
        ? found.Kin with { Item = session.First($"SELECT {ItemRows.Fields} FROM {ItemRows.Joins} WHERE i.no = ?1", ItemRows.Item, no) }
        : found.Kin;

    /// <summary>The row, and the number of its item: that is read when these rows have been.</summary>
    private static (KinListing Kin, long? Item) Read(DbDataReader row, double? likeness)
    {
        const int After = ListingRows.ListingWidth + ListingRows.SnapshotWidth;
        var snapshot = ListingRows.Snapshot(row, ListingRows.ListingWidth);
        var kin = new KinListing(
            ListingRows.Listing(row),
            snapshot,
            Item: null,
            row.Flag(After),
            row.GetDouble(After + 1),
            likeness);
        return (kin, row.LongOrNull(After + 2));
    }
}
