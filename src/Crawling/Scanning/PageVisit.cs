using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>A fetch and what the host is to be spared because of it.</summary>
internal readonly record struct Visit(FetchResult Result, string Host);

/// <summary>One page of one source, with manners: robots.txt first, then the host's turn, then the fetch.</summary>
internal sealed class PageVisit(
    SourceDefinition source, LinkPolicy policy, RobotsGate robots, HostPace pace, IPageFetcher http, IPageFetcher fetcher, bool overridesRobots)
{
    public LinkPolicy Policy { get; } = policy;

    public HostPace Pace { get; } = pace;

    /// <summary>Fetches a page the source's own way.</summary>
    /// <param name="url">Absolute URL.</param>
    /// <param name="known">What is remembered of it: its validators are sent, so that an unchanged page is not sent again.</param>
    /// <param name="waiting">Ends the wait for the host's turn.</param>
    /// <param name="fetching">Ends the fetch.</param>
    public Task<Visit> FetchAsync(string url, PageMemory? known, CancellationToken waiting, CancellationToken fetching) => FetchAsync(fetcher, url, known, waiting, fetching);

    /// <summary>Fetches a file without a browser, whatever the source's way.</summary>
    public Task<Visit> FetchFileAsync(string url, CancellationToken waiting, CancellationToken fetching) => FetchAsync(http, url, known: null, waiting, fetching);

    private async Task<Visit> FetchAsync(IPageFetcher by, string url, PageMemory? known, CancellationToken waiting, CancellationToken fetching)
    {
        var target = new Uri(url);
        var verdict = await CheckAsync(target, fetching);
        if (verdict.Failure is { } failure) return new Visit(FetchResult.Of(failure), target.Host);
        if (!verdict.Allowed) return new Visit(FetchResult.Of(new FetchFailure("robots", "robots.txt", FetchFailureKind.Refused)), target.Host);
        var delay = TimeSpan.FromMilliseconds(source.Limits.DelayMs);
        if (verdict.CrawlDelay is { } asked && asked > delay) delay = asked < MaxCrawlDelay ? asked : MaxCrawlDelay;
        using var turn = await Pace.WaitAsync(target.Host, delay, waiting);
        using var span = ScanSpans.Fetch();
        var result = await by.FetchAsync(new FetchRequest(source, url, AdmitAsync) { ETag = known?.ETag, LastModified = known?.LastModified }, fetching);
        span?.SetTag("http.response.status_code", result.Capture?.Status).SetTag("error.type", result.Failure?.Code);
        return new Visit(result.Capture is { } capture ? FetchResult.Of(capture with { RobotsDecision = verdict.Decision }) : result, target.Host);
    }

    /// <summary>What robots.txt says; under an approved mandate its refusal is noted and set aside, its crawl-delay still kept.</summary>
    private async Task<RobotsVerdict> CheckAsync(Uri target, CancellationToken cancellationToken)
    {
        var verdict = await robots.CheckAsync(source, target, http, cancellationToken);
        if (verdict.Allowed || !overridesRobots || verdict.Failure is { Kind: FetchFailureKind.Refused }) return verdict;
        var mandate = source.RobotsOverride!;
        return verdict with { Allowed = true, Failure = null, Decision = $"override {mandate.Decision} ({mandate.Date:yyyy-MM-dd}): {mandate.Basis}" };
    }

    // A crawl-delay beyond this is a mistake or a way to say "go away"; robots.txt has better ones.
    private static readonly TimeSpan MaxCrawlDelay = TimeSpan.FromSeconds(60);

    private async ValueTask<string?> AdmitAsync(Uri target, CancellationToken cancellationToken)
    {
        var verdict = Policy.Judge(target.AbsoluteUri, depth: 0);
        if (!verdict.Admitted) return verdict.Refusal;
        var robot = await CheckAsync(target, cancellationToken);
        return robot.Failure is { } failure ? failure.Code : robot.Allowed ? null : "robots";
    }
}
