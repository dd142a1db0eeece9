using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>One account, for administrators: change, reset, unlock.</summary>
[Authorize(SiteSecurity.Administrators)]
public sealed class UserAccountModel(AccountDesk desk, IUserStore users, SecondFactors factors, SignInService signIn) : SitePage
{
    [FromRoute(Name = "ten")]
    public string Name { get; set; } = "";

    [BindProperty(Name = "ho-ten")]
    public string? DisplayName { get; set; }

    [BindProperty(Name = "vai-tro")]
    public Role Role { get; set; }

    [BindProperty(Name = "don-vi")]
    public string? UnitId { get; set; }

    [BindProperty(Name = "dung")]
    public bool Enabled { get; set; }

    public User Account { get; private set; } = null!;

    public bool Locked { get; private set; }

    public bool HasFactor { get; private set; }

    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The new one-time password, shown this once.</summary>
    public NewAccount? Reset { get; private set; }

    /// <summary>Something to say: a key.</summary>
    [TempData]
    public string? Notice { get; set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostChangeAsync() =>
        await SettleAsync(await desk.ChangeAsync(Name, DisplayName ?? "", Role, UnitId ?? "", Enabled, Me.Actor, Aborted), "users.saved");

    public async Task<IActionResult> OnPostUnlockAsync() => await SettleAsync(await desk.UnlockAsync(Name, Me.Actor, Aborted), "users.unlocked");

    public async Task<IActionResult> OnPostFactorAsync() => await SettleAsync(await desk.RemoveSecondFactorAsync(Name, Me.Actor, Aborted), "users.factor-is-off");

    public async Task<IActionResult> OnPostResetAsync()
    {
        Reset = await desk.ResetPasswordAsync(Name, Me.Actor, Aborted);
        return await ShowAsync();
    }

    private async Task<IActionResult> SettleAsync(AccountOutcome outcome, string done)
    {
        if (outcome == AccountOutcome.NotAllowed) return Forbid();
        Problem = UsersModel.KeyOf(outcome);
        if (Problem is not null) return await ShowAsync();
        Notice = done;
        return Redirect("/nguoi-dung/" + Uri.EscapeDataString(Name));
    }

    private async Task<IActionResult> ShowAsync()
    {
        if (await desk.FindAsync(Name, Me.Actor, Aborted) is not { } user) return NotFound();
        Account = user;
        Locked = await signIn.IsLockedAsync(user, Aborted);
        HasFactor = await factors.IsOnAsync(user.Name, Aborted);
        Units = [.. (await users.UnitsAsync(Aborted)).Where(unit => unit.Id != WellKnownUnits.Canary && Me.Actor.Sees(unit.Id))];
        return Page();
    }
}
