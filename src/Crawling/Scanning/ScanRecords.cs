using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>How a source's scan ended.</summary>
public enum ScanOutcome
{
    /// <summary>All that was to be fetched was; refusals by robots.txt and a page limit count as done.</summary>
    Completed,

    /// <summary>Some pages could not be had, or the scan was stopped.</summary>
    Partial,

    /// <summary>Not begun: switched off, or something it needs is missing.</summary>
    Skipped,

    /// <summary>A bot challenge, a login wall or a rate limit stands in the way: a person must look. Goes on from there next time.</summary>
    Paused,

    /// <summary>Nothing could be fetched.</summary>
    Failed,
}

/// <summary>One source's scan in figures.</summary>
public sealed record SourceSummary
{
    public required string SourceId { get; init; }

    public required string Name { get; init; }

    public required ScanOutcome Outcome { get; init; }

    /// <summary>Why, for programs: <c>completed</c>, <c>page-limit</c>, <c>partial</c>, <c>disabled</c>, <c>no-chromium</c>, <c>challenge:cloudflare</c>, <c>cancelled</c> …</summary>
    public required string Code { get; init; }

    /// <summary>Why, in a sentence for a person.</summary>
    public required string Message { get; init; }

    /// <summary>Pages fetched and acknowledged in this scan.</summary>
    public int Pages { get; init; }

    /// <summary>Of these, pages of which the server said that nothing changed (304).</summary>
    public int Unchanged { get; init; }

    /// <summary>Of these, pages that are no longer there (404, 410).</summary>
    public int Gone { get; init; }

    public int Listings { get; init; }

    public int Flagged { get; init; }

    /// <summary>URLs not fetched on purpose, by reason.</summary>
    public IReadOnlyDictionary<string, int> Refused { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Failed attempts by reason, retried ones included.</summary>
    public IReadOnlyDictionary<string, int> Errors { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>URLs given up.</summary>
    public int Failed { get; init; }

    /// <summary>URLs still waiting.</summary>
    public int Pending { get; init; }

    /// <summary>True when an unfinished run went on.</summary>
    public bool Resumed { get; init; }

    public double Seconds { get; init; }
}

/// <summary>A whole scan.</summary>
/// <param name="Sources">In the order given.</param>
/// <param name="Cancelled">Stopped on request.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record ScanSummary(IReadOnlyList<SourceSummary> Sources, bool Cancelled, double Seconds)
{
    /// <summary>True when every source that is switched on was scanned to its end: exit code 0, else 3.</summary>
    public bool IsComplete => !Cancelled && Sources.All(source => source.Outcome == ScanOutcome.Completed || source.Code is "disabled");
}

/// <summary>How far a source is, for a progress bar. Figures are of this scan.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="Pages">Fetched and acknowledged.</param>
/// <param name="Pending">Known and waiting; the bar's end is at most <c>Pages + Pending</c>.</param>
/// <param name="Listings">Listings seen.</param>
/// <param name="Flagged">Of these flagged.</param>
/// <param name="Refused">URLs not fetched on purpose.</param>
/// <param name="Errors">Failed attempts.</param>
/// <param name="Url">Fetched last, or null.</param>
/// <param name="Outcome">Set in the last report of a source.</param>
public sealed record ScanProgress(string SourceId, int Pages, int Pending, int Listings, int Flagged, int Refused, int Errors, string? Url, ScanOutcome? Outcome);

/// <summary>What a handler made of a page.</summary>
/// <param name="Listings">Listings on it.</param>
/// <param name="Flagged">Of these flagged.</param>
/// <param name="ListingUrl">Canonical address that the page of a single listing gives itself, or null.</param>
public sealed record PageHandled(int Listings, int Flagged, string? ListingUrl = null)
{
    /// <summary>The row leased with the acknowledgement, or null.</summary>
    public FrontierEntry? Next { get; init; }
}

/// <summary>A page that was read and judged; its storing goes on.</summary>
/// <param name="Handled">What was made of it, the row leased next apart.</param>
/// <param name="Stored">Ends once the page is acknowledged, with the row leased in the same step or null; fails as handling would.</param>
public sealed record PageInHand(PageHandled Handled, Task<FrontierEntry?> Stored)
{
    /// <summary>A page that is acknowledged already.</summary>
    public static PageInHand Of(PageHandled handled) => new(handled, Task.FromResult(handled.Next));
}

/// <summary>A page and where it stands in the crawl.</summary>
/// <param name="Run">The run.</param>
/// <param name="Entry">The frontier row.</param>
/// <param name="Source">The source.</param>
/// <param name="Links">Which links of the page belong to the crawl.</param>
public sealed record PageContext(CrawlRun Run, FrontierEntry Entry, SourceDefinition Source, LinkPolicy Links)
{
    /// <summary>How the run's next row may be leased in the same step that acknowledges this page; null where no further page is wanted.</summary>
    public LeaseWish? Next { get; init; }
}

/// <summary>
/// Takes a fetched page: archives, extracts, scores and acknowledges it, which completes the frontier row and adds what
/// <see cref="LinkPolicy.Discover"/> made of its links.
/// </summary>
public interface IPageHandler
{
    /// <summary>
    /// Called for answers 200-299 and for 404 and 410, by which a listing is known to be gone (look at <see cref="Capture.Status"/>);
    /// concurrently for different sources, one page at a time for one. When it throws, the row is released and the page tried again.
    /// </summary>
    Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="HandleAsync"/>, but ends when the page is read: the source's next page may then be fetched and read while this one is
    /// stored. At most one page of a source is being read, and no third begun before the first is stored.
    /// </summary>
    async Task<PageInHand> BeginAsync(PageContext page, Capture capture, CancellationToken cancellationToken) => PageInHand.Of(await HandleAsync(page, capture, cancellationToken));

    /// <summary>Called for 304: the page is as it was when <see cref="FrontierEntry.Known"/> was written.</summary>
    Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken);

    /// <summary>Versions by which a page of the source would be read now: only a page read by the same is asked for "if modified".</summary>
    string Reader(SourceDefinition source);
}

/// <summary>How a scan is run.</summary>
public sealed record ScanOptions
{
    public CrawlContact Contact { get; init; } = CrawlContact.Default;

    public CrawlNetwork Network { get; init; } = CrawlNetwork.Direct;

    public FetchLimits Limits { get; init; } = new();

    /// <summary>Sources scanned at once.</summary>
    public int MaxParallelSources { get; init; } = 4;

    /// <summary>Of these rendered in a browser.</summary>
    public int MaxParallelBrowsers { get; init; } = 2;

    /// <summary>Fetches of one URL in a run.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubled for the third; each spread by half at random.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row after which a source is left alone for <see cref="CoolOff"/>.</summary>
    public int BreakerThreshold { get; init; } = 6;

    /// <summary>Doubled each time.</summary>
    public TimeSpan CoolOff { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Times a source is left alone before it is given up in this run.</summary>
    public int MaxCoolOffs { get; init; } = 2;

    /// <summary>The longest <c>Retry-After</c> that is waited for; beyond it the source pauses.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After cancellation the page in flight has so long to finish.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pages of one URL shape, unknown to the source's patterns, that may follow each other without a listing.</summary>
    public int MaxBarrenPages { get; init; } = 150;

    /// <summary>The kill switch: once cancelled no further request of the source begins. The run is resumed when it is lifted.</summary>
    public Func<SourceDefinition, CancellationToken> StopToken { get; init; } = static _ => CancellationToken.None;

    /// <summary>Keywords with which a source's search is asked in this run; none unless this says so.</summary>
    public Func<SourceDefinition, IReadOnlyList<string>> Keywords { get; init; } = static source => source.Search?.Extra ?? [];

    /// <summary>The stored session of a source, or null. Asked only of sources whose definition has one.</summary>
    public Func<SourceDefinition, StoredSession?> Sessions { get; init; } = static _ => null;

    /// <summary>What is remembered of pages from run to run; null remembers nothing.</summary>
    public IPageMemoryStore? Pages { get; init; }

    /// <summary>Whether a second person approved the source's <see cref="SourceDefinition.RobotsOverride"/>; nobody has unless this says so.</summary>
    public Func<SourceDefinition, bool> IsOverrideApproved { get; init; } = static _ => false;

    /// <summary>Finds Chromium's program, or null.</summary>
    public Func<string?> Chromium { get; init; } = ChromiumLocator.Find;

    /// <summary>Called for each decision of the egress proxy.</summary>
    public Action<EgressDecision>? EgressLog { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name under which rows are leased.</summary>
    public string Worker { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";
}
