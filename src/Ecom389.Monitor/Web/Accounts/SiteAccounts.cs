using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>A user just made and the password to hand to the person; it is kept nowhere.</summary>
public sealed record NewAccount(User User, string Password);

/// <summary>Makes and changes accounts. The command line and the site both pass through here.</summary>
public sealed class SiteAccounts(IUserStore users, TimeProvider time)
{
    private readonly Passwords _passwords = new();

    /// <summary>
    /// Makes the first administrator (<c>admin</c>, of the ministry) when the store has no user at all; null when it has. The
    /// password must be changed at the first sign-in: the caller prints it once, on the console.
    /// </summary>
    public async Task<NewAccount?> EnsureFirstAdministratorAsync(string displayName, CancellationToken cancellationToken)
    {
        if ((await users.AllAsync(cancellationToken)).Count > 0) return null;
        return await AddAsync("admin", displayName, Role.Administrator, WellKnownUnits.Ministry, "system:first-start", cancellationToken);
    }

    /// <summary>Adds a user, or gives an existing one a new password, role and unit. The password is one-time.</summary>
    public async Task<NewAccount> AddAsync(string name, string displayName, Role role, string unitId, string by, CancellationToken cancellationToken)
    {
        var password = Passwords.MakeOneTime();
        var user = new User(name, displayName, role, unitId, _passwords.Hash(name, password, oneTime: true));
        await users.SaveAsync(user, Event(by, "user.saved", user), cancellationToken);
        return new(user, password);
    }

    /// <summary>Adds a user with a password that need not be changed: for the demonstration and tests.</summary>
    public async Task<User> AddWithPasswordAsync(string name, string displayName, Role role, string unitId, string password, string by, CancellationToken cancellationToken)
    {
        var user = new User(name, displayName, role, unitId, _passwords.Hash(name, password));
        await users.SaveAsync(user, Event(by, "user.saved", user), cancellationToken);
        return user;
    }

    /// <summary>Gives a user a new one-time password and leaves everything else.</summary>
    public async Task<NewAccount> ResetAsync(User user, string by, CancellationToken cancellationToken)
    {
        var password = Passwords.MakeOneTime();
        var reset = user with { PasswordHash = _passwords.Hash(user.Name, password, oneTime: true) };
        await users.SaveAsync(reset, Event(by, "user.saved", reset), cancellationToken);
        return new(reset, password);
    }

    /// <summary>Gives a user the password they chose. The caller has checked the old one.</summary>
    public async Task<User> ChangePasswordAsync(User user, string password, CancellationToken cancellationToken)
    {
        var changed = user with { PasswordHash = _passwords.Hash(user.Name, password) };
        await users.SaveAsync(changed, Event(user.Name, "user.password-changed", changed), cancellationToken);
        return changed;
    }

    private AuditEvent Event(string by, string action, User user) =>
        new(time.GetUtcNow(), by, action, "user:" + user.Name,
            JsonSerializer.Serialize(new { role = user.Role, unit = user.UnitId, enabled = user.Enabled }, JsonContract.Compact), user.UnitId);
}
