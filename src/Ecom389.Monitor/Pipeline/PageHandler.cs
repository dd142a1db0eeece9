using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Extraction;
using Ecom389.Monitor.Operations.Telemetry;

namespace Ecom389.Monitor.Pipeline;

/// <summary>A listing of an acknowledged page, judged.</summary>
internal sealed record AcknowledgedListing(string Source, JudgedListing Listing, ListingReceipt Receipt);

/// <summary>
/// What happens to a fetched page, in the order that lets nothing be lost: written to the archive before it is believed, read and judged in
/// memory, on disk before it is acknowledged in one durable step.
/// </summary>
internal sealed class PageHandler : IPageHandler
{
    private readonly ICaptureArchive _archive;
    private readonly IPageExtractor _extractor;
    private readonly IListingScorer _scorer;
    private readonly IIntakeStore _intake;
    private readonly Action<AcknowledgedListing> _acknowledged;
    private readonly Action<string, SeenListing> _unchanged;
    private readonly ConcurrentDictionary<string, string> _readers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Redactor> _redactors = new(StringComparer.Ordinal);

    /// <param name="archive">Keeps the capture.</param>
    /// <param name="extractor">Reads it.</param>
    /// <param name="scorer">Judges what was read.</param>
    /// <param name="intake">Makes it durable.</param>
    /// <param name="acknowledged">Told each listing once it is durable; called from several threads.</param>
    /// <param name="unchanged">Told source and listing of a page that is as it was; called from several threads.</param>
    public PageHandler(
        ICaptureArchive archive, IPageExtractor extractor, IListingScorer scorer, IIntakeStore intake, Action<AcknowledgedListing> acknowledged, Action<string, SeenListing> unchanged)
    {
        _archive = archive;
        _extractor = extractor;
        _scorer = scorer;
        _intake = intake;
        _acknowledged = acknowledged;
        _unchanged = unchanged;
    }

    /// <summary>Told which captures stand behind a flagged finding, with its quotes; null keeps no such record.</summary>
    public FindingEvidence? Evidence { get; init; }

    /// <inheritdoc />
    public async Task<PageHandled> HandleAsync(PageContext page, Capture fetched, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(page, fetched, cancellationToken);
        return begun.Handled with { Next = await begun.Stored };
    }

    /// <inheritdoc />
    public async Task<PageInHand> BeginAsync(PageContext page, Capture fetched, CancellationToken cancellationToken)
    {
        var (run, entry, source, links) = page;
        var capture = Redact(source, fetched);
        var kept = await KeepAsync(capture, cancellationToken);
        try
        {
            var read = Extract(capture, source);
            var judged = Judge(read, source, capture);
            var discovered = links.Discover(entry, capture, read.Links);
            var flagged = judged.Count(listing => listing.Result.Flagged);
            var own = read.Kind == PageKind.Listing && judged is [{ Content.CanonicalUrl: { } said }] ? CanonicalUrl.TryCreate(said) : null;
            var acknowledgement = new PageAcknowledgement(run, entry, source, capture, kept.Location, read.Kind, judged, discovered) { Memory = Remember(page, capture, read.Kind, judged, flagged > 0), Archived = kept.SettleAsync() };
            return new(new(judged.Count, flagged, own), StoreAsync(acknowledgement, page.Next, cancellationToken));
        }
        finally
        {
            // Settled or not: who reads no further leaves the capture to be put down by itself.
            kept.Dispose();
        }
    }

    /// <inheritdoc />
    public async Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture fetched, CancellationToken cancellationToken)
    {
        var capture = Redact(page.Source, fetched);
        using var kept = await KeepAsync(capture, cancellationToken);
        var memory = RevisitPolicy.After(page.Entry.Known, capture, contentSha256: null, Reader(page.Source), flagged: null);
        using var span = MonitorTelemetry.Spans.StartActivity("store");
        var unchanged = new UnchangedPage(page.Run, page.Entry, page.Source, capture, kept.Location, memory) { Archived = kept.SettleAsync() };
        var (listings, next) = page.Next is { } wish ? await _intake.AcknowledgeAndLeaseAsync(unchanged, wish, cancellationToken) : new(await _intake.AcknowledgeAsync(unchanged, cancellationToken), null);
        foreach (var listing in listings) _unchanged(page.Source.Id, listing);
        return new(listings.Count, listings.Count(listing => listing.Flagged)) { Next = next };
    }

    /// <inheritdoc />
    public string Reader(SourceDefinition source) => _readers.GetOrAdd(source.Version, version => ContentHash.Of($"{_extractor.Version}\n{version}\n{_scorer.Versions}"));

    // Blacked out before anything is hashed, read or kept.
    private Capture Redact(SourceDefinition source, Capture fetched) => _redactors.GetOrAdd(source.Id, _ => new Redactor(source.Redact)).Apply(fetched);

    private async Task<IWrittenCapture> KeepAsync(Capture capture, CancellationToken cancellationToken)
    {
        using var span = MonitorTelemetry.Spans.StartActivity("archive");
        return await _archive.WriteAsync(capture, cancellationToken);
    }

    private async Task<FrontierEntry?> StoreAsync(PageAcknowledgement page, LeaseWish? next, CancellationToken cancellationToken)
    {
        PageTaken<ListingReceipt> taken;
        using (MonitorTelemetry.Spans.StartActivity("store"))
        {
            taken = next is { } wish ? await _intake.AcknowledgeAndLeaseAsync(page, wish, cancellationToken) : new(await _intake.AcknowledgeAsync(page, cancellationToken), null);
        }

        var (judged, receipts, capture) = (page.Listings, taken.Listings, page.Capture);
        Evidence?.Append([.. judged.Zip(receipts).Where(pair => pair.First.Result.Flagged).Select(pair => new FindingCapture(
            pair.Second.FindingId, "listing", capture.Id, capture.Url, capture.CapturedAt, page.Archive, QuotedEvidence.Of(pair.First.Result, pair.First.Content, capture.Id)))]);
        for (var i = 0; i < judged.Count; i++) _acknowledged(new(page.Source.Id, judged[i], receipts[i]));
        return taken.Next;
    }

    private PageExtraction Extract(Capture capture, SourceDefinition source)
    {
        using var span = MonitorTelemetry.Spans.StartActivity("extract");
        var read = _extractor.Extract(capture, source);
        span?.SetTag("page.kind", read.Kind.ToString()).SetTag("listings", read.Listings.Count);
        return read;
    }

    /// <summary>Only pages of listings are remembered, and of those that are gone only what was one.</summary>
    private PageMemory? Remember(PageContext page, Capture capture, PageKind kind, List<JudgedListing> judged, bool flagged)
    {
        if (capture.Status is 404 or 410) return page.Entry.Known is { } known ? RevisitPolicy.After(known, capture, null, Reader(page.Source), flagged: false) : null;
        if (kind != PageKind.Listing || judged.Count == 0) return null;
        var content = ContentHash.Of(string.Join('\n', judged.Select(listing => listing.ContentSha256)));
        return RevisitPolicy.After(page.Entry.Known, capture, content, Reader(page.Source), flagged);
    }

    /// <summary>
    /// Listings of a page that are to be kept. Cards of a list are not: their own pages say more, and two tellings of one offer
    /// would look like a change of it.
    /// </summary>
    private List<JudgedListing> Judge(PageExtraction page, SourceDefinition source, Capture capture)
    {
        var judged = new List<JudgedListing>();
        // An error page may well look like a page of listings: the shop shows other goods on it.
        if (capture.Status is < 200 or > 299 || page.Kind is not (PageKind.Listing or PageKind.Timeline)) return judged;
        using var span = MonitorTelemetry.Spans.StartActivity("score");
        var asOf = DateOnly.FromDateTime(capture.CapturedAt.ToDisplayTime().DateTime);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var listing in page.Listings)
        {
            var url = CanonicalUrl.TryCreate(listing.CanonicalUrl ?? capture.Url) ?? capture.Url;
            var key = listing.ItemId ?? url;
            if (!seen.Add(key)) continue;
            var record = listing.Record with { Id = key, Url = listing.Record.Url ?? url };
            judged.Add(new(key, url, listing with { Record = record }, ListingContent.Hash(listing), _extractor.Version, source.Version, _scorer.Score(record, asOf), _scorer.Versions));
        }

        return judged;
    }
}
