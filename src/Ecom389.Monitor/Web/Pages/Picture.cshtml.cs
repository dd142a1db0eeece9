using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The screenshot of a matter's page from the archive. Every reading stands in the chain of custody and the audit.</summary>
public sealed class PictureModel(ReviewSiteOptions site, ReviewService review, IAuditStore audit, TimeProvider time) : SitePage
{
    [FromRoute]
    public Guid Id { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        // A picture cannot be masked reliably.
        if (!Me.MayDecide) return Forbid();
        if (site.Desk is not { FindRich: { } find, ReadPicture: { } read } || await review.PeekAsync(Id, Me.Actor, Aborted) is not { } entry || entry.Item.HidesJudgement) return NotFound();
        if (find(entry.Finding, entry.Listing.SourceId) is not { } capture || read(capture) is not { } picture) return NotFound();
        if (site.RecordRead is { } record) await record(Me.Name, capture.Reference, Id, Aborted);
        await audit.AppendAsync(
            new(time.GetUtcNow(), Me.Name, "evidence.read", $"capture:{capture.Reference.Id}", JsonSerializer.Serialize(new { itemId = Id, picture = true }, JsonContract.Compact), entry.Item.UnitId),
            Aborted);
        return File(picture.Body.ToArray(), picture.ContentType is "image/jpeg" ? "image/jpeg" : "image/png");
    }
}
