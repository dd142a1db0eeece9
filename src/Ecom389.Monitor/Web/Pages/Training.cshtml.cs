using Ecom389.Monitor.Web.Training;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Practice on self-written listings whose truth is known (tập huấn). Touches no real item, decision, audit or label.</summary>
public sealed class TrainingModel(ReviewSiteOptions site, TrainingRoom room) : SitePage
{
    public TrainingRound Round { get; private set; } = new(1, [], []);

    /// <summary>The answer just given, to be explained, or null.</summary>
    public TrainingAnswer? Just { get; private set; }

    public IActionResult OnGet([FromQuery(Name = "xem")] int? look)
    {
        if (site.Desk?.Training is not { Value: { Count: > 0 } set }) return NotFound();
        Round = room.Of(Me.Name, set);
        if (look is { } index && index >= 1 && index <= Round.Answers.Count) Just = Round.Answers[index - 1];
        return Page();
    }

    public IActionResult OnPostAnswer([FromForm(Name = "tin")] string? item, [FromForm(Name = "quyet-dinh")] string? verdict, [FromForm(Name = "ma")] List<string>? codes)
    {
        if (site.Desk?.Training is not { Value: { Count: > 0 } set }) return NotFound();
        if (item is null || verdict is not ("nghi-van" or "binh-thuong")) return Redirect("/tap-huan");
        var round = room.Answer(Me.Name, item, string.Equals(verdict, "nghi-van", StringComparison.Ordinal), codes ?? [], set);
        return Redirect("/tap-huan?xem=" + round.Answers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public IActionResult OnPostAgain()
    {
        if (site.Desk?.Training is not { Value: { Count: > 0 } set }) return NotFound();
        room.Again(Me.Name, set);
        return Redirect("/tap-huan");
    }
}
