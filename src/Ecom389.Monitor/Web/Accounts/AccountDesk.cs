using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>How a change of an account ended.</summary>
public enum AccountOutcome
{
    Done,

    /// <summary>The actor is no administrator, or the account belongs to a unit they do not see.</summary>
    NotAllowed,

    /// <summary>There is no such account.</summary>
    NotFound,

    /// <summary>There is one of that name already.</summary>
    Exists,

    /// <summary>Blank, too long, or with white space or control characters.</summary>
    BadName,

    /// <summary>No such unit, or it is not in force.</summary>
    BadUnit,

    /// <summary>Somebody must remain who can add people.</summary>
    LastAdministrator,
}

/// <summary>What an administrator does with accounts and units; every step is audited.</summary>
public sealed class AccountDesk(IUserStore users, IAuditStore audit, SiteAccounts accounts, SignInService signIn, SecondFactors factors, TimeProvider time)
{
    public const int LongestName = 64;

    /// <summary>Adds an account with a one-time password.</summary>
    public async Task<(AccountOutcome Outcome, NewAccount? Account)> AddAsync(string name, string displayName, Role role, string unitId, Actor actor, CancellationToken cancellationToken)
    {
        if (!IsName(name) || string.IsNullOrWhiteSpace(displayName) || displayName.Length > 120 || displayName.Any(char.IsControl)) return (AccountOutcome.BadName, null);
        if (!May(actor, unitId)) return (AccountOutcome.NotAllowed, null);
        if (!await IsUnitAsync(unitId, cancellationToken)) return (AccountOutcome.BadUnit, null);
        if (await users.FindAsync(name, cancellationToken) is not null) return (AccountOutcome.Exists, null);
        return (AccountOutcome.Done, await accounts.AddAsync(name, displayName.Trim(), role, unitId, actor.Name, cancellationToken));
    }

    /// <summary>Gives an account another name to show, role, unit or standing. Sessions under the old ones end.</summary>
    public async Task<AccountOutcome> ChangeAsync(string name, string displayName, Role role, string unitId, bool enabled, Actor actor, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > 120 || displayName.Any(char.IsControl)) return AccountOutcome.BadName;
        if (await FindAsync(name, actor, cancellationToken) is not { } user) return AccountOutcome.NotFound;
        if (!May(actor, unitId)) return AccountOutcome.NotAllowed;
        if (!string.Equals(unitId, user.UnitId, StringComparison.Ordinal) && !await IsUnitAsync(unitId, cancellationToken)) return AccountOutcome.BadUnit;
        if (user is { Role: Role.Administrator, Enabled: true } && (role != Role.Administrator || !enabled) && await IsLastAsync(user, cancellationToken)) return AccountOutcome.LastAdministrator;
        var changed = user with { DisplayName = displayName.Trim(), Role = role, UnitId = unitId, Enabled = enabled };
        if (changed == user) return AccountOutcome.Done;
        var details = JsonSerializer.Serialize(
            new { role, unit = unitId, enabled, before = new { role = user.Role, unit = user.UnitId, enabled = user.Enabled } }, JsonContract.Compact);
        await users.SaveAsync(changed, new(time.GetUtcNow(), actor.Name, "user.changed", "user:" + name, details, user.UnitId), cancellationToken);
        return AccountOutcome.Done;
    }

    /// <summary>A new one-time password; sessions end and a lock is lifted.</summary>
    public async Task<NewAccount?> ResetPasswordAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        await FindAsync(name, actor, cancellationToken) is { } user
            ? await accounts.ResetAsync(user, actor.Name, cancellationToken)
            : null;

    /// <summary>Lifts a lock-out before its time.</summary>
    public async Task<AccountOutcome> UnlockAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, actor, cancellationToken) is not { } user) return AccountOutcome.NotFound;
        await audit.AppendAsync(new(time.GetUtcNow(), actor.Name, "user.unlocked", "user:" + name, null, user.UnitId), cancellationToken);
        return AccountOutcome.Done;
    }

    /// <summary>Switches a lost second factor off.</summary>
    public async Task<AccountOutcome> RemoveSecondFactorAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, actor, cancellationToken) is not { } user) return AccountOutcome.NotFound;
        await factors.RemoveAsync(user, actor.Name, cancellationToken);
        return AccountOutcome.Done;
    }

    /// <summary>Adds a unit, or gives one another name, place or validity. Of the ministry's administrators.</summary>
    public async Task<AccountOutcome> SaveUnitAsync(Unit unit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role != Role.Administrator || actor.VisibleUnits is not null) return AccountOutcome.NotAllowed;
        if (unit.Id.Length is 0 or > 40 || !unit.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') || string.IsNullOrWhiteSpace(unit.Name)) return AccountOutcome.BadName;
        if (unit.Id is WellKnownUnits.Canary || unit.ValidTo < unit.ValidFrom) return AccountOutcome.BadUnit;
        // Closing the ministry would close everybody out.
        if (unit is { Id: WellKnownUnits.Ministry, ValidTo: not null }) return AccountOutcome.BadUnit;
        await users.SaveUnitAsync(unit, new(time.GetUtcNow(), actor.Name, "unit.saved", "unit:" + unit.Id, JsonSerializer.Serialize(unit, JsonContract.Compact), unit.Id), cancellationToken);
        return AccountOutcome.Done;
    }

    /// <summary>Accounts the actor administers, by name, with whether they are locked.</summary>
    public async Task<IReadOnlyList<(User User, bool Locked)>> AllAsync(Actor actor, CancellationToken cancellationToken)
    {
        var all = new List<(User, bool)>();
        foreach (var user in await users.AllAsync(cancellationToken))
            if (May(actor, user.UnitId)) all.Add((user, await signIn.IsLockedAsync(user, cancellationToken)));
        return all;
    }

    /// <summary>An account the actor administers, or null.</summary>
    public async Task<User?> FindAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        await users.FindAsync(name, cancellationToken) is { } user && May(actor, user.UnitId) ? user : null;

    /// <summary>Whether a login can be used.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format);

    private static bool May(Actor actor, string unitId) => actor.Role == Role.Administrator && actor.Sees(unitId);

    private async Task<bool> IsUnitAsync(string unitId, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);
        return (await users.UnitsAsync(cancellationToken)).Any(unit => string.Equals(unit.Id, unitId, StringComparison.Ordinal) && (unit.ValidTo ?? today) >= today);
    }

    private async Task<bool> IsLastAsync(User user, CancellationToken cancellationToken) =>
        !(await users.AllAsync(cancellationToken)).Any(other => other is { Role: Role.Administrator, Enabled: true } && !string.Equals(other.Name, user.Name, StringComparison.Ordinal));
}
