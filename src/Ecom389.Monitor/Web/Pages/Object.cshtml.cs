using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Registers an objection against a decided item.</summary>
public sealed class ObjectModel(ReviewSiteOptions site, ReviewService review, TimeProvider time) : SitePage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(Name = "ben")]
    public ObjectorKind Kind { get; set; }

    [BindProperty(Name = "ten")]
    public string? From { get; set; }

    [BindProperty(Name = "cach")]
    public string? How { get; set; }

    [BindProperty(Name = "ngay")]
    public DateOnly? ReceivedOn { get; set; }

    [BindProperty(Name = "noi-dung")]
    public string? Text { get; set; }

    [BindProperty(Name = "tep")]
    public string? AttachmentName { get; set; }

    [BindProperty(Name = "bam")]
    public string? AttachmentSha256 { get; set; }

    public QueueEntry Entry { get; private set; } = null!;

    public IReadOnlyList<string> Faults { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);

    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var entry = new ObjectionEntry(Id, Kind, From ?? "", How ?? "", ReceivedOn ?? Today, Text ?? "", AttachmentName, AttachmentSha256);
        switch (await review.RegisterObjectionAsync(entry, Me.Actor, Aborted))
        {
            case ObjectionResult.Done:
                Notice = "objections.registered-notice";
                return Redirect("/khieu-nai");
            case ObjectionResult.Invalid { Faults: var faults }:
                Faults = [.. faults.Select(fault => "objection-fault." + fault.ToString().ToLowerInvariant())];
                return Page();
            default:
                return Forbid();
        }
    }

    private async Task<bool> LoadAsync()
    {
        if (site.Desk?.Objections is null || await review.PeekAsync(Id, Me.Actor, Aborted) is not { Item.IsOpen: false } entry) return false;
        Entry = entry;
        return true;
    }
}
