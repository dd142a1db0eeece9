using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The overview (tổng quan): what there is, what waits, and how the last runs went.</summary>
public sealed class IndexModel(ReviewSiteOptions site, IListingStore listings, IQueueStore queue) : SitePage
{
    public StoreTotals Totals { get; private set; } = new(0, 0, 0, 0, 0);

    public QueueCounts Counts { get; private set; } = new(new Dictionary<ReviewState, int>(), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>Null when the installation keeps no runs.</summary>
    public IReadOnlyList<SourceRun>? Runs { get; private set; }

    /// <summary>Open items by code, most first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> ByViolation { get; private set; } = [];

    public int Count(ReviewState state) => Counts.ByState.GetValueOrDefault(state);

    public async Task OnGetAsync()
    {
        Totals = await listings.TotalsAsync(Aborted);
        Counts = await queue.CountsAsync(ReviewService.VisibleUnits(Me.Actor), Aborted);
        ByViolation = [.. Counts.OpenByViolation.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)];
        Runs = site.LastRuns is { } read ? [.. (await read(Aborted)).OrderByDescending(run => run.StartedAt)] : null;
    }
}
