using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Signing in (đăng nhập).</summary>
[AllowAnonymous]
[EnableRateLimiting(ReviewSite.SignInLimit)]
public sealed class SignInModel(SignInService signIn) : PageModel
{
    [BindProperty(Name = "ten")]
    public string? Name { get; set; }

    [BindProperty(Name = "mat-khau")]
    public string? Password { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(Name = "ve", SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>Key of what went wrong, or null.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? GoBack() : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        var result = await signIn.TryAsync(Name?.Trim() ?? "", Password ?? "", HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.RequestAborted);
        if (result is { Outcome: SignInOutcome.SignedIn, User: { } user })
        {
            await HttpContext.SignInAsync(SignInService.Principal(user));
            return Passwords.IsOneTime(user) ? Redirect(PasswordChange.Path) : GoBack();
        }

        Problem = result.Outcome == SignInOutcome.LockedOut ? "sign-in.locked" : "sign-in.refused";
        return Page();
    }

    private LocalRedirectResult GoBack() => LocalRedirect(Back is { Length: > 0 } && Url.IsLocalUrl(Back) ? Back : "/hang-doi");
}
