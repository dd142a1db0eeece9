using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Requests that await a second person (phê duyệt).</summary>
public sealed class ApprovalsModel(ReviewService review, ReviewSiteOptions site) : SitePage
{
    /// <summary>A request and the item it is about, or null when it is about something else.</summary>
    public sealed record Row(Approval Approval, QueueEntry? Entry, bool Outdated, Objection? Objection);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>The request whose answer lacked something, and what it lacked.</summary>
    public (Guid Id, string Key)? Fault { get; private set; }

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    public Task OnGetAsync() => LoadAsync();

    public Task<IActionResult> OnPostApproveAsync(Guid id) => AnswerAsync(id, approved: true);

    public Task<IActionResult> OnPostRefuseAsync(Guid id) => AnswerAsync(id, approved: false);

    private async Task<IActionResult> AnswerAsync(Guid id, bool approved)
    {
        switch (await review.ApproveAsync(id, approved, Reason ?? "", Me.Actor, Aborted))
        {
            case DecideResult.Decided { Item: var item }:
                Notice = approved
                    ? item.State == ReviewState.Confirmed ? "approvals.confirmed-objection" : "approvals.approved"
                    : item.IsOpen ? "approvals.refused" : "approvals.refused-objection";
                return Redirect("/phe-duyet");
            case DecideResult.Invalid { Faults: [var first, ..] }:
                Fault = (id, "fault." + first.ToString().ToLowerInvariant());
                await LoadAsync();
                return Page();
            case DecideResult.NotAllowed:
                return Forbid();
            default:
                Notice = "approvals.changed";
                return Redirect("/phe-duyet");
        }
    }

    private async Task LoadAsync()
    {
        var rows = new List<Row>();
        foreach (var approval in await review.OpenApprovalsAsync(Me.Actor, Aborted))
        {
            var request = DismissalRequest.Read(approval);
            var objection = ObjectionRequest.Read(approval);
            var entry = (request?.ItemId ?? objection?.ItemId) is { } item ? await review.PeekAsync(item, Me.Actor, Aborted) : null;
            var text = objection is not null && site.Desk?.Objections is { } objections ? await objections.FindAsync(objection.ObjectionId, Aborted) : null;
            rows.Add(new(approval, entry, request is not null && entry is not null && entry.Item.FindingId != request.FindingId, text));
        }

        Rows = rows;
    }
}
