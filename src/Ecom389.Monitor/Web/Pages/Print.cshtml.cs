using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Listings;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>A matter on paper for a visit (phiếu kiểm tra): what is suspected and why, what to look at, room to write. Masked as exports are.</summary>
public sealed class PrintModel(ReviewSiteOptions site, ReviewService review, ItemReader reader, ItemDesk desk, IUserStore users, IAuditStore audit, TimeProvider time) : SitePage
{
    [FromRoute]
    public Guid Id { get; set; }

    public ItemView View { get; private set; } = null!;

    public string UnitName { get; private set; } = "";

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Personal data that is not the seller's own starred; for leaders all of it.</summary>
    public string Masked(string? words)
    {
        if (string.IsNullOrEmpty(words)) return "";
        var own = View.Record.Seller.Phone is { Length: > 0 } phone ? (string[])[phone] : [];
        return !Me.MayDecide || site.Desk?.Mask is not { } mask ? PersonalData.Mask(words) : mask(words, own);
    }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await review.PeekAsync(Id, Me.Actor, Aborted) is not { } entry || entry.Item.HidesJudgement) return NotFound();
        var view = await reader.ReadAsync(new(OpenOutcome.ReadOnly, entry), Me, whole: true, Aborted);
        View = view with { Around = await desk.ReadAsync(view, Me, Aborted) };
        UnitName = (await users.UnitsAsync(Aborted)).FirstOrDefault(unit => unit.Id == Me.UnitId)?.Name ?? Me.UnitId;
        await audit.AppendAsync(new(Now, Me.Name, "item.printed", $"item:{Id}", null, entry.Item.UnitId), Aborted);
        return Page();
    }
}
