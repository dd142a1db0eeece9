using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The queue (hàng đợi): items by priority within what the address narrows to.</summary>
public sealed class QueueModel(ReviewService review, IQueueStore queue, IListingStore listings, NextItem next) : SitePage
{
    public QueueQuery Query { get; private set; } = new();

    public QueuePage Found { get; private set; } = new([], 0);

    public QueueCounts Counts { get; private set; } = new(new Dictionary<ReviewState, int>(), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>True when the search was an address that is no listing of the store.</summary>
    public bool UnknownUrl { get; private set; }

    /// <summary>A listing found by its address that never became a matter.</summary>
    public Listing? Unflagged { get; private set; }

    public int Pages => Math.Max(1, (Found.Total + QueueQuery.PageSize - 1) / QueueQuery.PageSize);

    /// <summary>What the last decision or the end of the list has to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        if (OutsideLink.Safe(Query.Text) is { } url && await FindByUrlAsync(url) is { } item) return Redirect(Query.ItemUrl(item));

        Found = await review.ListAsync(Query.Filter(), Me.Actor, Aborted);
        Counts = await queue.CountsAsync(ReviewService.VisibleUnits(Me.Actor), Aborted);
        return Page();
    }

    /// <summary>Takes the best free item within the narrowing and opens it.</summary>
    public async Task<IActionResult> OnPostNextAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        if (await next.TakeAsync(Query, Me, Aborted) is { } item) return Redirect(Query.ItemUrl(item));
        Notice = "queue.no-more";
        return Redirect(Query.Url);
    }

    private async Task<Guid?> FindByUrlAsync(string url)
    {
        var listing = await listings.FindByUrlAsync(url, Aborted) ?? await listings.FindByUrlAsync(Query.Text!, Aborted);
        UnknownUrl = listing is null || !Me.Actor.Sees(listing.UnitId);
        if (UnknownUrl) return null;
        var item = await queue.FindByListingAsync(listing!.Id, Aborted);
        if (item is null) Unflagged = listing;
        return item?.Id;
    }
}
