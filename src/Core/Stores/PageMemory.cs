namespace Ecom389.Monitor.Core;

/// <summary>What is remembered of a listing's page from its last fetch, so that the next may be saved or made cheaper.</summary>
/// <param name="ContentSha256">Hash of what its listings said; what else the page shows (advertising, a clock) does not count.</param>
/// <param name="Reader">Versions of extractor, definition and scorer under which it was read: what another version would say is unknown.</param>
/// <param name="Interval">How long it need not be fetched again after <paramref name="FetchedAt"/>; grows while nothing changes.</param>
/// <param name="FetchedAt">UTC of the last answer.</param>
/// <param name="Status">HTTP status of the last answer.</param>
/// <param name="ETag">The answer's validator, as sent, or null.</param>
/// <param name="LastModified">The answer's date validator, as sent, or null.</param>
/// <param name="IsFlagged">Whether one of its listings was flagged when it was read.</param>
public sealed record PageMemory(
    string ContentSha256, string Reader, TimeSpan Interval, DateTimeOffset FetchedAt, int Status, string? ETag, string? LastModified, bool IsFlagged)
{
    /// <summary>When the page is due again; never, when it is known to be gone for good.</summary>
    public DateTimeOffset DueAt => Interval == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : FetchedAt + Interval;
}

/// <summary>How often a query parameter was seen on listing pages of a source, and how often the page's own canonical address left it out.</summary>
/// <param name="Name">As written in the URL.</param>
/// <param name="Dropped">Pages whose canonical address lacks it and is otherwise the same.</param>
/// <param name="Kept">Pages whose canonical address has it.</param>
public sealed record ParameterNote(string Name, int Dropped, int Kept);

/// <summary>What the crawl remembers of a source's pages from run to run.</summary>
public interface IPageMemoryStore
{
    /// <summary>
    /// Makes pending in the run the listing pages that are due again, gone ones excepted, longest due first; those last read by another
    /// <paramref name="reader"/> are all due. Returns how many were added.
    /// </summary>
    Task<int> AddDueAsync(CrawlRun run, string reader, int limit, CancellationToken cancellationToken);

    /// <summary>What was learned of the source's query parameters.</summary>
    Task<IReadOnlyList<ParameterNote>> ParametersAsync(string sourceId, CancellationToken cancellationToken);

    /// <summary>Replaces what was learned of the source's query parameters.</summary>
    Task SaveParametersAsync(string sourceId, IReadOnlyList<ParameterNote> parameters, CancellationToken cancellationToken);
}
