using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>The scan of one source from its first row to its summary.</summary>
internal sealed class SourceScan(
    SourceDefinition source, PageVisit visit, ScanOptions options, IFrontierStore frontier, IPageHandler handler, IProgress<ScanProgress>? progress)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private const int LoginWallsBeforePause = 3;

    private readonly ScanTally _tally = new();
    private readonly BarrenShapes _shapes = new(options.MaxBarrenPages);
    private int _failuresInARow;
    private int _coolOffs;
    private int _loginWallsInARow;
    private DateTimeOffset? _nextRetry;
    private DateTimeOffset _coolUntil;
    private (ScanOutcome Outcome, string Code, string Message)? _end;

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
        var started = options.Time.GetTimestamp();
        CrawlRun? run = null;
        try
        {
            run = await frontier.BeginRunAsync(source.Id, options.Time.GetUtcNow(), cancellationToken);
            await CrawlAsync(run, cancellationToken, drain);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The summary says so.
        }
        catch (BrowserUnavailableException fault)
        {
            End(ScanOutcome.Skipped, "browser-broken", fault.Message);
        }
        catch (Exception fault)
        {
            // The boundary of a source: whatever happened, the others go on.
            End(_tally.Pages > 0 ? ScanOutcome.Partial : ScanOutcome.Failed, "error", fault.Message);
        }

        return await SummariseAsync(run, options.Time.GetElapsedTime(started), cancellationToken);
    }

    private async Task CrawlAsync(CrawlRun run, CancellationToken cancellationToken, CancellationToken drain)
    {
        var before = (await frontier.CountsAsync(run.Id, cancellationToken)).Done;
        await frontier.AddAsync(run, [.. Seeds()], cancellationToken);
        await new SitemapWalk(source, visit, frontier, _tally).RunAsync(run, cancellationToken, drain);
        while (_end is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (options.IsStopped(source))
            {
                End(ScanOutcome.Partial, "stopped");
                return;
            }

            if (before + _tally.Pages >= source.Limits.MaxPages)
            {
                if ((await frontier.CountsAsync(run.Id, cancellationToken)).Pending > 0) End(ScanOutcome.Completed, "page-limit", source.Limits.MaxPages);
                return;
            }

            if (_coolUntil - options.Time.GetUtcNow() is var cool && cool > TimeSpan.Zero) await Task.Delay(cool, options.Time, cancellationToken);
            var lease = TimeSpan.FromSeconds(source.Limits.TimeoutSeconds + 60 + (2 * source.Browser.MaxScrolls));
            if (await frontier.LeaseAsync(run.Id, options.Worker, lease, cancellationToken) is { } entry)
            {
                await VisitAsync(run, entry, cancellationToken, drain);
                await ReportAsync(run, entry.CanonicalUrl, cancellationToken);
                continue;
            }

            var counts = await frontier.CountsAsync(run.Id, cancellationToken);
            if (counts.Pending + counts.Leased == 0) return;
            // What is left is due later, or leased by a worker that died.
            var wait = _nextRetry - options.Time.GetUtcNow() is { } known && known > TimeSpan.Zero && known < Poll ? known : Poll;
            await Task.Delay(wait, options.Time, cancellationToken);
        }
    }

    private IEnumerable<FrontierUrl> Seeds()
    {
        foreach (var url in source.Start)
            if (CanonicalUrl.TryCreate(url) is { } canonical) yield return new FrontierUrl(canonical, new CaptureRequest(url, "start", 0.7));
    }

    private async Task VisitAsync(CrawlRun run, FrontierEntry entry, CancellationToken cancellationToken, CancellationToken drain)
    {
        var verdict = visit.Policy.Judge(entry.CanonicalUrl, entry.Request.Depth);
        if (verdict.Refusal is { } refusal)
        {
            await RefuseAsync(entry, refusal);
            return;
        }

        if (verdict.Role == PageRole.Unknown && entry.Request.Reason is "link" or "sitemap" && _shapes.IsTrap(entry.CanonicalUrl))
        {
            await RefuseAsync(entry, "trap-barren");
            return;
        }

        try
        {
            var (result, host) = await visit.FetchAsync(entry.Request.Url, cancellationToken, drain);
            if (result.Capture is { } capture) await TakeAsync(run, entry, verdict, capture, host, drain);
            else await FailAsync(entry, result.Failure!, host);
        }
        catch (Exception fault) when (fault is OperationCanceledException or BrowserUnavailableException)
        {
            await frontier.ReleaseAsync(entry, FrontierOutcome.Retry, fault is OperationCanceledException ? "cancelled" : "browser-broken", null, CancellationToken.None);
            throw;
        }
    }

    private async Task TakeAsync(CrawlRun run, FrontierEntry entry, LinkVerdict verdict, Capture capture, string host, CancellationToken drain)
    {
        if (WallDetector.Detect(capture) is { } wall)
        {
            await MeetWallAsync(entry, verdict, wall, capture);
            return;
        }

        _loginWallsInARow = 0;
        if (capture.Status is not ((>= 200 and < 300) or 404 or 410))
        {
            var kind = capture.Status is 408 or 425 or 429 or >= 500 ? FetchFailureKind.Retryable : FetchFailureKind.Permanent;
            await FailAsync(entry, FetchResult.Failed($"status-{capture.Status}", kind, RetryAfterHeader.Read(capture)), host);
            return;
        }

        PageHandled handled;
        try
        {
            handled = await handler.HandleAsync(run, entry, source, capture, drain);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await FailAsync(entry, new FetchFailure("handler", Messages.Format("fetch.handler", fault.Message), FetchFailureKind.Retryable), host);
            return;
        }

        _tally.Page(handled);
        _shapes.Note(entry.CanonicalUrl, handled.Listings);
        _failuresInARow = 0;
        _coolOffs = 0;
    }

    /// <summary>A challenge pauses the source at once; a login page only where listings were to be, or again and again.</summary>
    private async Task MeetWallAsync(FrontierEntry entry, LinkVerdict verdict, Wall wall, Capture capture)
    {
        _tally.Error(wall.Code);
        var matters = verdict.Role is PageRole.Listing or PageRole.List || entry.Request.Reason is "start" or "next";
        if (wall.Kind == WallKind.LoginWall && !matters && ++_loginWallsInARow < LoginWallsBeforePause)
        {
            await RefuseAsync(entry, wall.Code);
            return;
        }

        if (wall.Kind == WallKind.Blocked && !matters && _tally.Pages > 0)
        {
            await ReleaseAsync(entry, FrontierOutcome.Failed, wall.Code, null);
            return;
        }

        await ReleaseAsync(entry, FrontierOutcome.Retry, wall.Code, options.Time.GetUtcNow() + (RetryAfterHeader.Read(capture) ?? TimeSpan.Zero));
        End(ScanOutcome.Paused, wall.Code, wall.Mark);
    }

    private async Task FailAsync(FrontierEntry entry, FetchFailure failure, string host)
    {
        if (failure.Kind == FetchFailureKind.Refused)
        {
            await RefuseAsync(entry, failure.Code);
            return;
        }

        _tally.Error(failure.Code);
        _tally.LastError = failure.Message;
        if (failure.Kind == FetchFailureKind.Permanent || entry.Attempts + 1 >= options.MaxAttempts)
        {
            await ReleaseAsync(entry, FrontierOutcome.Failed, failure.Code, null);
        }
        else
        {
            var wait = failure.RetryAfter ?? Spread(options.Backoff * (1 << entry.Attempts));
            if (failure.RetryAfter is { } asked && asked <= options.MaxRetryAfter)
            {
                // Other sources on the host wait at its door; this one waits without holding a lease.
                visit.Pace.Defer(host, asked);
                _coolUntil = options.Time.GetUtcNow() + asked;
            }

            var at = options.Time.GetUtcNow() + wait;
            if (_nextRetry is not { } known || at < known || known < options.Time.GetUtcNow()) _nextRetry = at;
            await ReleaseAsync(entry, FrontierOutcome.Retry, failure.Code, at);
        }

        if (failure.RetryAfter > options.MaxRetryAfter)
        {
            End(ScanOutcome.Paused, "rate-limited", (int)failure.RetryAfter.Value.TotalSeconds);
            return;
        }

        // A page that is broken for good says nothing of the server's health.
        if (failure.Kind == FetchFailureKind.Permanent) return;
        if (++_failuresInARow < options.BreakerThreshold) return;
        if (_coolOffs == options.MaxCoolOffs)
        {
            End(_tally.Pages > 0 ? ScanOutcome.Partial : ScanOutcome.Failed, "failing", options.BreakerThreshold * (options.MaxCoolOffs + 1), failure.Message);
            return;
        }

        _coolUntil = options.Time.GetUtcNow() + Spread(options.CoolOff * (1 << _coolOffs));
        _coolOffs++;
        _failuresInARow = 0;
    }

    private Task RefuseAsync(FrontierEntry entry, string code)
    {
        _tally.Refuse(code);
        return ReleaseAsync(entry, FrontierOutcome.Refused, code, null);
    }

    // Giving a row back is part of draining: it is done even when everything is being stopped.
    private Task ReleaseAsync(FrontierEntry entry, FrontierOutcome outcome, string code, DateTimeOffset? retryAt)
    {
        if (outcome == FrontierOutcome.Failed) _tally.Failed++;
        return frontier.ReleaseAsync(entry, outcome, code, retryAt, CancellationToken.None);
    }

    private static TimeSpan Spread(TimeSpan wait) => wait * (0.75 + (RandomNumberGenerator.GetInt32(0, 5001) / 10_000.0));

    private void End(ScanOutcome outcome, string code, params object?[] arguments) => _end ??= (outcome, code, Messages.ForCode("scan", code, arguments));

    private async Task ReportAsync(CrawlRun run, string url, CancellationToken cancellationToken)
    {
        if (progress is null || !_tally.IsReportDue(options.Time)) return;
        var counts = await frontier.CountsAsync(run.Id, cancellationToken);
        progress.Report(_tally.Progress(source.Id, counts.Pending, url, null));
    }

    private async Task<SourceSummary> SummariseAsync(CrawlRun? run, TimeSpan took, CancellationToken cancellationToken)
    {
        var pending = 0;
        try
        {
            if (run is not null) pending = (await frontier.CountsAsync(run.Id, CancellationToken.None)).Pending;
        }
        catch (Exception) when (_end is { Code: "error" })
        {
            // The store is what failed; the summary says so already.
        }

        var (outcome, code, message) = _end ?? Judge(cancellationToken.IsCancellationRequested);
        var summary = new SourceSummary
        {
            SourceId = source.Id,
            Name = source.Name,
            Outcome = outcome,
            Code = code,
            Message = message,
            Pages = _tally.Pages,
            Listings = _tally.Listings,
            Flagged = _tally.Flagged,
            Refused = _tally.Refused,
            Errors = _tally.Errors,
            Failed = _tally.Failed,
            Pending = pending,
            Resumed = run?.Resumed ?? false,
            Seconds = took.TotalSeconds,
        };
        // A run that was stopped or waits for a person stays open and is resumed; any other is over.
        if (run is not null && code is not ("cancelled" or "stopped" or "error" or "browser-broken") && outcome != ScanOutcome.Paused)
            await frontier.EndRunAsync(run.Id, options.Time.GetUtcNow(), JsonSerializer.Serialize(summary, JsonContract.Compact), CancellationToken.None);
        progress?.Report(_tally.Progress(source.Id, pending, null, outcome));
        return summary;
    }

    private (ScanOutcome Outcome, string Code, string Message) Judge(bool cancelled)
    {
        if (cancelled) return (ScanOutcome.Partial, "cancelled", Messages.Format("scan.cancelled"));
        if (_tally.Pages == 0 && _tally.Failed > 0) return (ScanOutcome.Failed, "nothing-fetched", Messages.Format("scan.nothing-fetched", _tally.LastError));
        if (_tally.Pages == 0 && _tally.AddressRefusal is { } code) return (ScanOutcome.Failed, code, Messages.ForCode("fetch", code));
        return _tally.Failed > 0
            ? (ScanOutcome.Partial, "partial", Messages.Format("scan.partial", _tally.Failed))
            : (ScanOutcome.Completed, "completed", Messages.Format("scan.completed"));
    }
}
