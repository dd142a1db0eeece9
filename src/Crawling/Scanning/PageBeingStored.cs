using System.Diagnostics;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>A page that was read, until it is stored.</summary>
/// <param name="Entry">Its row.</param>
/// <param name="Host">Where it came from.</param>
/// <param name="IsUnchanged">The server said that nothing changed.</param>
/// <param name="IsGone">It is no longer there.</param>
/// <param name="Page">What was made of it.</param>
internal sealed record ReadPage(FrontierEntry Entry, string Host, bool IsUnchanged, bool IsGone, PageInHand Page)
{
    /// <summary>The same page, whose span, if there is one, ends with its storing.</summary>
    public ReadPage Until(Activity? span)
    {
        return span is null ? this : this with { Page = Page with { Stored = EndingAsync(Page.Stored) } };

        async Task<FrontierEntry?> EndingAsync(Task<FrontierEntry?> stored)
        {
            using (span) return await stored;
        }
    }
}

/// <summary>
/// The one page of a source that is on its way to the disk while the next is fetched and read: what waits for the disk together shares its
/// syncs and its commit, and a source that waited for each page would never have two. Nothing counts before it is stored. Used by one
/// source's scan.
/// </summary>
internal sealed class PageBeingStored(IFrontierStore frontier, LeaseAhead ahead, Setbacks setbacks, ScanTally tally)
{
    private ReadPage? _page;

    /// <summary>One or none.</summary>
    public int Count => _page is null ? 0 : 1;

    /// <summary>True when there is one whose storing came to an end, well or not.</summary>
    public bool HasEnded => _page is { Page.Stored.IsCompleted: true };

    /// <summary>Takes the next page, and waits for the one before it.</summary>
    public async Task FollowAsync(ReadPage page)
    {
        var before = _page;
        _page = page;
        if (before is not null) await SettleAsync(before);
    }

    /// <summary>Waits for the page; false when there was none.</summary>
    /// <exception cref="OperationCanceledException">Its storing was given up; the row is given back.</exception>
    public async Task<bool> SettleAsync()
    {
        if (_page is not { } page) return false;
        _page = null;
        await SettleAsync(page);
        return true;
    }

    /// <summary>Waits for the page and gives back the rows that are not going to be fetched.</summary>
    public async Task EndAsync()
    {
        try
        {
            await SettleAsync();
        }
        finally
        {
            await ahead.GiveBackAsync();
        }
    }

    private async Task SettleAsync(ReadPage page)
    {
        try
        {
            ahead.Add(await page.Page.Stored);
        }
        catch (OperationCanceledException)
        {
            await frontier.ReleaseAsync(page.Entry, FrontierOutcome.Retry, "cancelled", null, CancellationToken.None);
            throw;
        }
        catch (Exception fault)
        {
            await setbacks.FailAsync(page.Entry, FetchFailure.OfHandler(fault), page.Host);
            return;
        }

        tally.Page(page.Page.Handled, page.IsUnchanged, page.IsGone);
        setbacks.Clear();
    }
}
