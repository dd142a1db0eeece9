using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Objections (khiếu nại, phản hồi): those to be answered, soonest due first, and those answered.</summary>
public sealed class ObjectionsModel(ReviewSiteOptions site, ReviewService review, TimeProvider time) : SitePage
{
    private const int Shown = 200;

    /// <summary>An objection and the item it is about.</summary>
    public sealed record Row(Objection Objection, QueueEntry Entry);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    /// <summary>The objection whose answer lacked something, and what it lacked.</summary>
    public (Guid Id, string Key)? Fault { get; private set; }

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    [BindProperty(Name = "ma")]
    public List<string> Codes { get; set; } = [];

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostRejectAsync(Guid id) => await AnswerAsync(id, await review.RejectObjectionAsync(id, Reason ?? "", Me.Actor, Aborted), "objections.rejected");

    public async Task<IActionResult> OnPostUpholdAsync(Guid id) => await AnswerAsync(id, await review.ProposeUpholdingAsync(id, Reason ?? "", Codes, Me.Actor, Aborted), "objections.asked");

    private async Task<IActionResult> AnswerAsync(Guid id, ObjectionResult result, string done)
    {
        switch (result)
        {
            case ObjectionResult.Done:
                Notice = done;
                return Redirect("/khieu-nai");
            case ObjectionResult.Invalid { Faults: [var first, ..] }:
                Fault = (id, "objection-fault." + first.ToString().ToLowerInvariant());
                return await LoadAsync() ? Page() : NotFound();
            case ObjectionResult.NotAllowed:
                return Forbid();
            default:
                Notice = "objections.changed";
                return Redirect("/khieu-nai");
        }
    }

    private async Task<bool> LoadAsync()
    {
        if (site.Desk?.Objections is null) return false;
        var rows = new List<Row>();
        foreach (var objection in await review.ObjectionsAsync(Me.Actor, Shown, Aborted))
        {
            if (await review.PeekAsync(objection.ItemId, Me.Actor, Aborted) is { } entry) rows.Add(new(objection, entry));
        }
        Rows = rows;
        return true;
    }
}
