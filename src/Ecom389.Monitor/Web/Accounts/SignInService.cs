using System.Security.Claims;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>What became of an attempt to sign in.</summary>
public enum SignInOutcome
{
    SignedIn,

    /// <summary>Name or password is wrong, or the account is switched off: not told apart to the outside.</summary>
    Refused,

    /// <summary>Too many failures; not even the right password is tried.</summary>
    LockedOut,

    /// <summary>Name and password are right; the second factor's code is still to come.</summary>
    CodeNeeded,
}

/// <summary>The outcome, and the user when signed in or when only the code is missing.</summary>
public sealed record SignInResult(SignInOutcome Outcome, User? User);

/// <summary>
/// Checks names and passwords. Failures are counted from the audit trail, so that a lock-out outlives a restart and holds on
/// every machine of an installation; and by running time in this process, so that a clock put ahead or back neither frees a name nor
/// keeps it locked.
/// </summary>
public sealed class SignInService(IUserStore users, IAuditStore audit, TimeProvider time, SecondFactors? factors = null)
{
    /// <summary>Failures in a row after which a name is locked.</summary>
    public const int MostFailures = 5;

    /// <summary>How long a name stays locked, and how far back failures count.</summary>
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    private const string SignedIn = "user.signed-in";
    private const string Failed = "user.sign-in-failed";
    private const string CodeFailed = "user.code-failed";
    private const string PasswordAccepted = "user.password-accepted";
    private const string Saved = "user.saved";
    private const string Unlocked = "user.unlocked";
    private const int LongestName = 64;
    private const int MostRead = 10_000;

    private readonly Passwords _passwords = new();
    private readonly RecentFailures _recent = new(time, LockOut);

    /// <summary>Tries name and password.</summary>
    public async Task<SignInResult> TryAsync(string name, string password, string? address, CancellationToken cancellationToken)
    {
        var subject = "user:" + (name.Length > LongestName ? name[..LongestName] : name);
        if (await IsLockedAsync(subject, cancellationToken))
        {
            await RecordAsync("user.sign-in-locked", subject, user: null, address, cancellationToken);
            return new(SignInOutcome.LockedOut, null);
        }

        var user = name.Length is > 0 and <= LongestName ? await users.FindAsync(name, cancellationToken) : null;
        if (!_passwords.Verify(user, password) || !await IsUnitInForceAsync(user!, cancellationToken))
        {
            await RecordAsync(Failed, subject, user, address, cancellationToken);
            return new(SignInOutcome.Refused, null);
        }

        var needsCode = factors is not null && await factors.IsOnAsync(user!.Name, cancellationToken);
        await RecordAsync(needsCode ? PasswordAccepted : SignedIn, subject, user, address, cancellationToken);
        return new(needsCode ? SignInOutcome.CodeNeeded : SignInOutcome.SignedIn, user);
    }

    /// <summary>Tries the second factor's code of somebody whose password was right. Wrong codes lock as wrong passwords do.</summary>
    public async Task<SignInResult> TryCodeAsync(string name, string code, string? address, CancellationToken cancellationToken)
    {
        var subject = "user:" + name;
        if (await IsLockedAsync(subject, cancellationToken))
        {
            await RecordAsync("user.sign-in-locked", subject, user: null, address, cancellationToken);
            return new(SignInOutcome.LockedOut, null);
        }

        var user = await users.FindAsync(name, cancellationToken);
        if (user is not { Enabled: true } || factors is null || !await factors.CheckAsync(user, code, cancellationToken))
        {
            await RecordAsync(CodeFailed, subject, user, address, cancellationToken);
            return new(SignInOutcome.Refused, null);
        }

        await RecordAsync(SignedIn, subject, user, address, cancellationToken);
        return new(SignInOutcome.SignedIn, user);
    }

    /// <summary>Signs somebody in whom another system has identified; that system's second factor counts.</summary>
    public async Task<SignInResult> AcceptAsync(string name, string issuer, string? address, CancellationToken cancellationToken)
    {
        var user = await users.FindAsync(name, cancellationToken);
        var accepted = user is { Enabled: true } && await IsUnitInForceAsync(user, cancellationToken);
        await RecordAsync(accepted ? SignedIn : Failed, "user:" + (name.Length > LongestName ? name[..LongestName] : name), user, address, cancellationToken, issuer);
        return accepted ? new(SignInOutcome.SignedIn, user) : new(SignInOutcome.Refused, null);
    }

    /// <summary>Whether a name is locked now.</summary>
    public Task<bool> IsLockedAsync(User user, CancellationToken cancellationToken) => IsLockedAsync("user:" + user.Name, cancellationToken);

    /// <summary>Whether the person's unit exists today (units merge and end).</summary>
    public async Task<bool> IsUnitInForceAsync(User user, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);
        var unit = (await users.UnitsAsync(cancellationToken)).FirstOrDefault(unit => string.Equals(unit.Id, user.UnitId, StringComparison.Ordinal));
        return unit is null || (unit.ValidFrom <= today && (unit.ValidTo ?? today) >= today);
    }

    /// <summary>The signed-in person as a session keeps them.</summary>
    public static ClaimsPrincipal Principal(User user) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, user.Name),
            new(ClaimTypes.GivenName, user.DisplayName),
            new(ClaimTypes.Role, user.Role.ToString()),
            new(PersonClaims.Unit, user.UnitId),
            new(PersonClaims.Stamp, Passwords.Stamp(user)),
            new(PersonClaims.MustChangePassword, Passwords.IsOneTime(user) ? "yes" : "no"),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    private async Task<bool> IsLockedAsync(string subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Attempts turned away while locked must not push the failures out of sight: all of the time that counts. Of another machine whose clock is
        // somewhat ahead too; what lies further ahead was written before the clock was put back, and running time tells how long ago.
        if (await FailuresAsync(new AuditFilter { Subject = subject, From = now - LockOut, Until = now + LockOut, Limit = MostRead }, cancellationToken) >= MostFailures) return true;
        // Seldom: that many failures, and the clock says they are of another time. What has become of them since is read in the order written.
        return _recent.Count(subject) >= MostFailures && await FailuresAsync(new AuditFilter { Subject = subject, Limit = MostRead }, cancellationToken) >= MostFailures;
    }

    /// <summary>Failures since the name was last let in, unlocked or given a password.</summary>
    private async Task<int> FailuresAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var failures = 0;
        foreach (var (_, past) in await audit.FindAsync(filter, cancellationToken))
        {
            if (past.Action is SignedIn or Saved or Unlocked) break;
            if (past.Action is Failed or CodeFailed) failures++;
        }

        return failures;
    }

    private Task RecordAsync(string action, string subject, User? user, string? address, CancellationToken cancellationToken, string? through = null)
    {
        if (action is Failed or CodeFailed) _recent.Add(subject);
        else if (action is SignedIn) _recent.Forget(subject);
        return audit.AppendAsync(
            new(time.GetUtcNow(), user?.Name ?? "anonymous", action, subject, JsonSerializer.Serialize(new { address, through }, JsonContract.Compact), user?.UnitId ?? WellKnownUnits.Ministry),
            cancellationToken);
    }
}
