using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>
/// A capture's body as kept, shown as text: a stranger's page is never rendered under the site's own origin. Reached from an
/// item the person may see; every reading is audited.
/// </summary>
public sealed class EvidenceModel(ReviewSiteOptions site, ReviewService review, IListingStore listings, IAuditStore audit, TimeProvider time) : SitePage
{
    /// <summary>UTF-16 code units shown at most.</summary>
    public const int ShownAtMost = 200_000;

    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery(Name = "muc")]
    public Guid? ItemId { get; set; }

    public CaptureReference Capture { get; private set; } = null!;

    public string Text { get; private set; } = "";

    public bool Cut { get; private set; }

    /// <summary>True when the body's hash is the one recorded at capture.</summary>
    public bool Matches { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        // The item says whose matter it is; a capture by itself has no unit. Personal data in a page cannot be masked reliably.
        if (!Me.MayDecide) return Forbid();
        if (site.ReadCapture is not { } read || ItemId is not { } itemId) return NotFound();
        if (await review.PeekAsync(itemId, Me.Actor, Aborted) is not { } entry) return NotFound();
        var snapshots = await listings.SnapshotsAsync(entry.Listing.Id, Aborted);
        if (!snapshots.Any(snapshot => snapshot.CaptureId == Id) || await listings.CaptureAsync(Id, Aborted) is not { } capture) return NotFound();
        if (await read(capture, Aborted) is not { } body) return NotFound();

        if (site.RecordRead is { } record) await record(Me.Name, capture, itemId, Aborted);
        Capture = capture;
        Matches = string.Equals(ContentHash.Of(body.Span), capture.BodySha256, StringComparison.Ordinal);
        Text = SellerWords.Shorten(Encoding.UTF8.GetString(body.Span), ShownAtMost, out var cut);
        Cut = cut;
        await audit.AppendAsync(
            new(time.GetUtcNow(), Me.Name, "evidence.read", $"capture:{Id}", JsonSerializer.Serialize(new { itemId, matches = Matches }, JsonContract.Compact), entry.Item.UnitId),
            Aborted);
        return Page();
    }
}
