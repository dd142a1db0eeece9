using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Scans sources side by side: frontier row → robots.txt → turn at the host → fetch → handler. One source's trouble never touches
/// another's. Own one for as long as scans go on; it holds the egress proxy, the browser and what is known of robots.txt.
/// </summary>
public sealed class ScanEngine : IAsyncDisposable
{
    private readonly ScanOptions _options;
    private readonly EgressProxy _proxy;
    private readonly RobotsGate _robots;
    private readonly HostPace _pace;
    private readonly X509Certificate2Collection _roots = [];
    private readonly Lazy<BrowserHost?> _browser;

    /// <summary>Throws <see cref="InvalidInputException"/> when the certificates of <see cref="CrawlNetwork.CaFile"/> cannot be read.</summary>
    public ScanEngine(ScanOptions options)
    {
        _options = options;
        if (options.Network.CaFile is { } file) LoadRoots(file);
        _proxy = EgressProxy.Start(new EgressOptions
        {
            UpstreamProxy = options.Network.UpstreamProxy,
            ConnectTo = options.Network.ConnectTo,
            Log = options.EgressLog,
            ConnectTimeout = options.Limits.Connect,
            Time = options.Time,
        });
        _robots = new RobotsGate(options.Contact, options.Time);
        _pace = new HostPace(options.Time);
        _browser = new Lazy<BrowserHost?>(() => options.Chromium() is { } program ? new BrowserHost(program, _proxy) : null);
    }

    /// <summary>
    /// Scans sources. Returns when each has ended; cancelling lets pages in flight finish or gives them back, and returns a summary
    /// too. Throws only when the frontier store does so before a source has begun.
    /// </summary>
    public async Task<ScanSummary> RunAsync(
        IReadOnlyList<SourceDefinition> sources, IFrontierStore frontier, IPageHandler handler, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _options.Time.GetTimestamp();
        using var drain = new CancellationTokenSource();
        await using var draining = cancellationToken.Register(() => drain.CancelAfter(_options.DrainTimeout));
        using var slots = new SemaphoreSlim(_options.MaxParallelSources);
        using var browserSlots = new SemaphoreSlim(_options.MaxParallelBrowsers);
        var summaries = await Task.WhenAll(sources.Select(async source =>
        {
            var gate = source.Render == RenderMode.Browser ? browserSlots : slots;
            try
            {
                await gate.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return SourceScan.NotBegun(source, ScanOutcome.Skipped, "cancelled");
            }

            try
            {
                return await ScanAsync(source, frontier, handler, progress, cancellationToken, drain.Token);
            }
            finally
            {
                gate.Release();
            }
        }));
        return new ScanSummary(summaries, cancellationToken.IsCancellationRequested, _options.Time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Fetches one page of a source by its own way, robots.txt heeded, outside any run: for <c>sources test</c> and evidence.</summary>
    public Task<FetchResult> FetchOneAsync(SourceDefinition source, string url, CancellationToken cancellationToken) =>
        FetchOneAsync(source, url, rich: false, cancellationToken);

    /// <summary>
    /// The rich capture of a suspected listing, by Chromium whatever the source's way: document and DOM, every answer, full-page picture,
    /// print, certificates. Robots.txt and the host's turn are heeded as always, and a wall is a failure, never climbed.
    /// </summary>
    public async Task<FetchResult> CaptureRichAsync(SourceDefinition source, CaptureRequest request, CancellationToken cancellationToken)
    {
        var result = await FetchOneAsync(source, request.Url, rich: true, cancellationToken);
        return result.Capture is { } capture && WallDetector.Detect(capture) is { } wall
            ? FetchResult.Of(new FetchFailure(wall.Code, Messages.ForCode("scan", wall.Code, wall.Mark), FetchFailureKind.Refused))
            : result;
    }

    private async Task<FetchResult> FetchOneAsync(SourceDefinition source, string url, bool rich, CancellationToken cancellationToken)
    {
        var credential = _proxy.Issue(source);
        using var leaving = new Leaving(_proxy, credential);
        var session = source.Session is null ? null : _options.Sessions(source);
        using var http = Http(credential, session);
        IPageFetcher fetcher = http;
        if (rich || source.Render == RenderMode.Browser)
        {
            if (_browser.Value is not { } host) return FetchResult.Of(new FetchFailure("no-chromium", Messages.Format("scan.no-chromium"), FetchFailureKind.Permanent));
            fetcher = new BrowserFetcher(host, _proxy, credential, _options.Contact, _options.Limits, _options.Time) { Rich = rich, Session = session };
        }

        var visit = new PageVisit(source, new LinkPolicy(source), _robots, _pace, http, fetcher, source.RobotsOverride is not null && _options.IsOverrideApproved(source));
        try
        {
            return (await visit.FetchAsync(url, known: null, cancellationToken, cancellationToken)).Result;
        }
        catch (BrowserUnavailableException fault)
        {
            return FetchResult.Of(new FetchFailure("browser-broken", Messages.Format("scan.browser-broken", fault.Message), FetchFailureKind.Permanent));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { IsValueCreated: true, Value: { } browser }) await browser.DisposeAsync();
        await _proxy.DisposeAsync();
        foreach (var root in _roots) root.Dispose();
    }

    private async Task<SourceSummary> ScanAsync(
        SourceDefinition source, IFrontierStore frontier, IPageHandler handler, IProgress<ScanProgress>? progress, CancellationToken cancellationToken, CancellationToken drain)
    {
        if (!source.Enabled) return SourceScan.NotBegun(source, ScanOutcome.Skipped, "disabled");
        // Nothing of it is to be fetched: its listings are handed over.
        if (!source.IsCrawled()) return SourceScan.NotBegun(source, ScanOutcome.Completed, "import-only");
        var session = source.Session is null ? null : _options.Sessions(source);
        if (source.Session is { Required: true } && session is null) return SourceScan.NotBegun(source, ScanOutcome.Paused, "no-session", source.Id);
        if (session is not null && session.IsExpired(_options.Time.GetUtcNow())) return SourceScan.NotBegun(source, ScanOutcome.Paused, "session-expired");
        var credential = _proxy.Issue(source);
        using var leaving = new Leaving(_proxy, credential);
        using var http = Http(credential, session);
        IPageFetcher fetcher = http;
        if (source.Render == RenderMode.Browser)
        {
            if (_browser.Value is not { } host) return SourceScan.NotBegun(source, ScanOutcome.Skipped, "no-chromium");
            fetcher = new BrowserFetcher(host, _proxy, credential, _options.Contact, _options.Limits, _options.Time) { Session = session };
        }

        var parameters = new ParameterLearner(_options.Pages is { } pages ? await pages.ParametersAsync(source.Id, cancellationToken) : []);
        var visit = new PageVisit(source, new LinkPolicy(source, parameters), _robots, _pace, http, fetcher, source.RobotsOverride is not null && _options.IsOverrideApproved(source));
        var scan = new SourceScan(source, visit, _options, frontier, handler, progress);
        return await scan.RunAsync(cancellationToken, drain);
    }

    private HttpFetcher Http(EgressCredential credential, StoredSession? session) => new(_proxy, credential, _options.Contact, _options.Limits, _options.Time, _roots, session?.Jar());

    private void LoadRoots(string file)
    {
        try
        {
            _roots.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidInputException(new InputError(file, null, "network.caFile", Messages.Format("config.ca-file", file, fault.Message)));
        }
    }

    /// <summary>Takes the credential back when a source is done.</summary>
    private sealed class Leaving(EgressProxy proxy, EgressCredential credential) : IDisposable
    {
        public void Dispose() => proxy.Revoke(credential);
    }
}
