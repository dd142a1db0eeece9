using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Dashboard;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ecom389.Monitor.Web.Api;

/// <summary>Sources, runs and figures.</summary>
internal static class FigureCalls
{
    public static void Map(RouteGroupBuilder api)
    {
        var read = ApiSite.Policy(ApiScopes.Read);
        api.MapGet("/sources", SourcesAsync).RequireAuthorization(read).WithName("sources").WithSummary("Configured sources of the caller's units.");
        api.MapGet("/runs", RunsAsync).RequireAuthorization(read).WithName("runs").WithSummary("The last run of each source of the caller's units.");
        api.MapGet("/figures", FiguresAsync).RequireAuthorization(read).WithName("figures").WithSummary("The overview's figures, at most a minute old.");
    }

    private static async Task<Ok<IReadOnlyList<ApiSource>>> SourcesAsync(HttpContext context, ReviewSiteOptions site, IStopStore stops, CancellationToken cancellationToken)
    {
        var actor = ApiSite.Caller(context).Actor;
        var standing = await stops.StandingAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<ApiSource>>([.. site.Sources.Where(source => actor.Sees(source.Unit)).Select(source =>
            new ApiSource(source.Id, source.Name, source.Channel, source.Enabled, source.Unit, source.Place, source.Start, standing.Any(stop => stop.Covers(source.Id))))]);
    }

    private static async Task<Ok<IReadOnlyList<ApiRun>>> RunsAsync(HttpContext context, ReviewSiteOptions site, CancellationToken cancellationToken, string? source = null)
    {
        var actor = ApiSite.Caller(context).Actor;
        var seen = site.Sources.Where(one => actor.Sees(one.Unit)).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var runs = site.LastRuns is { } read ? await read(cancellationToken) : [];
        return TypedResults.Ok<IReadOnlyList<ApiRun>>([.. runs
            .Where(run => (actor.VisibleUnits is null || seen.Contains(run.SourceId)) && (source is null || string.Equals(run.SourceId, source, StringComparison.Ordinal)))
            .OrderByDescending(run => run.StartedAt).Select(run => new ApiRun(run.SourceId, run.StartedAt, run.EndedAt, run.Pages, run.Listings, run.Flagged, run.Note))]);
    }

    private static async Task<Ok<ApiFigures>> FiguresAsync(HttpContext context, DashboardFigures figures, CancellationToken cancellationToken)
    {
        var view = await figures.ReadAsync(ApiSite.Caller(context).Actor, cancellationToken);
        return TypedResults.Ok(new ApiFigures(
            view.At, view.Totals, view.Counts.ByState, view.Counts.OpenByViolation, view.Counts.OpenBySource, view.OpenByPlace, view.Ages, view.Days,
            Precision(view.Precision.ByWeek), Precision(view.Precision.BySource), Precision(view.Precision.ByPlace), Precision(view.Precision.ByRule)));
    }

    private static IReadOnlyList<ApiPrecision> Precision(IReadOnlyList<NamedOutcomes> outcomes) => [.. outcomes.Select(one =>
    {
        var (share, low, high) = Wilson.Of(one.Outcomes);
        return new ApiPrecision(one.Name, one.Outcomes.Confirmed, one.Outcomes.Dismissed, double.IsNaN(share) ? null : share, low, high);
    })];
}
