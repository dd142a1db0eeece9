using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Who has what in hand, and handing it over (bàn giao): one's own, or for a unit's leader and administrators anybody's.</summary>
public sealed class HandOverModel(ReviewSiteOptions site, ReviewService review, IUserStore users) : SitePage
{
    private const int MostAtOnce = 500;

    public IReadOnlyList<PersonLoad> Loads { get; private set; } = [];

    /// <summary>People who may decide, by name.</summary>
    public IReadOnlyList<User> Colleagues { get; private set; } = [];

    public IReadOnlyDictionary<string, string> DisplayNames { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Moved { get; set; }

    /// <summary>Whether this person may hand over what the other has in hand.</summary>
    public bool MayMove(string person) => ReviewService.MayHandOverForOthers(Me.Actor) || (Me.MayDecide && string.Equals(person, Me.Name, StringComparison.Ordinal));

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "tu")] string? from, [FromForm(Name = "cho")] string? to)
    {
        if (site.Desk?.Workload is not { } workload) return NotFound();
        if (from is null || to is null || !MayMove(from)) return Forbid();
        if (await users.FindAsync(to, Aborted) is not { Enabled: true } colleague)
        {
            Notice = "handover.failed";
            return Redirect("/ban-giao");
        }

        var result = await review.HandOverAllAsync(await workload.InHandAsync(from, MostAtOnce, Aborted), from, Actor.Of(colleague), Me.Actor, Aborted);
        Notice = result is null ? "handover.failed" : "handover.all-done";
        Moved = result is null ? null : $"{result.Moved}:{result.LeftOut}";
        return Redirect("/ban-giao");
    }

    private async Task<bool> LoadAsync()
    {
        if (site.Desk?.Workload is not { } workload) return false;
        var all = await users.AllAsync(Aborted);
        DisplayNames = all.ToDictionary(user => user.Name, user => user.DisplayName, StringComparer.Ordinal);
        Colleagues = [.. all.Where(user => user.Enabled && user.Role != Role.Leader && (Me.Actor.Sees(user.UnitId) || user.UnitId == WellKnownUnits.Ministry)).OrderBy(user => user.DisplayName, StringComparer.CurrentCulture)];
        Loads = [.. (await workload.LoadsAsync(ReviewService.VisibleUnits(Me.Actor), Aborted)).Where(load => load.Held + load.ToFollow > 0)];
        return true;
    }
}
