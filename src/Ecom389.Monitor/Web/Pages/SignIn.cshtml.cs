using Ecom389.Monitor.Web.Accounts;
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

    /// <summary>What went wrong at the directory: <c>ngoai</c> it did not answer, <c>la</c> it named somebody unknown here.</summary>
    [FromQuery(Name = "loi")]
    public string? Trouble { get; set; }

    /// <summary>Key of what went wrong, or null.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet()
    {
        if (User.Identity?.IsAuthenticated == true) return GoBack();
        Problem = Trouble switch { "ngoai" => "sign-in.outside-silent", "la" => "sign-in.outside-unknown", _ => null };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var result = await signIn.TryAsync(Name?.Trim() ?? "", Password ?? "", HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.RequestAborted);
        switch (result)
        {
            case { Outcome: SignInOutcome.SignedIn, User: { } user }:
                await SessionCheck.BeginAsync(HttpContext, user);
                return Passwords.IsOneTime(user) ? Redirect(PasswordChange.Path) : GoBack();
            case { Outcome: SignInOutcome.CodeNeeded, User: { } user }:
                await SecondStep.BeginAsync(HttpContext, user);
                return RedirectToPage("SignInCode", new { ve = LocalAddress.OrQueue(Back) });
            default:
                Problem = result.Outcome == SignInOutcome.LockedOut ? "sign-in.locked" : "sign-in.refused";
                return Page();
        }
    }

    private LocalRedirectResult GoBack() => LocalRedirect(LocalAddress.OrQueue(Back));
}
