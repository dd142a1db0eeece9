using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>One matter (mục): opening it takes it, deciding it opens the next.</summary>
public sealed class ItemModel(ReviewService review, ItemReader reader, NextItem next, ItemDesk desk, IUserStore users, SkippedItems skipped, TimeProvider time) : SitePage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(Name = "quyet-dinh")]
    public DecisionKind? Kind { get; set; }

    [BindProperty(Name = "ma")]
    public List<string> Codes { get; set; } = [];

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    [BindProperty(Name = "den-ngay")]
    public DateOnly? WaitUntil { get; set; }

    /// <summary>The finding that was on the screen.</summary>
    [BindProperty(Name = "nghi-van")]
    public Guid? SeenFinding { get; set; }

    /// <summary>The item just decided, which can be taken back: id and what was decided, as <c>confirm:id</c>.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public ItemView View { get; private set; } = null!;

    public QueueQuery Query { get; private set; } = new();

    /// <summary>Keys of what the decision lacked.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);

    public async Task<IActionResult> OnGetAsync() => await ShowAsync();

    public async Task<IActionResult> OnPostDecideAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        if (Kind is not { } kind)
        {
            Faults = ["fault.kind"];
            return await ShowAsync();
        }

        var command = new DecideCommand(Id, kind, kind == DecisionKind.Confirm ? Codes : [], Reason ?? "", kind == DecisionKind.Wait ? WaitUntil : null, SeenFinding);
        switch (await review.DecideAsync(command, Me.Actor, Aborted))
        {
            case DecideResult.Decided { Item: var decided }:
                return await GoOnAsync($"{kind.ToString().ToLowerInvariant()}:{Id}{Revealed(decided)}");
            case DecideResult.NeedsApproval:
                return await GoOnAsync($"approval:{Id}");
            case DecideResult.Invalid { Faults: var faults }:
                Faults = [.. faults.Select(fault => "fault." + fault.ToString().ToLowerInvariant())];
                return await ShowAsync();
            case DecideResult.LeasedBy:
                Faults = ["fault.leased"];
                return await ShowAsync();
            case DecideResult.Changed:
                Faults = ["fault.changed"];
                return await ShowAsync();
            default:
                return Forbid();
        }
    }

    /// <summary>Passes the item over and goes to the next.</summary>
    public async Task<IActionResult> OnPostSkipAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        skipped.Add(Me.Name, Id);
        await review.ReleaseAsync(Id, Me.Actor, Aborted);
        return await GoOnAsync(done: null);
    }

    /// <summary>Gives the item back and goes to the list.</summary>
    public async Task<IActionResult> OnPostReleaseAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        await review.ReleaseAsync(Id, Me.Actor, Aborted);
        return Redirect(Query.Url);
    }

    /// <summary>Takes the person's own decision on this item back.</summary>
    public async Task<IActionResult> OnPostUndoAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        Notice = await review.UndoAsync(Id, Me.Actor, Aborted) is DecideResult.Decided ? "item.undone" : "item.not-undone";
        return Redirect(Query.ItemUrl(Id));
    }

    /// <summary>Gives the held item to a colleague and goes to the next.</summary>
    public async Task<IActionResult> OnPostHandOverAsync([FromForm(Name = "cho")] string? to)
    {
        Query = QueueQuery.Read(Request.Query);
        if (to is null || await users.FindAsync(to, Aborted) is not { Enabled: true } colleague || !await review.HandOverAsync(Id, Actor.Of(colleague), Me.Actor, Aborted))
        {
            Notice = "handover.failed";
            return Redirect(Query.ItemUrl(Id));
        }
        Notice = "handover.done";
        return await GoOnAsync(done: null);
    }

    // Only now may be told what was read blind.
    private static string Revealed(ReviewItem decided) => !decided.IsBlind || decided.IsOpen ? "" : decided.Origin == ItemOrigin.Sample ? ":sample" : ":control";

    private async Task<IActionResult> GoOnAsync(string? done)
    {
        Done = done;
        if (await next.TakeAsync(Query, Me, Aborted) is { } id) return Redirect(Query.ItemUrl(id));
        TempData[nameof(QueueModel.Notice)] = "queue.no-more";
        return Redirect(Query.Url);
    }

    private async Task<IActionResult> ShowAsync()
    {
        Query = QueueQuery.Read(Request.Query);
        var opened = await review.OpenAsync(Id, Me.Actor, Aborted);
        if (opened.Outcome == OpenOutcome.NotFound) return NotFound();
        var view = await reader.ReadAsync(opened, Me, Request.Query.ContainsKey("toan-van"), Aborted);
        View = view with { Around = await desk.ReadAsync(view, Me, Aborted) };
        return Page();
    }
}
