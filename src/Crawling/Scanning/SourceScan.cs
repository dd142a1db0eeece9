using System.Diagnostics;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>The scan of one source from its first row to its summary.</summary>
internal sealed class SourceScan
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>In a pause between two requests of so many milliseconds a page is surely stored.</summary>
    private const int UnhurriedDelayMs = 250;

    private readonly SourceDefinition _source;
    private readonly PageVisit _visit;
    private readonly ScanOptions _options;
    private readonly IFrontierStore _frontier;
    private readonly IPageHandler _handler;
    private readonly IProgress<ScanProgress>? _progress;
    private readonly ScanTally _tally = new();
    private readonly BarrenShapes _shapes;
    private readonly Setbacks _setbacks;

    public SourceScan(SourceDefinition source, PageVisit visit, ScanOptions options, IFrontierStore frontier, IPageHandler handler, IProgress<ScanProgress>? progress)
    {
        _source = source;
        _visit = visit;
        _options = options;
        _frontier = frontier;
        _handler = handler;
        _progress = progress;
        _shapes = new(options.MaxBarrenPages);
        _setbacks = new(visit.Pace, options, frontier, _tally);
    }

    /// <summary>A summary of a source that was not scanned.</summary>
    public static SourceSummary NotBegun(SourceDefinition source, ScanOutcome outcome, string code, params object?[] arguments) => new()
    {
        SourceId = source.Id,
        Name = source.Name,
        Outcome = outcome,
        Code = code,
        Message = Messages.ForCode("scan", code, arguments),
    };

    /// <param name="cancellationToken">Begins no further page.</param>
    /// <param name="drain">Ends the page in flight.</param>
    public async Task<SourceSummary> RunAsync(CancellationToken cancellationToken, CancellationToken drain)
    {
        var started = _options.Time.GetTimestamp();
        var stop = _options.StopToken(_source);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        using var drainEither = CancellationTokenSource.CreateLinkedTokenSource(drain);
        await using var draining = stop.Register(() => drainEither.CancelAfter(_options.DrainTimeout));
        CrawlRun? run = null;
        try
        {
            either.Token.ThrowIfCancellationRequested();
            run = await _frontier.BeginRunAsync(_source.Id, _options.Time.GetUtcNow(), either.Token);
            await CrawlAsync(run, either.Token, drainEither.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The summary says so.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _setbacks.Finish(ScanOutcome.Partial, "stopped");
        }
        catch (BrowserUnavailableException fault)
        {
            _setbacks.Finish(ScanOutcome.Skipped, "browser-broken", fault.Message);
        }
        catch (Exception fault)
        {
            // The boundary of a source: whatever happened, the others go on.
            _setbacks.Finish(_tally.Pages > 0 ? ScanOutcome.Partial : ScanOutcome.Failed, "error", fault.Message);
        }

        return await SummariseAsync(run, _options.Time.GetElapsedTime(started), cancellationToken.IsCancellationRequested);
    }

    private async Task CrawlAsync(CrawlRun run, CancellationToken cancellationToken, CancellationToken drain)
    {
        var before = (await _frontier.CountsAsync(run.Id, cancellationToken)).Done;
        await _frontier.AddAsync(run, [.. Seeding.Of(_source, _options.Keywords(_source))], cancellationToken);
        await new SitemapWalk(_source, _visit, _frontier, _tally).RunAsync(run, cancellationToken, drain);
        await new FeedWalk(_source, _visit, _frontier, _tally).RunAsync(run, cancellationToken, drain);
        if (_options.Pages is { } pages) await pages.AddDueAsync(run, _handler.Reader(_source), _source.Limits.MaxPages, cancellationToken);
        // A row leased with a page's acknowledgement waits for one other page, so twice the time of one.
        var ahead = new LeaseAhead(run, _frontier, new(_options.Worker, 2 * TimeSpan.FromSeconds(_source.Limits.TimeoutSeconds + 60 + (2 * _source.Browser.MaxScrolls))));
        var storing = new PageBeingStored(_frontier, ahead, _setbacks, _tally);
        try
        {
            await FetchAsync(run, before, ahead, storing, cancellationToken, drain);
        }
        finally
        {
            await storing.EndAsync();
        }
    }

    private async Task FetchAsync(CrawlRun run, int before, LeaseAhead ahead, PageBeingStored storing, CancellationToken cancellationToken, CancellationToken drain)
    {
        while (_setbacks.End is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_source.Limits.IsOpenAt(_options.Time.GetUtcNow()))
            {
                _setbacks.Finish(ScanOutcome.Partial, "outside-hours", _source.Limits.Hours!.ToString());
                return;
            }

            if (storing.HasEnded || (storing.Count > 0 && before + _tally.Pages + storing.Count >= _source.Limits.MaxPages))
            {
                await storing.SettleAsync();
                continue;
            }

            if (before + _tally.Pages >= _source.Limits.MaxPages)
            {
                if ((await _frontier.CountsAsync(run.Id, cancellationToken)).Pending > 0) _setbacks.Finish(ScanOutcome.Completed, "page-limit", _source.Limits.MaxPages);
                return;
            }

            if (_setbacks.Cooling is var cool && cool > TimeSpan.Zero) await Task.Delay(cool, _options.Time, cancellationToken);
            if (await ahead.NextAsync(cancellationToken) is { } entry)
            {
                var isLast = before + _tally.Pages + storing.Count + ahead.Count + 1 >= _source.Limits.MaxPages;
                await VisitAsync(run, entry, isLast ? null : ahead.Wish, storing, cancellationToken, drain);
                await ReportAsync(run, entry.CanonicalUrl, cancellationToken);
                continue;
            }

            // Its links may be all that is left.
            if (await storing.SettleAsync()) continue;
            var counts = await _frontier.CountsAsync(run.Id, cancellationToken);
            if (counts.Pending + counts.Leased == 0) return;
            // What is left is due later, or leased by a worker that died.
            var wait = _setbacks.NextRetry - _options.Time.GetUtcNow() is { } known && known > TimeSpan.Zero && known < Poll ? known : Poll;
            await Task.Delay(wait, _options.Time, cancellationToken);
        }
    }

    /// <summary>Fetches a page and has it read; its storing goes on.</summary>
    private async Task VisitAsync(CrawlRun run, FrontierEntry entry, LeaseWish? next, PageBeingStored storing, CancellationToken cancellationToken, CancellationToken drain)
    {
        var verdict = _visit.Policy.Judge(entry.CanonicalUrl, entry.Request.Depth);
        if (verdict.Refusal is { } refusal)
        {
            await _setbacks.RefuseAsync(entry, refusal);
            return;
        }

        if (verdict.Role == PageRole.Unknown && entry.Request.Reason is "link" or "sitemap" && _shapes.IsTrap(entry.CanonicalUrl))
        {
            await _setbacks.RefuseAsync(entry, "trap-barren");
            return;
        }

        // Found before the site's parameters were known: fetched under its proper address, if it was not already.
        if ((verdict.Role == PageRole.Listing || entry.Request.Reason is "revisit") && _visit.Policy.Parameters.Strip(entry.CanonicalUrl) is var proper && proper != entry.CanonicalUrl)
        {
            await _frontier.AddAsync(run, [new FrontierUrl(proper, entry.Request with { Url = proper })], cancellationToken);
            await _setbacks.ReleaseAsync(entry, FrontierOutcome.Refused, "alias", null);
            return;
        }

        ReadPage? read = null;
        Activity? span = null;
        try
        {
            var known = entry.Known is { Status: not (404 or 410) } memory && string.Equals(memory.Reader, _handler.Reader(_source), StringComparison.Ordinal) ? memory : null;
            span = ScanSpans.Page(_source.Id, new Uri(entry.Request.Url).Host);
            var (result, host) = await _visit.FetchAsync(entry.Request.Url, known, cancellationToken, drain);
            span?.SetTag("capture.id", result.Capture?.Id.ToString("D")).SetTag("error.type", result.Failure?.Code);
            // What a setback leads to hangs on how the page before ended.
            if (result.Capture is not { Status: 200 }) await storing.SettleAsync();
            if (result.Failure is { } failure) await _setbacks.FailAsync(entry, failure, host);
            read = result.Capture is { } capture ? await ReadAsync(new(run, entry, _source, _visit.Policy) { Next = next }, verdict.Role, capture, host, storing, drain) : null;
        }
        catch (Exception fault) when (fault is OperationCanceledException or BrowserUnavailableException)
        {
            await _frontier.ReleaseAsync(entry, FrontierOutcome.Retry, fault is OperationCanceledException ? "cancelled" : "browser-broken", null, CancellationToken.None);
            throw;
        }
        finally
        {
            if (read is null) span?.Dispose();
        }

        if (read is null) return;
        await storing.FollowAsync(read.Until(span));
        // Where the host is to be spared the page is stored while it is: nothing is gained by looking further ahead.
        if (_source.Limits.DelayMs >= UnhurriedDelayMs) await storing.SettleAsync();
    }

    private async Task<ReadPage?> ReadAsync(PageContext page, PageRole role, Capture capture, string host, PageBeingStored storing, CancellationToken drain)
    {
        if (SessionGuard.LoggedOutBy(_source, capture) is { } mark)
        {
            await storing.SettleAsync();
            await _setbacks.MeetLogoutAsync(page.Entry, mark);
            return null;
        }

        if (WallDetector.Detect(capture) is { } wall)
        {
            await storing.SettleAsync();
            await _setbacks.MeetWallAsync(page.Entry, role, wall, capture);
            return null;
        }

        _setbacks.ClearWalls();
        var isUnchanged = capture.Status == 304 && page.Entry.Known is not null;
        if (!isUnchanged && capture.Status is not ((>= 200 and < 300) or 404 or 410))
        {
            var kind = capture.Status is 408 or 425 or 429 or >= 500 ? FetchFailureKind.Retryable : FetchFailureKind.Permanent;
            await _setbacks.FailAsync(page.Entry, FetchResult.Failed($"status-{capture.Status}", kind, RetryAfterHeader.Read(capture)), host);
            return null;
        }

        PageInHand inHand;
        try
        {
            inHand = isUnchanged ? PageInHand.Of(await _handler.HandleUnchangedAsync(page, capture, drain)) : await _handler.BeginAsync(page, capture, drain);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await storing.SettleAsync();
            await _setbacks.FailAsync(page.Entry, FetchFailure.OfHandler(fault), host);
            return null;
        }

        _shapes.Note(page.Entry.CanonicalUrl, inHand.Handled.Listings);
        if (inHand.Handled.ListingUrl is { } proper && CanonicalUrl.TryCreate(capture.Url) is { } fetched) _visit.Policy.Parameters.Note(fetched, proper);
        return new(page.Entry, host, isUnchanged, capture.Status is 404 or 410, inHand);
    }

    private async Task ReportAsync(CrawlRun run, string url, CancellationToken cancellationToken)
    {
        if (_progress is null || !_tally.IsReportDue(_options.Time)) return;
        var counts = await _frontier.CountsAsync(run.Id, cancellationToken);
        _progress.Report(_tally.Progress(_source.Id, counts.Pending, url, null));
    }

    private async Task<SourceSummary> SummariseAsync(CrawlRun? run, TimeSpan took, bool cancelled)
    {
        var pending = 0;
        try
        {
            if (_options.Pages is { } pages && _visit.Policy.Parameters.HasChanged)
                await pages.SaveParametersAsync(_source.Id, _visit.Policy.Parameters.Notes, CancellationToken.None);
            if (run is not null) pending = (await _frontier.CountsAsync(run.Id, CancellationToken.None)).Pending;
        }
        catch (Exception) when (_setbacks.End is { Code: "error" })
        {
            // The store is what failed; the summary says so already.
        }

        var (outcome, code, message) = _setbacks.End ?? Judge(cancelled);
        var summary = new SourceSummary
        {
            SourceId = _source.Id,
            Name = _source.Name,
            Outcome = outcome,
            Code = code,
            Message = message,
            Pages = _tally.Pages,
            Unchanged = _tally.Unchanged,
            Gone = _tally.Gone,
            Listings = _tally.Listings,
            Flagged = _tally.Flagged,
            Refused = _tally.Refused,
            Errors = _tally.Errors,
            Failed = _tally.Failed,
            Pending = pending,
            Resumed = run?.Resumed ?? false,
            Seconds = took.TotalSeconds,
        };
        // A run that was stopped or waits for a person or for its hours stays open and is resumed; any other is over.
        if (run is not null && code is not ("cancelled" or "stopped" or "outside-hours" or "error" or "browser-broken") && outcome != ScanOutcome.Paused)
            await _frontier.EndRunAsync(run.Id, _options.Time.GetUtcNow(), summary.ToJson(), CancellationToken.None);
        _progress?.Report(_tally.Progress(_source.Id, pending, null, outcome));
        return summary;
    }

    private ScanEnd Judge(bool cancelled)
    {
        if (cancelled) return new(ScanOutcome.Partial, "cancelled", Messages.Format("scan.cancelled"));
        if (_tally.Pages == 0 && _tally.Failed > 0) return new(ScanOutcome.Failed, "nothing-fetched", Messages.Format("scan.nothing-fetched", _tally.LastError));
        if (_tally.Pages == 0 && _tally.AddressRefusal is { } code) return new(ScanOutcome.Failed, code, Messages.ForCode("fetch", code));
        return _tally.Failed > 0
            ? new(ScanOutcome.Partial, "partial", Messages.Format("scan.partial", _tally.Failed))
            : new(ScanOutcome.Completed, "completed", Messages.Format("scan.completed"));
    }
}
