using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Signing out; only by the form, so that a link elsewhere cannot do it.</summary>
[AllowAnonymous]
public sealed class SignOutModel(IAuditStore audit, TimeProvider time) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        if (Person.Of(User) is { } person)
            await audit.AppendAsync(new(time.GetUtcNow(), person.Name, "user.signed-out", "user:" + person.Name, null, person.UnitId), HttpContext.RequestAborted);
        await HttpContext.SignOutAsync();
        return Redirect("/dang-nhap");
    }
}
