using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>A person's own second factor: on, renewed, off. Each asks for the password, so that a session left open cannot change it.</summary>
[EnableRateLimiting(ReviewSite.SignInLimit)]
public sealed class SecondFactorModel(IUserStore users, ICredentialStore credentials, SecondFactors factors, SignInService signIn) : SitePage
{
    [BindProperty(Name = "mat-khau")]
    public string? Password { get; set; }

    [BindProperty(Name = "ma")]
    public string? Code { get; set; }

    /// <summary>What was just made, shown this once.</summary>
    public Enrolment? Enrolment { get; private set; }

    public bool IsOn { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostBeginAsync()
    {
        if (await ProvenAsync() is { } user) Enrolment = await factors.BeginAsync(user, Aborted);
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync()
    {
        if (await users.FindAsync(Me.Name, Aborted) is { } user && await factors.ConfirmAsync(user, Code ?? "", Aborted))
        {
            Notice = "factor.is-on";
            return RedirectToPage();
        }

        // The secret is not shown a second time; who mistyped begins again.
        Problem = "factor.wrong-first";
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (await ProvenAsync() is { } user)
        {
            await factors.RemoveAsync(user, Me.Name, Aborted);
            Notice = "factor.is-off";
            return RedirectToPage();
        }

        await LoadAsync();
        return Page();
    }

    private async Task<User?> ProvenAsync()
    {
        var address = HttpContext.Connection.RemoteIpAddress?.ToString();
        var known = await signIn.TryAsync(Me.Name, Password ?? "", address, Aborted);
        // A factor that is on is given up only by who has it, or a recovery code.
        if (known.Outcome == SignInOutcome.CodeNeeded) known = await signIn.TryCodeAsync(Me.Name, Code ?? "", address, Aborted);
        Problem = known.Outcome == SignInOutcome.LockedOut ? "sign-in.locked" : known.User is null ? "factor.not-proven" : null;
        return known.User;
    }

    private async Task LoadAsync()
    {
        IsOn = await factors.IsOnAsync(Me.Name, Aborted);
        CodesLeft = IsOn ? await credentials.RecoveryCodesLeftAsync(Me.Name, Aborted) : 0;
    }
}
