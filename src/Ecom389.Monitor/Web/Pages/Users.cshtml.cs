using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>People and units (người dùng, đơn vị), for administrators.</summary>
[Authorize(SiteSecurity.Administrators)]
public sealed class UsersModel(AccountDesk desk, IUserStore users, ICredentialStore credentials, TimeProvider time) : SitePage
{
    [BindProperty(Name = "ten")]
    public string? Name { get; set; }

    [BindProperty(Name = "ho-ten")]
    public string? DisplayName { get; set; }

    [BindProperty(Name = "vai-tro")]
    public Role Role { get; set; }

    [BindProperty(Name = "don-vi")]
    public string? UnitId { get; set; }

    [BindProperty(Name = "dv-ma")]
    public string? NewUnitId { get; set; }

    [BindProperty(Name = "dv-ten")]
    public string? NewUnitName { get; set; }

    [BindProperty(Name = "dv-noi")]
    public string? NewUnitPlace { get; set; }

    [BindProperty(Name = "dv-tu")]
    public DateOnly? NewUnitFrom { get; set; }

    [BindProperty(Name = "dv-den")]
    public DateOnly? NewUnitTo { get; set; }

    public IReadOnlyList<(User User, bool Locked)> People { get; private set; } = [];

    public IReadOnlyList<Unit> Units { get; private set; } = [];

    public IReadOnlySet<string> WithFactor { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Units somebody may be put in today.</summary>
    public IEnumerable<Unit> OpenUnits => Units.Where(unit => Me.Actor.Sees(unit.Id) && (unit.ValidTo ?? DateOnly.MaxValue) >= DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime));

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The account just made, whose password is shown this once.</summary>
    public NewAccount? Made { get; private set; }

    public string UnitName(string id) => Units.FirstOrDefault(unit => string.Equals(unit.Id, id, StringComparison.Ordinal))?.Name ?? id;

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAddAsync()
    {
        var (outcome, account) = await desk.AddAsync(Name?.Trim() ?? "", DisplayName ?? "", Role, UnitId ?? "", Me.Actor, Aborted);
        if (outcome == AccountOutcome.NotAllowed) return Forbid();
        Made = account;
        Problem = KeyOf(outcome);
        if (Problem is null) (Name, DisplayName) = (null, null);
        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostUnitAsync()
    {
        if (NewUnitFrom is not { } from) Problem = "users.bad-unit";
        else
        {
            var place = string.IsNullOrWhiteSpace(NewUnitPlace) ? null : NewUnitPlace.Trim();
            var outcome = await desk.SaveUnitAsync(new(NewUnitId?.Trim() ?? "", NewUnitName?.Trim() ?? "", place, from, NewUnitTo), Me.Actor, Aborted);
            if (outcome == AccountOutcome.NotAllowed) return Forbid();
            Problem = KeyOf(outcome);
            if (Problem is null) return RedirectToPage();
        }

        await LoadAsync();
        return Page();
    }

    /// <summary>The text of an outcome, or null when all is well.</summary>
    internal static string? KeyOf(AccountOutcome outcome) => outcome switch
    {
        AccountOutcome.Done => null,
        AccountOutcome.Exists => "users.exists",
        AccountOutcome.BadUnit => "users.bad-unit",
        AccountOutcome.LastAdministrator => "users.last",
        AccountOutcome.NotFound => "users.not-found",
        _ => "users.bad-name",
    };

    private async Task LoadAsync()
    {
        People = await desk.AllAsync(Me.Actor, Aborted);
        Units = [.. (await users.UnitsAsync(Aborted)).Where(unit => unit.Id != WellKnownUnits.Canary)];
        WithFactor = await credentials.WithSecondFactorAsync(Aborted);
    }
}
