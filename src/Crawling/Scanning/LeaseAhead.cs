using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The rows a run fetches next: leased with the acknowledgement of a page before where that was possible, else asked for. Used by one
/// source's scan, one page at a time.
/// </summary>
internal sealed class LeaseAhead(CrawlRun run, IFrontierStore frontier, LeaseWish wish)
{
    private readonly Queue<FrontierEntry> _entries = new();

    /// <summary>How rows are leased.</summary>
    public LeaseWish Wish => wish;

    /// <summary>Rows leased already.</summary>
    public int Count => _entries.Count;

    /// <summary>Keeps a row that came with an acknowledgement, if one did.</summary>
    public void Add(FrontierEntry? entry)
    {
        if (entry is not null) _entries.Enqueue(entry);
    }

    /// <summary>The next row, which is the caller's from here on; null when none is due.</summary>
    public async Task<FrontierEntry?> NextAsync(CancellationToken cancellationToken) =>
        _entries.TryDequeue(out var entry) ? entry : await frontier.LeaseAsync(run.Id, wish.Worker, wish.Lease, cancellationToken);

    /// <summary>Gives back what is not going to be fetched. Part of draining: done even when everything is being stopped.</summary>
    public async Task GiveBackAsync()
    {
        while (_entries.TryDequeue(out var entry)) await frontier.ReleaseAsync(entry, FrontierOutcome.Untouched, "not-tried", null, CancellationToken.None);
    }
}
