using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Search;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>One box for everything (tìm kiếm); a pasted address is answered, or asked to be captured.</summary>
public sealed class SearchModel(ListingSearch search, CaptureDesk desk) : SitePage
{
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Typed { get; set; }

    [BindProperty(Name = "ly-do")]
    public string? Reason { get; set; }

    public SearchAnswer Answer { get; private set; } = new("", null, null, []);

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>A mark as it is shown: leaders see numbers starred.</summary>
    public string Shown(ListingMark mark) => mark.Kind == MarkKind.Phone && !Me.MayDecide ? PersonalData.MaskWhole(mark.Value) : SellerWords.Shorten(mark.Value, 80, out _);

    public async Task<IActionResult> OnGetAsync()
    {
        Answer = await search.AnswerAsync(Typed ?? "", Me.Actor, Aborted);
        return Answer.ItemId is { } item ? Redirect("/muc/" + item) : Page();
    }

    /// <summary>Asks that the address be captured by its source's next run.</summary>
    public async Task<IActionResult> OnPostCaptureAsync()
    {
        var outcome = await desk.AskAsync(Typed ?? "", Reason ?? "", Me.Actor, Aborted);
        if (outcome is CaptureOutcome.Asked or CaptureOutcome.AlreadyAsked)
        {
            Notice = outcome == CaptureOutcome.Asked ? "find.capture-asked" : "find.capture-waits";
            return Redirect("/tim" + QueryString.Create("q", Typed ?? ""));
        }

        if (!Me.MayDecide) return Forbid();
        Problem = outcome switch
        {
            CaptureOutcome.NoAddress => "find.no-address",
            CaptureOutcome.TooLong => "find.too-long",
            CaptureOutcome.NoSource => "find.no-source",
            _ => "find.no-reason",
        };
        Answer = await search.AnswerAsync(Typed ?? "", Me.Actor, Aborted);
        return Page();
    }
}
