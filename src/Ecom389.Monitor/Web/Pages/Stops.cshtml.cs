using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>
/// Stopping the crawl within seconds, wholly or one source, and letting it go on. Whoever decides items may stop what harms
/// within their unit; everything is stopped, and any stop lifted, by the ministry's people or an administrator of the source's unit.
/// </summary>
[Authorize(SiteSecurity.Deciders)]
public sealed class StopsModel(ReviewSiteOptions site, IStopStore stops, TimeProvider time) : SitePage
{
    private const int LongestReason = 400;

    [BindProperty(Name = "pham-vi")]
    public string? Scope { get; set; }

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    public IReadOnlyList<CrawlStop> Standing { get; private set; } = [];

    public IEnumerable<SourceDefinition> Sources => site.Sources.Where(source => Me.Actor.Sees(source.Unit));

    public bool MayStopAll => Me.Actor.VisibleUnits is null;

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync() => LoadAsync();

    public Task<IActionResult> OnPostStopAsync() => ChangeAsync(async (scope, reason, now) =>
        await stops.StopAsync(new(scope, Me.Name, now, reason), Event("crawl.stopped", scope, reason, now), Aborted) ? "stops.stopped" : "stops.already");

    public Task<IActionResult> OnPostResumeAsync() => ChangeAsync(async (scope, reason, now) =>
        await stops.ResumeAsync(scope, Me.Name, now, Event("crawl.resumed", scope, reason, now), Aborted) ? "stops.resumed" : "stops.none");

    private async Task<IActionResult> ChangeAsync(Func<string, string, DateTimeOffset, Task<string>> change)
    {
        var scope = Scope ?? "";
        if (scope == CrawlStop.Everything ? !MayStopAll : !Sources.Any(source => string.Equals(source.Id, scope, StringComparison.Ordinal))) return Forbid();
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > LongestReason)
        {
            Problem = "stops.no-reason";
            await LoadAsync();
            return Page();
        }

        Notice = await change(scope, Reason.Trim(), time.GetUtcNow());
        return RedirectToPage();
    }

    private AuditEvent Event(string action, string scope, string reason, DateTimeOffset now) =>
        new(now, Me.Name, action, "stop:" + scope, JsonSerializer.Serialize(new { reason }, JsonContract.Compact), Me.UnitId);

    private async Task LoadAsync() => Standing = [.. (await stops.StandingAsync(Aborted)).Where(stop => MayStopAll || stop.Scope == CrawlStop.Everything || Sources.Any(source => stop.Covers(source.Id)))];
}
