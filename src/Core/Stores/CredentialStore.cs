namespace Ecom389.Monitor.Core;

/// <summary>Second factors, recovery codes, tokens and outside identities of people. Every change comes with its audit event, both or neither.</summary>
public interface ICredentialStore
{
    Task<SecondFactor?> SecondFactorAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Names of those who have a confirmed second factor.</summary>
    Task<IReadOnlySet<string>> WithSecondFactorAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a person's factor; their recovery codes become these.</summary>
    Task SaveSecondFactorAsync(SecondFactor factor, IReadOnlyList<string> recoveryHashes, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Takes a code's step, confirming a new factor; false when this step or a later one was taken already.</summary>
    Task<bool> TryTakeStepAsync(string userName, long step, DateTimeOffset at, AuditEvent? audit, CancellationToken cancellationToken);

    /// <summary>Uses a recovery code up; false when there is none such left.</summary>
    Task<bool> TryUseRecoveryCodeAsync(string userName, string hash, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken);

    Task<int> RecoveryCodesLeftAsync(string userName, CancellationToken cancellationToken);

    /// <summary>Removes a person's factor and codes; false when there was none.</summary>
    Task<bool> RemoveSecondFactorAsync(string userName, AuditEvent audit, CancellationToken cancellationToken);

    Task AddTokenAsync(ApiToken token, string hash, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>The token of a hash whatever its state, or null.</summary>
    Task<ApiToken?> FindTokenAsync(string hash, CancellationToken cancellationToken);

    /// <summary>A person's tokens, or everybody's; newest first.</summary>
    Task<IReadOnlyList<ApiToken>> TokensAsync(string? userName, CancellationToken cancellationToken);

    /// <summary>False when it is unknown or revoked already.</summary>
    Task<bool> RevokeTokenAsync(Guid id, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Whose an identity of another system is, or null.</summary>
    Task<string?> FindIdentityAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>Binds an outside identity to a person who has none of this issuer yet; false when either is bound otherwise.</summary>
    Task<bool> TryBindIdentityAsync(string issuer, string subject, string userName, AuditEvent audit, CancellationToken cancellationToken);
}
