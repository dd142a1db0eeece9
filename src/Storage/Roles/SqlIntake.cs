using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Takes fetched pages in: everything a page brought becomes one durable state, or nothing of it does.</summary>
internal sealed class SqlIntake : IIntakeStore
{
    /// <summary>Who opens and reopens items when a page is taken in.</summary>
    private const string ScanActor = "system:scan";

    private readonly IStoreWriter _writer;
    private readonly IReviewPolicy _policy;
    private readonly TimeProvider _time;
    private readonly string _process;

    public SqlIntake(IStoreWriter writer, IReviewPolicy policy, TimeProvider time, string process)
    {
        _process = process;
        _writer = writer;
        _policy = policy;
        _time = time;
    }

    public async Task<IReadOnlyList<ListingReceipt>> AcknowledgeAsync(PageAcknowledgement page, CancellationToken cancellationToken) => (await RunAsync(page, null, cancellationToken)).Listings;

    public async Task<IReadOnlyList<SeenListing>> AcknowledgeAsync(UnchangedPage page, CancellationToken cancellationToken) => (await RunAsync(page, null, cancellationToken)).Listings;

    public Task<PageTaken<ListingReceipt>> AcknowledgeAndLeaseAsync(PageAcknowledgement page, LeaseWish next, CancellationToken cancellationToken) => RunAsync(page, next, cancellationToken);

    public Task<PageTaken<SeenListing>> AcknowledgeAndLeaseAsync(UnchangedPage page, LeaseWish next, CancellationToken cancellationToken) => RunAsync(page, next, cancellationToken);

    private async Task<PageTaken<ListingReceipt>> RunAsync(PageAcknowledgement page, LeaseWish? next, CancellationToken cancellationToken)
    {
        // Serialised here, on the caller's thread: the writer is the one thing that all wait for.
        var arrivals = page.Listings.Select(listing => new Arrival(listing, page)).ToArray();
        await page.Archived;
        return await _writer.RunAsync(
            session =>
            {
                var run = RunOf(session, page.Run);
                return new PageTaken<ListingReceipt>(Acknowledge(session, page, arrivals, run.No), Next(session, page.Run, run, next));
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    private async Task<PageTaken<SeenListing>> RunAsync(UnchangedPage page, LeaseWish? next, CancellationToken cancellationToken)
    {
        await page.Archived;
        return await _writer.RunAsync(
            session =>
            {
                var run = RunOf(session, page.Run);
                return new PageTaken<SeenListing>(Acknowledge(session, page, run.No), Next(session, page.Run, run, next));
            },
            Durability.PowerLoss,
            cancellationToken);
    }

    private static (long No, bool IsOpen) RunOf(StoreSession session, CrawlRun run) =>
        session.First("SELECT no, ended_at FROM runs WHERE id = ?1", row => (row.GetInt64(0), row.IsDBNull(1)), run.Id.Blob()) is { Item1: not 0 } found
            ? found
            : throw new InvalidOperationException($"The store knows no run {run.Id}.");

    private FrontierEntry? Next(StoreSession session, CrawlRun run, (long No, bool IsOpen) row, LeaseWish? wish) =>
        wish is null || !row.IsOpen ? null : SqlFrontier.Lease(session, row.No, run.Id, run.SourceId, wish, _process);

    private List<SeenListing> Acknowledge(StoreSession session, UnchangedPage page, long run)
    {
        CaptureRows.SaveSource(session, page.Source, page.Capture.CapturedAt);
        CaptureRows.Save(session, page.Capture, PageKind.Listing, page.Archive, run);
        SqlPages.Save(session, page.Entry, page.Memory);
        Finish(session, page.Entry);
        session.Post(
            "UPDATE listings SET last_seen = CASE WHEN last_seen < ?3 THEN ?3 ELSE last_seen END WHERE source_id = ?1 AND no IN (SELECT listing_no FROM listing_urls WHERE url = ?2)",
            page.Source.Id,
            page.Entry.CanonicalUrl,
            page.Capture.CapturedAt.ToMicroseconds());
        return session.All(
            """
            SELECT l.id, f.flagged, CASE WHEN f.flagged = 1 THEN f.result END
            FROM listing_urls u JOIN listings l ON l.no = u.listing_no JOIN snapshots s ON s.no = l.latest_snapshot JOIN findings f ON f.no = s.latest_finding
            WHERE u.url = ?2 AND l.source_id = ?1
            """,
            row => new SeenListing(row.Id(0), row.Flag(1), row.TextOrNull(2) is { } result ? StoredResult.Read(result).SuspectedCodes : []),
            page.Source.Id,
            page.Entry.CanonicalUrl);
    }

    private List<ListingReceipt> Acknowledge(StoreSession session, PageAcknowledgement page, Arrival[] arrivals, long run)
    {
        // Who follows the snapshots by their numbers waits for those on their way.
        session.ShareTurn(SqlSearch.SnapshotTurn);
        CaptureRows.SaveSource(session, page.Source, page.Capture.CapturedAt);
        var capture = CaptureRows.Save(session, page.Capture, page.Kind, page.Archive, run);

        var receipts = new Dictionary<string, ListingReceipt>(StringComparer.Ordinal);
        var judged = new List<Judged>();
        foreach (var arrival in session.Dialect.InLockOrder(arrivals, arrival => arrival.Listing.Key))
        {
            // Twice on one page is one listing: the first mention counts.
            if (!receipts.ContainsKey(arrival.Listing.Key)) receipts[arrival.Listing.Key] = TakeIn(session, page, arrival, capture, judged);
        }

        // After all listings: who changes items waits for no listing.
        foreach (var one in judged)
        {
            if (ChangeItem(session, page, one) is { } change)
                receipts[one.Arrival.Listing.Key] = receipts[one.Arrival.Listing.Key] with { ItemId = change.Item.Id, ItemTrigger = change.Trigger };
        }

        if (page.Capture.Status is 404 or 410) MarkGone(session, page);
        if (page.Memory is { } memory) SqlPages.Save(session, page.Entry, memory);
        Finish(session, page.Entry);
        SqlFrontier.Add(session, run, page.Source.Id, page.Discovered);
        return [.. arrivals.Select(arrival => receipts[arrival.Listing.Key])];
    }

    /// <summary>
    /// Ends the row. A worker that was cut off comes back late: where another has leased the page meanwhile, the page is that one's and
    /// nothing of this stays.
    /// </summary>
    private void Finish(StoreSession session, FrontierEntry entry)
    {
        var finished = session.Execute(
            "UPDATE frontier SET state = 'done', outcome = NULL, leased_by = NULL, leased_in = NULL, leased_until = NULL WHERE no = ?1 AND (leased_in IS NULL OR leased_in = ?2)",
            entry.Id,
            _process);
        if (finished == 0 && session.Scalar("SELECT 1 FROM frontier WHERE no = ?1", entry.Id) is not null)
            throw new InvalidOperationException($"The lease of {entry.CanonicalUrl} was lost to another worker.");
    }

    // Only listings not met in this run: an old address may be gone while the listing lives at another.
    private static void MarkGone(StoreSession session, PageAcknowledgement page) => session.Execute(
        """
        UPDATE listings SET state = 'gone'
        WHERE source_id = ?1 AND last_seen < ?4 AND no IN (SELECT listing_no FROM listing_urls WHERE url IN (?2, ?3))
        """,
        page.Source.Id,
        page.Entry.CanonicalUrl,
        page.Capture.RequestUrl,
        page.Run.StartedAt.ToMicroseconds());

    private ListingReceipt TakeIn(StoreSession session, PageAcknowledgement page, Arrival arrival, long capture, List<Judged> judged)
    {
        var seenAt = page.Capture.CapturedAt;
        var (snapshotAhead, findingAhead) = (session.Dialect.NumberAhead(session, "snapshots"), session.Dialect.NumberAhead(session, "findings"));
        var (listing, listingIsNew) = SaveListing(session, page.Source, arrival, seenAt, snapshotAhead);
        foreach (var url in arrival.Urls)
            session.Post("INSERT INTO listing_urls (url, listing_no, first_seen) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", url, listing.No, seenAt.ToMicroseconds());

        var isCard = page.Kind == PageKind.List;
        var latest = listingIsNew ? null : LatestSnapshot(session, listing.No);
        var says = latest is null || !string.Equals(latest.ContentSha256, arrival.Listing.ContentSha256, StringComparison.Ordinal);
        // A card in a list says less than the listing's own page did; it is no news that it says less.
        if (says && isCard && latest is { IsCard: false }) return new(listing.Id, latest.Id, latest.FindingId, false, false, null, null);

        var snapshot = says ? SaveSnapshot(session, arrival, listing.No, capture, seenAt, isCard, latest is null ? snapshotAhead : null, findingAhead, replaces: latest is not null) : latest!;
        if (!says && !isCard && snapshot.IsCard) session.Post("UPDATE snapshots SET is_card = 0 WHERE no = ?1", snapshot.No);

        if (says && !listingIsNew)
        {
            KinRows.SaveSeller(session, listing.No, arrival.Seller);
            if (session.Scalar("SELECT 1 FROM review_items WHERE listing_no = ?1", listing.No) is not null) KinRows.SaveMarks(session, listing.No, arrival.Marks);
        }

        var scorer = CaptureRows.ScorerNo(session, arrival.Listing.Scorer);
        if (!says && snapshot.ScorerNo == scorer) return new(listing.Id, snapshot.Id, snapshot.FindingId, listingIsNew, false, null, null);

        var (finding, findingNo) = SaveFinding(session, arrival, listing.Id, snapshot, scorer, says ? findingAhead : null);
        judged.Add(new(arrival, listing.No, listingIsNew, finding, findingNo));
        return new(listing.Id, snapshot.Id, finding.Id, listingIsNew, says, null, null);
    }

    private static ((long No, Guid Id) Listing, bool IsNew) SaveListing(StoreSession session, SourceDefinition source, Arrival arrival, DateTimeOffset seenAt, long? snapshotAhead)
    {
        var key = IndexedText.Key(arrival.Listing.Key);
        var known = session.First(
            $"SELECT no, id, merged_into FROM listings WHERE source_id = ?1 AND key = ?2{session.Dialect.ForUpdate()}",
            row => (No: row.GetInt64(0), Id: row.Id(1), MergedInto: row.LongOrNull(2)),
            source.Id,
            key);
        while (known.MergedInto is { } target)
        {
            known = session.First($"SELECT no, id, merged_into FROM listings WHERE no = ?1{session.Dialect.ForUpdate()}", row => (No: row.GetInt64(0), Id: row.Id(1), MergedInto: row.LongOrNull(2)), target);
        }

        var place = source.Place ?? IndexedText.Name(arrival.Listing.Content.Record.Seller.Location);
        if (known.No != 0)
        {
            session.Post(
                "UPDATE listings SET url = ?2, last_seen = CASE WHEN last_seen < ?3 THEN ?3 ELSE last_seen END, state = ?4, place = coalesce(?5, place), unit_id = ?6 WHERE no = ?1",
                known.No,
                arrival.Listing.Url,
                seenAt.ToMicroseconds(),
                arrival.State,
                place,
                source.Unit);
            return ((known.No, known.Id), false);
        }

        var id = Guid.CreateVersion7(seenAt);
        var no = session.Insert(
            "INSERT INTO listings (id, source_id, key, url, first_seen, last_seen, state, unit_id, place, seller_key, latest_snapshot) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10)",
            id.Blob(),
            source.Id,
            key,
            arrival.Listing.Url,
            seenAt.ToMicroseconds(),
            arrival.State,
            source.Unit,
            place,
            arrival.Seller,
            snapshotAhead);
        return ((no, id), true);
    }

    private static StoredSnapshot? LatestSnapshot(StoreSession session, long listing) => session.First(
        """
        SELECT s.no, s.id, s.content_sha256, s.is_card, f.id, f.scorer_no
        FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot JOIN findings f ON f.no = s.latest_finding WHERE l.no = ?1
        """,
        row => new StoredSnapshot(row.GetInt64(0), row.Id(1), row.GetString(2), row.GetInt64(3) != 0, row.Id(4), row.GetInt64(5)),
        listing);

    /// <param name="ahead">The number that the listing names as its latest snapshot's already, or null.</param>
    /// <param name="findingAhead">The number that the finding about it will bear, or null where that is not known.</param>
    private static StoredSnapshot SaveSnapshot(
        StoreSession session, Arrival arrival, long listing, long capture, DateTimeOffset at, bool isCard, long? ahead, long? findingAhead, bool replaces)
    {
        var id = Guid.CreateVersion7(at);
        var no = session.Insert(
            """
            INSERT INTO snapshots (id, listing_no, capture_no, captured_at, is_card, content_sha256, definition_version, extractor_version, price_vnd, latest_finding, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """,
            id.Blob(),
            listing,
            capture,
            at.ToMicroseconds(),
            isCard,
            arrival.Listing.ContentSha256,
            arrival.Listing.DefinitionVersion,
            arrival.Listing.ExtractorVersion,
            arrival.Listing.Content.Record.PriceVnd,
            findingAhead,
            arrival.Content);
        if (no != ahead) session.Post("UPDATE listings SET latest_snapshot = ?2 WHERE no = ?1", listing, no);
        session.Dialect.SaveWords(session, listing, arrival.Title, arrival.Body, replaces);
        return new(no, id, arrival.Listing.ContentSha256, isCard, default, 0);
    }

    private (Finding Finding, long No) SaveFinding(StoreSession session, Arrival arrival, Guid listingId, StoredSnapshot snapshot, long scorer, long? ahead)
    {
        var now = Instants.FromMicroseconds(_time.GetUtcNow().ToMicroseconds());
        var finding = new Finding
        {
            Id = Guid.CreateVersion7(now),
            ListingId = listingId,
            SnapshotId = snapshot.Id,
            ScoredAt = now,
            Result = arrival.Listing.Result,
            Versions = arrival.Listing.Scorer,
        };
        return (finding, FindingRows.Insert(session, finding, snapshot.No, scorer, arrival.Result, ahead));
    }

    private ItemChange? ChangeItem(StoreSession session, PageAcknowledgement page, Judged judged)
    {
        var (listing, record) = (judged.Arrival.Listing, judged.Arrival.Listing.Content.Record);
        var subject = new ItemSubject(judged.ListingNo, page.Source.Id, listing.Key, page.Source.Channel, record, page.Source.Unit, page.Source.Place ?? IndexedText.Name(record.Seller.Location)) { Marks = () => judged.Arrival.Marks };
        // About a listing first seen there is no matter yet.
        var current = judged.ListingIsNew ? null : FindingRows.CurrentItem(session, judged.ListingNo);
        return FindingRows.ChangeItem(session, _policy, current, subject, judged.Finding, judged.FindingNo, ScanActor);
    }

    private sealed record StoredSnapshot(long No, Guid Id, string ContentSha256, bool IsCard, Guid FindingId, long ScorerNo);

    /// <summary>A new finding, whose listing's item may change.</summary>
    private sealed record Judged(Arrival Arrival, long ListingNo, bool ListingIsNew, Finding Finding, long FindingNo);
}
