using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>
/// One decision for an item and those like it (quyết định hàng loạt): choose, see exactly what would change, then do exactly that.
/// </summary>
public sealed class BulkModel(ReviewSiteOptions site, ReviewService review, TimeProvider time) : SitePage
{
    private const int MostOffered = 60;

    [FromRoute]
    public Guid Id { get; set; }

    /// <summary><c>giong</c>: near-duplicates; <c>nguoi-ban</c>: the seller's listings.</summary>
    [FromQuery(Name = "theo")]
    public string? By { get; set; }

    [BindProperty(Name = "muc")]
    public List<Guid> Chosen { get; set; } = [];

    [BindProperty(Name = "quyet-dinh")]
    public DecisionKind? Kind { get; set; }

    [BindProperty(Name = "ma")]
    public List<string> Codes { get; set; } = [];

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    [BindProperty(Name = "den-ngay")]
    public DateOnly? WaitUntil { get; set; }

    [BindProperty(Name = "dau")]
    public List<string> Stamps { get; set; } = [];

    [BindProperty(Name = "niem-phong")]
    public string? Seal { get; set; }

    public QueueEntry Entry { get; private set; } = null!;

    public QueueQuery Query { get; private set; } = new();

    /// <summary>Matters that may be decided with this one; the item itself is not among them.</summary>
    public IReadOnlyList<KinListing> Offered { get; private set; } = [];

    /// <summary>What would be done, once asked for.</summary>
    public BulkPreview? Preview { get; private set; }

    /// <summary>What was done.</summary>
    public BulkResult? Result { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);

    /// <summary>True when the near-duplicates are offered.</summary>
    public bool IsNear => !string.Equals(By, "nguoi-ban", StringComparison.Ordinal);

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (!Me.MayDecide) return Forbid();
        if (Kind is not { } kind) Faults = ["fault.kind"];
        else if (Chosen.Count == 0) Faults = ["bulk.none-chosen"];
        else
        {
            Preview = await review.PreviewAsync(Command(kind), Me.Actor, Aborted);
            Faults = [.. Preview.Faults.Select(fault => "fault." + fault.ToString().ToLowerInvariant())];
            if (Faults.Count > 0) Preview = null;
        }
        return Page();
    }

    public async Task<IActionResult> OnPostDoAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Kind is not { } kind) return BadRequest();
        Result = await review.DecideManyAsync(Command(kind), Stamps, Seal ?? "", Me.Actor, Aborted);
        if (Result is null) Faults = ["bulk.broken-seal"];
        return Page();
    }

    private BulkCommand Command(DecisionKind kind) => new(Chosen, kind, kind == DecisionKind.Confirm ? Codes : [], Reason ?? "", kind == DecisionKind.Wait ? WaitUntil : null);

    private async Task<bool> LoadAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        if (site.Desk?.Kin is not { } kin || await review.PeekAsync(Id, Me.Actor, Aborted) is not { } entry || entry.Item.HidesJudgement) return false;
        Entry = entry;
        var units = ReviewService.VisibleUnits(Me.Actor);
        var page = IsNear
            ? await kin.NearAsync(entry.Listing.Id, units, ItemDesk.LeastLikeness, MostOffered, Aborted)
            : await kin.OfSellerAsync(entry.Listing.Id, units, MostOffered, Aborted);
        Offered = [.. page.Listings.Where(listing => listing.Item is { IsOpen: true, HidesJudgement: false })];
        return true;
    }
}
