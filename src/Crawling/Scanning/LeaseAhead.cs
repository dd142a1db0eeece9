using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The row a run fetches next: leased with the acknowledgement of the page before where that was possible, else asked for. Used by one
/// source's scan, one page at a time.
/// </summary>
internal sealed class LeaseAhead(CrawlRun run, IFrontierStore frontier, LeaseWish wish)
{
    /// <summary>How rows are leased.</summary>
    public LeaseWish Wish => wish;

    /// <summary>The row leased already, or null.</summary>
    public FrontierEntry? Entry { get; set; }

    /// <summary>The next row, which is the caller's from here on; null when none is due.</summary>
    public async Task<FrontierEntry?> NextAsync(CancellationToken cancellationToken)
    {
        if (Entry is not { } entry) return await frontier.LeaseAsync(run.Id, wish.Worker, wish.Lease, cancellationToken);
        Entry = null;
        return entry;
    }

    /// <summary>Gives back what is not going to be fetched. Part of draining: done even when everything is being stopped.</summary>
    public async Task GiveBackAsync()
    {
        if (Entry is { } entry) await frontier.ReleaseAsync(entry, FrontierOutcome.Untouched, "not-tried", null, CancellationToken.None);
        Entry = null;
    }
}
