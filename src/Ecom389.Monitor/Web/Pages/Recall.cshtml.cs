using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>What flagging misses (độ phủ), measured on a random sample of what it did not flag. Only decided ones are named.</summary>
public sealed class RecallModel(ReviewSiteOptions site) : SitePage
{
    /// <summary>Below so many decided samples only the interval is told: a single figure would be believed.</summary>
    public const int FewestForAFigure = 30;

    private const int Shown = 50;

    public RecallCounts Counts { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Null while nothing of the sample was decided.</summary>
    public RecallEstimate? Estimate { get; private set; }

    public IReadOnlyList<QueueEntry> Decided { get; private set; } = [];

    /// <summary>Share drawn, as configured.</summary>
    public double Rate => site.Desk?.SampleRate ?? 0;

    public async Task<IActionResult> OnGetAsync()
    {
        if (site.Desk?.Recall is not { } recall) return NotFound();
        var units = ReviewService.VisibleUnits(Me.Actor);
        Counts = await recall.CountAsync(units, Aborted);
        Estimate = RecallEstimate.Of(Counts);
        Decided = await recall.DecidedAsync(units, Shown, Aborted);
        return Page();
    }
}
