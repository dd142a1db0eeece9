using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The queue (hàng đợi): items by priority within what the address narrows to.</summary>
public sealed class QueueModel(ReviewService review, IQueueStore queue, IListingStore listings, NextItem next, QueuePlan plan, ReviewSiteOptions site, TimeProvider time) : SitePage
{
    private const int LongestName = 60;

    public QueueQuery Query { get; private set; } = new();

    public QueuePage Found { get; private set; } = new([], 0);

    public QueueCounts Counts { get; private set; } = new(new Dictionary<ReviewState, int>(), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>True when the search was an address that is no listing of the store.</summary>
    public bool UnknownUrl { get; private set; }

    /// <summary>A listing found by its address that never became a matter.</summary>
    public Listing? Unflagged { get; private set; }

    /// <summary>What can be done today, or null.</summary>
    public DayPlan? Plan { get; private set; }

    public IReadOnlyList<PlaceCount> Places { get; private set; } = [];

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>True where narrowings can be given a name.</summary>
    public bool MaySave => site.Desk?.Views is not null;

    public int Pages => Math.Max(1, (Found.Total + QueueQuery.PageSize - 1) / QueueQuery.PageSize);

    /// <summary>What the last decision or the end of the list has to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        if (OutsideLink.Safe(Query.Text) is { } url && await FindByUrlAsync(url) is { } item) return Redirect(Query.ItemUrl(item));

        Found = await review.ListAsync(Query.Filter(time.GetUtcNow(), Me.Name), Me.Actor, Aborted);
        Counts = await queue.CountsAsync(ReviewService.VisibleUnits(Me.Actor), Aborted);
        Plan = await plan.TodayAsync(Me, Counts.ByState.GetValueOrDefault(ReviewState.New) + Counts.ByState.GetValueOrDefault(ReviewState.Leased), Aborted);
        Places = await plan.PlacesAsync(Me, Aborted);
        if (site.Desk?.Views is { } views) Views = await views.OfAsync(Me.Name, Me.UnitId, Aborted);
        return Page();
    }

    /// <summary>Gives the narrowing of the address a name, for the person or for their unit.</summary>
    public async Task<IActionResult> OnPostSaveViewAsync([FromForm(Name = "ten")] string? name, [FromForm(Name = "chung")] string? shared)
    {
        Query = QueueQuery.Read(Request.Query);
        if (site.Desk?.Views is not { } views) return NotFound();
        if (name?.Trim() is not { Length: > 0 and <= LongestName } called || Query.Saved.Length == 0)
        {
            Notice = "views.needs-name";
            return Redirect(Query.Url);
        }

        var now = time.GetUtcNow();
        await views.SaveAsync(new(Guid.CreateVersion7(now), Me.Name, Me.UnitId, shared is not null, called, Query.Saved, now), new(now, Me.Name, "view.saved", "view:" + called, null, Me.UnitId), Aborted);
        Notice = "views.saved";
        return Redirect(Query.Url);
    }

    /// <summary>Forgets one of the person's own views.</summary>
    public async Task<IActionResult> OnPostRemoveViewAsync([FromForm(Name = "id")] Guid id)
    {
        Query = QueueQuery.Read(Request.Query);
        if (site.Desk?.Views is not { } views) return NotFound();
        Notice = await views.RemoveAsync(id, Me.Name, new(time.GetUtcNow(), Me.Name, "view.removed", "view:" + id, null, Me.UnitId), Aborted) ? "views.removed" : null;
        return Redirect(Query.Url);
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
