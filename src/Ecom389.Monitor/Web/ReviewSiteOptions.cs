using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Violations;

namespace Ecom389.Monitor.Web;

/// <summary>The archived body of a capture, or null when the archive no longer has it.</summary>
public delegate Task<ReadOnlyMemory<byte>?> CaptureReader(CaptureReference capture, CancellationToken cancellationToken);

/// <summary>Puts down in the chain of custody that a person reads a capture, before it is shown. Lets faults through: then it is not shown.</summary>
public delegate Task CaptureReadRecorder(string person, CaptureReference capture, Guid itemId, CancellationToken cancellationToken);

/// <summary>The last run over each source, in any order; sources never run are absent.</summary>
public delegate Task<IReadOnlyList<SourceRun>> SourceRunReader(CancellationToken cancellationToken);

/// <summary>What the overview says of a source's last run.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC; null while it goes on or when it was cut off.</param>
/// <param name="Pages">Pages acknowledged.</param>
/// <param name="Listings">Listings seen.</param>
/// <param name="Flagged">Listings flagged.</param>
/// <param name="Note">What is to be known of it (paused, skipped, done in part), for people, or null.</param>
public sealed record SourceRun(
    string SourceId,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Pages,
    int Listings,
    int Flagged,
    string? Note);

/// <summary>Everything the review site needs; it looks nothing up by itself.</summary>
public sealed record ReviewSiteOptions
{
    /// <summary>Addresses listened on; port 0 takes a free one.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Name of the running configuration, shown beside the product's: "sample shops", "Bộ – đêm".</summary>
    public string Title { get; init; } = "";

    public required IQueueStore Queue { get; init; }

    public required IListingStore Listings { get; init; }

    public required IApprovalStore Approvals { get; init; }

    public required IAuditStore Audit { get; init; }

    public required IUserStore Users { get; init; }

    /// <summary>The only way the site changes an item.</summary>
    public required ReviewService Review { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Names of sources; a source of the store that is not here is shown by its id.</summary>
    public IReadOnlyList<SourceDefinition> Sources { get; init; } = [];

    /// <summary>Who crawls, for the public page <c>/crawler</c>.</summary>
    public CrawlContact Contact { get; init; } = CrawlContact.Default;

    /// <summary>Field-fill history and notices of sources; null: the page of sources has neither.</summary>
    public ISourceHealthStore? Health { get; init; }

    public IViolationCatalogue Violations { get; init; } = ViolationCatalogue.Empty;

    /// <summary>Null: captures are described but their bodies cannot be read here.</summary>
    public CaptureReader? ReadCapture { get; init; }

    /// <summary>Null: reads stand in the audit only.</summary>
    public CaptureReadRecorder? RecordRead { get; init; }

    /// <summary>Null: the overview has no table of runs.</summary>
    public SourceRunReader? LastRuns { get; init; }

    /// <summary>Folder that keeps the keys of session cookies; null keeps them in memory, so that a restart signs everyone out.</summary>
    public string? KeyFolder { get; init; }

    /// <summary>Sign-in attempts a minute from one address, after which 429 is answered.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>How the site logs; by default warnings to standard error.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
