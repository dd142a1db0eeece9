using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Choosing one's own password; every other session of the person ends.</summary>
[EnableRateLimiting(ReviewSite.SignInLimit)]
public sealed class PasswordModel(IUserStore users, SiteAccounts accounts, SignInService signIn, CommonPasswords common) : SitePage
{
    [BindProperty(Name = "cu")]
    public string? Old { get; set; }

    [BindProperty(Name = "moi")]
    public string? New { get; set; }

    [BindProperty(Name = "lai")]
    public string? Again { get; set; }

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var user = await users.FindAsync(Me.Name, Aborted);
        if (user is null) return Forbid();

        // Through the same door as signing in, so that a session left open cannot be used to guess the password.
        var known = await signIn.TryAsync(Me.Name, Old ?? "", HttpContext.Connection.RemoteIpAddress?.ToString(), Aborted);
        Problem = known.Outcome == SignInOutcome.LockedOut ? "sign-in.locked"
            : known.Outcome is not (SignInOutcome.SignedIn or SignInOutcome.CodeNeeded) ? "password.wrong"
            : New is null || New.Length < Passwords.ShortestChosen ? "password.short"
            : New.Length > 200 ? "password.long"
            : common.IsCommon(New) ? "password.common"
            : string.Equals(New, Old, StringComparison.Ordinal) ? "password.same"
            : !string.Equals(New, Again, StringComparison.Ordinal) ? "password.differs"
            : null;
        if (Problem is not null) return Page();

        var changed = await accounts.ChangePasswordAsync(user, New!, Aborted);
        await SessionCheck.BeginAsync(HttpContext, changed);
        return Redirect("/hang-doi");
    }
}
