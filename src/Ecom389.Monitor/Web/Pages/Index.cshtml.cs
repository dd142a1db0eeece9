using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Dashboard;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The overview (tổng quan): what there is, what waits, how well what is flagged holds, and how the last runs went.</summary>
public sealed class IndexModel(ReviewSiteOptions site, DashboardFigures figures, IStopStore stops) : SitePage
{
    /// <summary>Rows of a table of precision; the rest is in the interface for programs.</summary>
    private const int RowsShown = 12;

    public DashboardView View { get; private set; } = null!;

    /// <summary>Null when the installation keeps no runs.</summary>
    public IReadOnlyList<SourceRun>? Runs { get; private set; }

    /// <summary>Standing orders not to fetch.</summary>
    public IReadOnlyList<CrawlStop> Stops { get; private set; } = [];

    /// <summary>Open items by code, most first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> ByViolation { get; private set; } = [];

    public int Count(ReviewState state) => View.Counts.ByState.GetValueOrDefault(state);

    /// <summary>The twelve weeks to this one, those without a decision included.</summary>
    public IReadOnlyList<NamedOutcomes> Weeks { get; private set; } = [];

    public static IReadOnlyList<NamedOutcomes> Most(IReadOnlyList<NamedOutcomes> outcomes) => [.. outcomes.Take(RowsShown)];

    /// <summary>Runs that began since yesterday evening: tonight's.</summary>
    public IReadOnlyList<SourceRun> Tonight => [.. (Runs ?? []).Where(run => View.At - run.StartedAt < TimeSpan.FromHours(18))];

    public async Task OnGetAsync()
    {
        View = await figures.ReadAsync(Me.Actor, Aborted);
        ByViolation = [.. View.Counts.OpenByViolation.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)];
        Stops = await stops.StandingAsync(Aborted);
        var monday = Monday(DateOnly.FromDateTime(View.At.ToDisplayTime().DateTime));
        Weeks = [.. Enumerable.Range(0, DashboardFigures.Weeks).Select(back => monday.AddDays(-7 * (DashboardFigures.Weeks - 1 - back)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            .Select(week => View.Precision.ByWeek.FirstOrDefault(one => string.Equals(one.Name, week, StringComparison.Ordinal)) ?? new(week, default))];
        if (site.LastRuns is not { } read) return;
        var seen = site.Sources.Where(source => Me.Actor.Sees(source.Unit)).Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        Runs = [.. (await read(Aborted)).Where(run => Me.Actor.VisibleUnits is null || seen.Contains(run.SourceId)).OrderByDescending(run => run.StartedAt)];
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
