namespace Ecom389.Monitor.Core;

/// <summary>What a token may be used for; its owner's role limits it further.</summary>
[Flags]
public enum ApiScopes
{
    None = 0,

    /// <summary>Queue, items, search, sources, runs, figures.</summary>
    Read = 1,

    /// <summary>Deciding items, asking for and answering approvals.</summary>
    Decide = 2,

    /// <summary>Asking for an address to be captured.</summary>
    Capture = 4,
}

/// <summary>A key by which a program acts for a person. The key itself is shown once and kept nowhere; the store has its SHA-256.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="UserName">For whom it acts: their role and unit are those of the token, at every call.</param>
/// <param name="Name">What it is for, in the owner's words.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="MadeAt">UTC.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="ExpiresAt">UTC, from when it is refused.</param>
/// <param name="RevokedAt">UTC, or null.</param>
/// <param name="RevokedBy">Who revoked it, or null.</param>
public sealed record ApiToken(
    Guid Id, string UserName, string Name, ApiScopes Scopes, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt = null, string? RevokedBy = null)
{
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
