using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence;

namespace Ecom389.Monitor.Pipeline;

/// <summary>How many rich captures were taken, could not be taken, and are left for the next scan.</summary>
internal sealed record RichCaptureSummary(int Taken, int Failed, int Left);

/// <summary>
/// Listing flagged → rich capture, in the same run: each open matter whose snapshot has none is captured by the browser, the most urgent
/// first, while the time for it lasts. What is left over is found again at the next scan, as nothing but the archive says what was taken.
/// </summary>
internal sealed class RichCaptures
{
    private const int PageSize = 200;

    private static readonly ReviewState[] OpenStates = [ReviewState.New, ReviewState.Leased, ReviewState.Waiting];

    private readonly ScanEngine _engine;
    private readonly ICaptureArchive _archive;
    private readonly FindingEvidence _evidence;
    private readonly IQueueStore _queue;
    private readonly IListingStore _listings;

    public RichCaptures(ScanEngine engine, ICaptureArchive archive, FindingEvidence evidence, IQueueStore queue, IListingStore listings)
    {
        _engine = engine;
        _archive = archive;
        _evidence = evidence;
        _queue = queue;
        _listings = listings;
    }

    /// <summary>Told in a sentence of a capture that could not be taken.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The kill switch: nothing more is fetched of a source for which it says true.</summary>
    public Func<SourceDefinition, bool> IsStopped { get; init; } = static _ => false;

    /// <summary>How long may be spent; a capture begun is finished.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(20);

    public async Task<RichCaptureSummary> RunAsync(IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return new(0, 0, 0);
        var started = TimeProvider.System.GetTimestamp();
        var (taken, failed, left) = (0, 0, 0);
        foreach (var (item, sourceId) in await DueAsync(sources, cancellationToken))
        {
            var source = sources.First(source => source.Id == sourceId);
            if (cancellationToken.IsCancellationRequested || IsStopped(source) || TimeProvider.System.GetElapsedTime(started) >= Time)
            {
                left++;
                continue;
            }

            if (await _queue.FindAsync(item, CancellationToken.None) is not { } entry) continue;
            var result = await TryAsync(source, entry, cancellationToken);
            if (result is null)
            {
                taken++;
                continue;
            }

            failed++;
            Warn?.Invoke($"{entry.Listing.Url}: không lấy được bản thu đầy đủ / no rich capture: {result.Message}");
            // Without a browser there is none for any of them.
            if (result.Code is "no-chromium" or "browser-broken") return new(taken, failed, left);
        }

        return new(taken, failed, left);
    }

    /// <summary>
    /// Open matters of these sources whose snapshot has no rich capture, by priority. Only their ids: after a night of 100,000 pages there may
    /// be thousands, each with its listing's whole text.
    /// </summary>
    private async Task<List<(Guid Item, string SourceId)>> DueAsync(IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        var due = new List<(Guid, string)>();
        var ids = sources.Where(source => source.Enabled).Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await _queue.ListAsync(new QueueFilter { States = OpenStates, Offset = offset, Limit = PageSize }, cancellationToken);
            due.AddRange(page.Entries.Where(entry => ids.Contains(entry.Listing.SourceId) && entry.Finding.Result.Flagged && !_evidence.Of(entry.Finding.Id).Any(capture => capture.Role == "rich")).Select(entry => (entry.Item.Id, sources.First(source => source.Id == entry.Listing.SourceId).Id)));
            if (page.Entries.Count < PageSize) return due;
        }
    }

    /// <summary>
    /// The page the finding was judged from, where it was not noted when it was acknowledged: the process died in between, or the finding
    /// is older than this record.
    /// </summary>
    private async Task NoteListingAsync(QueueEntry entry, CancellationToken cancellationToken)
    {
        if (_evidence.Of(entry.Finding.Id).Any(capture => capture.Role == "listing")) return;
        if (await _listings.CaptureAsync(entry.Snapshot.CaptureId, cancellationToken) is not { } page) return;
        _evidence.Append([new(entry.Finding.Id, "listing", page.Id, page.Url, page.CapturedAt, page.Archive, QuotedEvidence.Of(entry.Finding.Result, entry.Snapshot.Content, page.Id))]);
    }

    private async Task<FetchFailure?> TryAsync(SourceDefinition source, QueueEntry entry, CancellationToken cancellationToken)
    {
        var result = await _engine.CaptureRichAsync(source, new CaptureRequest(entry.Listing.Url, "evidence", 1.0), cancellationToken);
        if (result.Capture is not { } fetched) return result.Failure;
        var capture = new Redactor(source.Redact).Apply(fetched);
        var location = await _archive.AppendAsync(capture, cancellationToken);
        await NoteListingAsync(entry, cancellationToken);
        _evidence.Append([new(entry.Finding.Id, "rich", capture.Id, capture.Url, capture.CapturedAt, location, [])]);
        return null;
    }
}
