using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Ecom389.Monitor.Web.Pages;

/// <summary>Tokens for programs (mã truy cập): one's own; administrators see and revoke all of their units.</summary>
public sealed class TokensModel(ApiTokens tokens, ICredentialStore credentials, IUserStore users, TimeProvider time) : SitePage
{
    [BindProperty(Name = "ten")]
    public string? Name { get; set; }

    [BindProperty(Name = "quyen")]
    public List<ApiScopes> Scopes { get; set; } = [];

    [BindProperty(Name = "ngay")]
    public int Days { get; set; }

    public IReadOnlyList<ApiToken> Rows { get; private set; } = [];

    /// <summary>The key just made, shown this once.</summary>
    public NewToken? Made { get; private set; }

    /// <summary>Key of what is wrong, or null.</summary>
    public string? Problem { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public static IEnumerable<ApiScopes> ScopesOf(ApiScopes scopes) => Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && scopes.HasFlag(scope));

    public Task OnGetAsync() => LoadAsync();

    public async Task<IActionResult> OnPostAddAsync()
    {
        if (await users.FindAsync(Me.Name, Aborted) is not { } owner) return Forbid();
        try
        {
            Made = await tokens.MakeAsync(owner, Name ?? "", Scopes.Aggregate(ApiScopes.None, (all, one) => all | one), Days, Me.Name, Aborted);
        }
        catch (ArgumentException)
        {
            Problem = "tokens.bad";
        }

        await LoadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id)
    {
        if (await tokens.RevokeAsync(id, Me.Actor, Aborted)) return RedirectToPage();
        Problem = "tokens.not-revoked";
        await LoadAsync();
        return Page();
    }

    private async Task LoadAsync()
    {
        if (Me.Role != Role.Administrator)
        {
            Rows = await credentials.TokensAsync(Me.Name, Aborted);
            return;
        }

        var units = (await users.AllAsync(Aborted)).ToDictionary(user => user.Name, user => user.UnitId, StringComparer.Ordinal);
        Rows = [.. (await credentials.TokensAsync(null, Aborted)).Where(token => units.TryGetValue(token.UserName, out var unit) && Me.Actor.Sees(unit))];
    }
}
