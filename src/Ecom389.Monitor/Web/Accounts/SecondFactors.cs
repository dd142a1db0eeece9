using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.DataProtection;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>A factor being set up: what to give the authenticator application, and the codes for the day it is lost. Shown once.</summary>
public sealed record Enrolment(string Secret, string Address, IReadOnlyList<string> RecoveryCodes);

/// <summary>Sets second factors up and checks their codes. Secrets are encrypted with the site's keys before they reach the store.</summary>
public sealed class SecondFactors(ICredentialStore credentials, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Issuer = "Ecom389";
    private const int RecoveryCodeCount = 10;

    // Read aloud and typed: no letter that is mistaken for another. 12 of them are 59 bits.
    private const string RecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly IDataProtector _protector = protection.CreateProtector("ecom389.second-factor");

    /// <summary>Whether a person is asked for a code.</summary>
    public async Task<bool> IsOnAsync(string userName, CancellationToken cancellationToken) =>
        await credentials.SecondFactorAsync(userName, cancellationToken) is { ConfirmedAt: not null };

    /// <summary>Begins anew; the factor counts once its first code was given.</summary>
    public async Task<Enrolment> BeginAsync(User user, CancellationToken cancellationToken)
    {
        var secret = Totp.MakeSecret();
        var codes = Enumerable.Range(0, RecoveryCodeCount).Select(_ => RandomNumberGenerator.GetString(RecoveryAlphabet, 12)).Select(letters => $"{letters[..4]}-{letters[4..8]}-{letters[8..]}").ToList();
        await credentials.SaveSecondFactorAsync(
            new(user.Name, _protector.Protect(Convert.ToBase64String(secret)), ConfirmedAt: null, LastStep: 0),
            [.. codes.Select(code => HashOf(user.Name, code))],
            Event(user, "user.second-factor-begun"),
            cancellationToken);
        return new(Totp.Base32(secret), Totp.SetUpAddress(Issuer, user.Name, secret), codes);
    }

    /// <summary>Gives the first code; false when it is wrong.</summary>
    public Task<bool> ConfirmAsync(User user, string code, CancellationToken cancellationToken) => TakeAsync(user, code, Event(user, "user.second-factor-on"), cancellationToken);

    /// <summary>Takes a code of the application or, once, a recovery code. A code that was taken before is wrong.</summary>
    public async Task<bool> CheckAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (await TakeAsync(user, code, audit: null, cancellationToken)) return true;
        return await IsOnAsync(user.Name, cancellationToken)
            && await credentials.TryUseRecoveryCodeAsync(user.Name, HashOf(user.Name, code), time.GetUtcNow(), Event(user, "user.recovery-code-used"), cancellationToken);
    }

    /// <summary>Switches a person's factor off; false when there was none.</summary>
    public Task<bool> RemoveAsync(User user, string by, CancellationToken cancellationToken) =>
        credentials.RemoveSecondFactorAsync(user.Name, new(time.GetUtcNow(), by, "user.second-factor-off", "user:" + user.Name, null, user.UnitId), cancellationToken);

    private async Task<bool> TakeAsync(User user, string code, AuditEvent? audit, CancellationToken cancellationToken)
    {
        if (await credentials.SecondFactorAsync(user.Name, cancellationToken) is not { } factor) return false;
        byte[] secret;
        try
        {
            secret = Convert.FromBase64String(_protector.Unprotect(factor.ProtectedSecret));
        }
        catch (CryptographicException)
        {
            // The site's keys are gone (restored without them): only recovery codes and an administrator help.
            return false;
        }

        return Totp.Match(secret, code, time.GetUtcNow()) is { } step
            && await credentials.TryTakeStepAsync(user.Name, step, time.GetUtcNow(), audit, cancellationToken);
    }

    private AuditEvent Event(User user, string action) => new(time.GetUtcNow(), user.Name, action, "user:" + user.Name, null, user.UnitId);

    // 59 random bits need no slow hash; the name keeps one person's code from being another's.
    private static string HashOf(string userName, string code)
    {
        var letters = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userName + "\n" + letters)));
    }
}
