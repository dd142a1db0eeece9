using System.Security.Cryptography;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>How a source's scan came to its end.</summary>
internal sealed record ScanEnd(ScanOutcome Outcome, string Code, string Message);

/// <summary>
/// What becomes of pages that could not be had: tried again later, given up, left on purpose; and of a source whose pages fail in a
/// row: left alone for a while, then given up for this run. Used by one source's scan, one page at a time.
/// </summary>
internal sealed class Setbacks(HostPace pace, ScanOptions options, IFrontierStore frontier, ScanTally tally)
{
    private const int LoginWallsBeforePause = 3;

    // The source is left alone for a time, whatever its clock is put to meanwhile.
    private readonly long _origin = options.Time.GetTimestamp();
    private TimeSpan _coolUntil;

    private int _failuresInARow;
    private int _coolOffs;
    private int _loginWallsInARow;

    /// <summary>Why no further page is to be fetched, or null.</summary>
    public ScanEnd? End { get; private set; }

    /// <summary>When the next row given back is due, or null when none was.</summary>
    public DateTimeOffset? NextRetry { get; private set; }

    /// <summary>How long the source is left alone yet; nothing or less when it is not.</summary>
    public TimeSpan Cooling => _coolUntil - options.Time.GetElapsedTime(_origin);

    /// <summary>The first reason to end stands.</summary>
    public void Finish(ScanOutcome outcome, string code, params object?[] arguments) => End ??= new(outcome, code, Messages.ForCode("scan", code, arguments));

    /// <summary>A page was had and taken.</summary>
    public void Clear()
    {
        _failuresInARow = 0;
        _coolOffs = 0;
    }

    /// <summary>A page was had that is no login page.</summary>
    public void ClearWalls() => _loginWallsInARow = 0;

    /// <summary>A challenge pauses the source at once; a login page only where listings were to be, or again and again.</summary>
    public async Task MeetWallAsync(FrontierEntry entry, PageRole role, Wall wall, Capture capture)
    {
        tally.Error(wall.Code);
        var matters = role is PageRole.Listing or PageRole.List || entry.Request.Reason is "start" or "next";
        if (wall.Kind == WallKind.LoginWall && !matters && ++_loginWallsInARow < LoginWallsBeforePause)
        {
            await RefuseAsync(entry, wall.Code);
            return;
        }

        if (wall.Kind == WallKind.Blocked && !matters && tally.Pages > 0)
        {
            await ReleaseAsync(entry, FrontierOutcome.Failed, wall.Code, null);
            return;
        }

        await ReleaseAsync(entry, FrontierOutcome.Retry, wall.Code, options.Time.GetUtcNow() + (RetryAfterHeader.Read(capture) ?? TimeSpan.Zero));
        Finish(ScanOutcome.Paused, wall.Code, wall.Mark);
    }

    /// <summary>The session is over: the page is asked for again when a person has brought a new one.</summary>
    public async Task MeetLogoutAsync(FrontierEntry entry, string mark)
    {
        tally.Error("logged-out");
        await ReleaseAsync(entry, FrontierOutcome.Retry, "logged-out", options.Time.GetUtcNow());
        Finish(ScanOutcome.Paused, "logged-out", mark);
    }

    /// <summary>A page could not be had.</summary>
    public async Task FailAsync(FrontierEntry entry, FetchFailure failure, string host)
    {
        if (failure.Kind == FetchFailureKind.Refused)
        {
            await RefuseAsync(entry, failure.Code);
            return;
        }

        tally.Error(failure.Code);
        tally.LastError = failure.Message;
        await GiveBackAsync(entry, failure, host);
        if (failure.RetryAfter > options.MaxRetryAfter)
        {
            Finish(ScanOutcome.Paused, "rate-limited", (int)failure.RetryAfter.Value.TotalSeconds);
            return;
        }

        // A page that is broken for good says nothing of the server's health.
        if (failure.Kind == FetchFailureKind.Permanent || ++_failuresInARow < options.BreakerThreshold) return;
        if (_coolOffs == options.MaxCoolOffs)
        {
            Finish(tally.Pages > 0 ? ScanOutcome.Partial : ScanOutcome.Failed, "failing", options.BreakerThreshold * (options.MaxCoolOffs + 1), failure.Message);
            return;
        }

        CoolFor(Spread(options.CoolOff * (1 << _coolOffs)));
        _coolOffs++;
        _failuresInARow = 0;
    }

    /// <summary>A page is left on purpose.</summary>
    public Task RefuseAsync(FrontierEntry entry, string code)
    {
        tally.Refuse(code);
        return ReleaseAsync(entry, FrontierOutcome.Refused, code, null);
    }

    // Giving a row back is part of draining: it is done even when everything is being stopped.
    public Task ReleaseAsync(FrontierEntry entry, FrontierOutcome outcome, string code, DateTimeOffset? retryAt)
    {
        if (outcome == FrontierOutcome.Failed) tally.Failed++;
        return frontier.ReleaseAsync(entry, outcome, code, retryAt, CancellationToken.None);
    }

    private Task GiveBackAsync(FrontierEntry entry, FetchFailure failure, string host)
    {
        if (failure.Kind == FetchFailureKind.Permanent || entry.Attempts + 1 >= options.MaxAttempts) return ReleaseAsync(entry, FrontierOutcome.Failed, failure.Code, null);
        var now = options.Time.GetUtcNow();
        if (failure.RetryAfter is { } asked && asked <= options.MaxRetryAfter)
        {
            // Other sources on the host wait at its door; this one waits without holding a lease.
            pace.Defer(host, asked);
            CoolFor(asked);
        }

        var at = now + (failure.RetryAfter ?? Spread(options.Backoff * (1 << entry.Attempts)));
        if (NextRetry is not { } known || at < known || known < now) NextRetry = at;
        return ReleaseAsync(entry, FrontierOutcome.Retry, failure.Code, at);
    }

    private void CoolFor(TimeSpan wait) => _coolUntil = options.Time.GetElapsedTime(_origin) + wait;

    private static TimeSpan Spread(TimeSpan wait) => wait * (0.75 + (RandomNumberGenerator.GetInt32(0, 5001) / 10_000.0));
}
