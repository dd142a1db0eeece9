using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>A token just made and its key, to be handed over; it is kept nowhere.</summary>
public sealed record NewToken(ApiToken Token, string Key);

/// <summary>Makes, checks and revokes tokens. The command line and the site both pass through here.</summary>
public sealed class ApiTokens(ICredentialStore credentials, IUserStore users, TimeProvider time)
{
    /// <summary>How a key begins, so that one left lying about is recognised.</summary>
    public const string Mark = "e389_";

    /// <summary>Longest validity, in days.</summary>
    public const int LongestDays = 366;

    public const int LongestName = 100;

    /// <summary>
    /// Makes a token for a person. Scopes beyond the person's role are left out. Throws <see cref="ArgumentException"/> on a blank
    /// or long name, no scope, or a validity beyond <see cref="LongestDays"/>.
    /// </summary>
    public async Task<NewToken> MakeAsync(User owner, string name, ApiScopes scopes, int days, string by, CancellationToken cancellationToken)
    {
        var allowed = scopes & Allowed(owner.Role);
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || allowed == ApiScopes.None || days is < 1 or > LongestDays) throw new ArgumentException("Not a token.", nameof(name));
        var key = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var token = new ApiToken(Guid.CreateVersion7(now), owner.Name, name.Trim(), allowed, now, by, now.AddDays(days));
        await credentials.AddTokenAsync(token, HashOf(key), Event(token, by, "token.made", owner.UnitId), cancellationToken);
        return new(token, key);
    }

    /// <summary>What a role may ask a program to do.</summary>
    public static ApiScopes Allowed(Role role) => role == Role.Leader ? ApiScopes.Read : ApiScopes.Read | ApiScopes.Decide | ApiScopes.Capture;

    /// <summary>Token and owner of a key that is good now, or null. The scopes are those that the owner's role still allows.</summary>
    public async Task<(ApiToken Token, User Owner)?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!key.StartsWith(Mark, StringComparison.Ordinal) || key.Length > 200) return null;
        if (await credentials.FindTokenAsync(HashOf(key), cancellationToken) is not { } token || !token.IsGood(time.GetUtcNow())) return null;
        return await users.FindAsync(token.UserName, cancellationToken) is { Enabled: true } owner && !Passwords.IsOneTime(owner)
            ? (token with { Scopes = token.Scopes & Allowed(owner.Role) }, owner)
            : null;
    }

    /// <summary>Revokes a token: one's own, or as an administrator anybody's within one's units. False when there is none such.</summary>
    public async Task<bool> RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if ((await credentials.TokensAsync(null, cancellationToken)).FirstOrDefault(token => token.Id == id) is not { } token) return false;
        var owner = await users.FindAsync(token.UserName, cancellationToken);
        var own = string.Equals(token.UserName, actor.Name, StringComparison.Ordinal);
        if (!own && (actor.Role != Role.Administrator || (owner is not null && !actor.Sees(owner.UnitId)))) return false;
        return await credentials.RevokeTokenAsync(id, actor.Name, time.GetUtcNow(), Event(token, actor.Name, "token.revoked", owner?.UnitId ?? WellKnownUnits.Ministry), cancellationToken);
    }

    private AuditEvent Event(ApiToken token, string by, string action, string unitId) => new(
        time.GetUtcNow(), by, action, "user:" + token.UserName,
        JsonSerializer.Serialize(new { token = token.Id, name = token.Name, scopes = token.Scopes.ToString(), expires = token.ExpiresAt }, JsonContract.Compact), unitId);

    // 256 random bits need no slow hash.
    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
