namespace Ecom389.Monitor.Core;

/// <summary>A crawl as it is remembered.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="SourceId">The source.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC, or null while unfinished.</param>
/// <param name="Summary">JSON as the run was closed with, or null.</param>
public sealed record RunRecord(Guid Id, string SourceId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Summary);

/// <summary>A source as it was last crawled with.</summary>
/// <param name="Id">The definition's id.</param>
/// <param name="Name">The name people see.</param>
/// <param name="Channel">Where it offers.</param>
/// <param name="UnitId">The unit whose source it is.</param>
/// <param name="Place">Province, or null.</param>
/// <param name="LastSeen">UTC of the last acknowledged page.</param>
public sealed record KnownSource(string Id, string Name, Channel Channel, string UnitId, string? Place, DateTimeOffset LastSeen);

/// <summary>Runs and sources as the store remembers them, for overviews.</summary>
public interface IRunStore
{
    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<RunRecord>> RecentAsync(string? sourceId, int limit, CancellationToken cancellationToken);

    /// <summary>The newest run of each source, by source.</summary>
    Task<IReadOnlyList<RunRecord>> LatestBySourceAsync(CancellationToken cancellationToken);

    /// <summary>Every source that ever acknowledged a page, by id.</summary>
    Task<IReadOnlyList<KnownSource>> SourcesAsync(CancellationToken cancellationToken);
}
