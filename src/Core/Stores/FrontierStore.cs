namespace Ecom389.Monitor.Core;

/// <summary>A URL to be fetched, under its canonical form.</summary>
public sealed record FrontierUrl(string CanonicalUrl, CaptureRequest Request);

/// <summary>One crawl of one source. A run that was cut off is resumed, not begun again.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="SourceId">The source.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Resumed">True when an unfinished run goes on.</param>
public sealed record CrawlRun(Guid Id, string SourceId, DateTimeOffset StartedAt, bool Resumed);

/// <summary>A frontier row leased to a worker.</summary>
/// <param name="Id">Row id.</param>
/// <param name="RunId">The run it is to be fetched in.</param>
/// <param name="SourceId">The source.</param>
/// <param name="CanonicalUrl">Key within the source.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Attempts">Fetches that failed so far in this run.</param>
/// <param name="Known">What is remembered of the page from an earlier fetch, or null.</param>
public sealed record FrontierEntry(long Id, Guid RunId, string SourceId, string CanonicalUrl, CaptureRequest Request, int Attempts, PageMemory? Known = null);

/// <summary>How far a run is.</summary>
public sealed record FrontierCounts(int Pending, int Leased, int Done, int Failed, int Refused);

/// <summary>Who wants to be given a row, and for how long.</summary>
/// <param name="Worker">The name it is leased under.</param>
/// <param name="Lease">After so long another may have it.</param>
public sealed record LeaseWish(string Worker, TimeSpan Lease);

/// <summary>What became of a leased row that yielded no capture.</summary>
public enum FrontierOutcome
{
    /// <summary>Try again after <c>retryAt</c>.</summary>
    Retry,

    /// <summary>Given up in this run.</summary>
    Failed,

    /// <summary>Not fetched on purpose: robots, pattern, page limit, address check.</summary>
    Refused,

    /// <summary>Not tried: it is due as it was before it was leased.</summary>
    Untouched,
}

/// <summary>URLs known and not yet fetched, or due again (hàng đợi thu thập). Leases use the database's clock.</summary>
public interface IFrontierStore
{
    /// <summary>Resumes the source's unfinished run or begins one. Rows leased by a dead worker come back when their lease ends.</summary>
    Task<CrawlRun> BeginRunAsync(string sourceId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Closes the run with its summary as JSON; rows still pending stay known for the next run.</summary>
    Task EndRunAsync(Guid runId, DateTimeOffset at, string summaryJson, CancellationToken cancellationToken);

    /// <summary>
    /// Makes URLs pending in the run unless the run already has them, or they were found as links and are remembered as not due yet.
    /// Returns how many were added.
    /// </summary>
    Task<int> AddAsync(CrawlRun run, IReadOnlyList<FrontierUrl> urls, CancellationToken cancellationToken);

    /// <summary>Leases the pending row of highest priority, oldest first; null when none is due.</summary>
    Task<FrontierEntry?> LeaseAsync(Guid runId, string worker, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a leased row back without a capture.</summary>
    Task ReleaseAsync(FrontierEntry entry, FrontierOutcome outcome, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    Task<FrontierCounts> CountsAsync(Guid runId, CancellationToken cancellationToken);
}
