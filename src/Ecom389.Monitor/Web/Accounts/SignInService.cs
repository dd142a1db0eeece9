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
}

/// <summary>The outcome, and the user when signed in.</summary>
public sealed record SignInResult(SignInOutcome Outcome, User? User);

/// <summary>
/// Checks names and passwords. Failures are counted from the audit trail, so that a lock-out outlives a restart and holds on
/// every machine of an installation.
/// </summary>
public sealed class SignInService(IUserStore users, IAuditStore audit, TimeProvider time)
{
    /// <summary>Failures in a row after which a name is locked.</summary>
    public const int MostFailures = 5;

    /// <summary>How long a name stays locked, and how far back failures count.</summary>
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    private const string SignedIn = "user.signed-in";
    private const string Failed = "user.sign-in-failed";
    private const string Unlocked = "user.saved";
    private const int LongestName = 64;

    private readonly Passwords _passwords = new();

    public async Task<SignInResult> TryAsync(string name, string password, string? address, CancellationToken cancellationToken)
    {
        var subject = "user:" + (name.Length > LongestName ? name[..LongestName] : name);
        User? user = null;
        if (await IsLockedAsync(subject, cancellationToken))
        {
            await RecordAsync("user.sign-in-locked");
            return new(SignInOutcome.LockedOut, null);
        }

        user = name.Length is > 0 and <= LongestName ? await users.FindAsync(name, cancellationToken) : null;
        if (!_passwords.Verify(user, password))
        {
            await RecordAsync(Failed);
            return new(SignInOutcome.Refused, null);
        }

        await RecordAsync(SignedIn);
        return new(SignInOutcome.SignedIn, user);

        Task RecordAsync(string action) => audit.AppendAsync(
            new(time.GetUtcNow(), user?.Name ?? "anonymous", action, subject,
                JsonSerializer.Serialize(new { address }, JsonContract.Compact), user?.UnitId ?? WellKnownUnits.Ministry),
            cancellationToken);
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
        var since = time.GetUtcNow() - LockOut;
        var failures = 0;
        foreach (var past in await audit.ReadAsync(subject, 50, cancellationToken))
        {
            if (past.At < since || past.Action is SignedIn or Unlocked) break;
            if (string.Equals(past.Action, Failed, StringComparison.Ordinal)) failures++;
        }

        return failures >= MostFailures;
    }
}
