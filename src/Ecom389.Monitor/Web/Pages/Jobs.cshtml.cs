using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The schedule: what each job did last, when it comes next, and a run by hand for administrators.</summary>
public sealed class JobsModel(ReviewSiteOptions site) : SitePage
{
    private const int History = 50;

    public IReadOnlyList<JobLine> Lines { get; private set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<JobRun> Runs { get; private set; } = [];

    public bool MayRun => Me.Role == Role.Administrator;

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>The job whose order lacked something, and what it lacked.</summary>
    public (string Job, string Key)? Fault { get; private set; }

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    [BindProperty(Name = "chay-them")]
    public bool Again { get; set; }

    /// <summary>How a state is coloured: only what needs a person stands out.</summary>
    public static string Tone(JobState state) => state switch
    {
        JobState.Done => "good",
        JobState.Failed or JobState.Interrupted => "bad",
        JobState.Partial => "warn",
        _ => "",
    };

    /// <summary>A logical date as people write it; anything else as it is.</summary>
    public static string Shown(string slot, SiteText text) =>
        DateOnly.TryParseExact(slot, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? text.Day(day) : slot;

    public async Task<IActionResult> OnGetAsync()
    {
        if (site.Jobs is not { } desk) return NotFound();
        await LoadAsync(desk);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string viec)
    {
        if (site.Jobs is not { } desk) return NotFound();
        switch ((await desk.TriggerAsync(viec, Me.Actor, Reason ?? "", Again, Aborted)).Result)
        {
            case TriggerResult.NotAllowed:
                return Forbid();
            case TriggerResult.UnknownJob:
                return NotFound();
            case TriggerResult.NoReason:
                Fault = (viec, "fault.reasonmissing");
                await LoadAsync(desk);
                return Page();
            case TriggerResult.Started:
                Notice = "jobs.started";
                break;
            default:
                Notice = "jobs.nothing";
                break;
        }

        return Redirect("/lich-chay");
    }

    private async Task LoadAsync(IJobDesk desk)
    {
        Lines = await desk.ListAsync(Aborted);
        Runs = await desk.RunsAsync(null, History, Aborted);
    }
}
