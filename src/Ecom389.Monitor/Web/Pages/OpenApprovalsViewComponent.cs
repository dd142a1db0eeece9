using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>How many requests await a second person, beside the link that leads to them; nothing when none does.</summary>
public sealed class OpenApprovalsViewComponent(ReviewService review, SiteText text) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        if (Person.Of(HttpContext.User) is not { MustChangePassword: false } person) return Content("");
        var open = await review.OpenApprovalsAsync(person.Actor, HttpContext.RequestAborted);
        return View("Default", open.Count == 0 ? null : text.Number(open.Count));
    }
}
