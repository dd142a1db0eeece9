using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>The code of the second factor, after the password.</summary>
[AllowAnonymous]
[EnableRateLimiting(ReviewSite.SignInLimit)]
public sealed class SignInCodeModel(SignInService signIn, IUserStore users) : PageModel
{
    [BindProperty(Name = "ma")]
    public string? Code { get; set; }

    [BindProperty(Name = "ve", SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>Key of what went wrong, or null.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await SecondStep.UserAsync(HttpContext, users) is null ? Redirect("/dang-nhap") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await SecondStep.UserAsync(HttpContext, users) is not { } waiting) return Redirect("/dang-nhap");
        var result = await signIn.TryCodeAsync(waiting.Name, Code?.Trim() ?? "", HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.RequestAborted);
        if (result is { Outcome: SignInOutcome.SignedIn, User: { } user })
        {
            await SecondStep.EndAsync(HttpContext);
            await SessionCheck.BeginAsync(HttpContext, user);
            return Passwords.IsOneTime(user) ? Redirect(PasswordChange.Path) : LocalRedirect(LocalAddress.OrQueue(Back));
        }

        Problem = result.Outcome == SignInOutcome.LockedOut ? "sign-in.locked" : "code.wrong";
        return Page();
    }
}
