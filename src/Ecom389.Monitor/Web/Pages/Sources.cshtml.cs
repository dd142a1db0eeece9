using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Texts;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>A source with its last scan and what is open on it.</summary>
public sealed record SourceRow(SourceDefinition Source, SourceFill? Last, IReadOnlyList<SourceNotice> Notices);

/// <summary>The sources (nguồn): how each was read last, and whether its output fell away.</summary>
public sealed class SourcesModel(ReviewSiteOptions site) : SitePage
{
    private const int DropsShown = 3;

    /// <summary>Fields shown, as <see cref="SourceFill.Measures"/> names them.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["title", "description", "priceVnd", "seller.name", "postedAt"];

    /// <summary>Those with an open notice first.</summary>
    public IReadOnlyList<SourceRow> Rows { get; private set; } = [];

    public static string Drops(SourceNotice notice, SiteText text) =>
        string.Join(", ", notice.Drops.Take(DropsShown).Select(drop => $"{text.Find("sources.field." + drop.Measure) ?? drop.Measure} {text.Percent(drop.Before)} → {text.Percent(drop.Now)}"));

    public async Task OnGetAsync()
    {
        var units = ReviewService.VisibleUnits(Me.Actor);
        var notices = site.Health is { } health ? (await health.OpenAsync(null, Aborted)).ToLookup(notice => notice.SourceId, StringComparer.Ordinal) : null;
        var rows = new List<SourceRow>();
        foreach (var source in site.Sources.Where(source => units is null || units.Contains(source.Unit, StringComparer.Ordinal)))
        {
            var last = site.Health is { } store && await store.HistoryAsync(source.Id, 1, Aborted) is [var latest, ..] ? latest : null;
            rows.Add(new(source, last, notices is null ? [] : [.. notices[source.Id]]));
        }

        Rows = [.. rows.OrderByDescending(row => row.Notices.Count > 0)];
    }
}
