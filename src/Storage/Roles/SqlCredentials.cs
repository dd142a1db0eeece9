using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Second factors, tokens and outside identities.</summary>
internal sealed class SqlCredentials : ICredentialStore
{
    private const string TokenFields = "id, user_name, name, scopes, made_at, made_by, expires_at, revoked_at, revoked_by";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlCredentials(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<SecondFactor?> SecondFactorAsync(string userName, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            "SELECT user_name, secret, confirmed_at, last_step FROM second_factors WHERE user_name = ?1",
            row => new SecondFactor(row.GetString(0), row.GetString(1), row.InstantOrNull(2), row.GetInt64(3)),
            userName),
        cancellationToken);

    public Task<IReadOnlySet<string>> WithSecondFactorAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlySet<string>>(
        session => session.All("SELECT user_name FROM second_factors WHERE confirmed_at IS NOT NULL", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    public Task SaveSecondFactorAsync(SecondFactor factor, IReadOnlyList<string> recoveryHashes, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            session.Post(
                """
                INSERT INTO second_factors (user_name, secret, confirmed_at, last_step) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (user_name) DO UPDATE SET secret = excluded.secret, confirmed_at = excluded.confirmed_at, last_step = excluded.last_step
                """,
                factor.UserName,
                factor.ProtectedSecret,
                factor.ConfirmedAt?.ToMicroseconds(),
                factor.LastStep);
            session.Post("DELETE FROM recovery_codes WHERE user_name = ?1", factor.UserName);
            foreach (var hash in recoveryHashes) session.Post("INSERT INTO recovery_codes (user_name, sha256) VALUES (?1, ?2)", factor.UserName, hash);
            return true;
        },
        audit,
        cancellationToken);

    public Task<bool> TryTakeStepAsync(string userName, long step, DateTimeOffset at, AuditEvent? audit, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute(
            "UPDATE second_factors SET last_step = ?2, confirmed_at = coalesce(confirmed_at, ?3) WHERE user_name = ?1 AND last_step < ?2", userName, step, at.ToMicroseconds()) > 0,
        audit,
        cancellationToken);

    public Task<bool> TryUseRecoveryCodeAsync(string userName, string hash, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute("UPDATE recovery_codes SET used_at = ?3 WHERE user_name = ?1 AND sha256 = ?2 AND used_at IS NULL", userName, hash, at.ToMicroseconds()) > 0,
        audit,
        cancellationToken);

    public Task<int> RecoveryCodesLeftAsync(string userName, CancellationToken cancellationToken) => _readers.RunAsync(
        session => checked((int)(long)session.Scalar("SELECT count(*) FROM recovery_codes WHERE user_name = ?1 AND used_at IS NULL", userName)!),
        cancellationToken);

    public Task<bool> RemoveSecondFactorAsync(string userName, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session =>
        {
            session.Post("DELETE FROM recovery_codes WHERE user_name = ?1", userName);
            return session.Execute("DELETE FROM second_factors WHERE user_name = ?1", userName) > 0;
        },
        audit,
        cancellationToken);

    public Task AddTokenAsync(ApiToken token, string hash, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute(
            $"INSERT INTO api_tokens ({TokenFields}, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            token.Id.Blob(),
            token.UserName,
            token.Name,
            (int)token.Scopes,
            token.MadeAt.ToMicroseconds(),
            token.MadeBy,
            token.ExpiresAt.ToMicroseconds(),
            token.RevokedAt?.ToMicroseconds(),
            token.RevokedBy,
            hash) > 0,
        audit,
        cancellationToken);

    public Task<ApiToken?> FindTokenAsync(string hash, CancellationToken cancellationToken) =>
        _readers.RunAsync(session => session.First($"SELECT {TokenFields} FROM api_tokens WHERE sha256 = ?1", Token, hash), cancellationToken);

    public Task<IReadOnlyList<ApiToken>> TokensAsync(string? userName, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ApiToken>>(
        session => session.All($"SELECT {TokenFields} FROM api_tokens WHERE CAST(?1 AS TEXT) IS NULL OR user_name = ?1 ORDER BY no DESC", Token, userName),
        cancellationToken);

    public Task<bool> RevokeTokenAsync(Guid id, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute("UPDATE api_tokens SET revoked_at = ?2, revoked_by = ?3 WHERE id = ?1 AND revoked_at IS NULL", id.Blob(), at.ToMicroseconds(), by) > 0,
        audit,
        cancellationToken);

    public Task<string?> FindIdentityAsync(string issuer, string subject, CancellationToken cancellationToken) => _readers.RunAsync(
        session => (string?)session.Scalar("SELECT user_name FROM outside_identities WHERE issuer = ?1 AND subject = ?2", issuer, subject),
        cancellationToken);

    public Task<bool> TryBindIdentityAsync(string issuer, string subject, string userName, AuditEvent audit, CancellationToken cancellationToken) => ChangeAsync(
        session => session.Execute("INSERT INTO outside_identities (issuer, subject, user_name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", issuer, subject, userName) > 0,
        audit,
        cancellationToken);

    /// <summary>The event is written when the change took place, and only then.</summary>
    private Task<bool> ChangeAsync(Func<StoreSession, bool> change, AuditEvent? audit, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var changed = change(session);
            if (changed && audit is not null) SqlAudit.Insert(session, audit);
            return changed;
        },
        Durability.PowerLoss,
        cancellationToken);

    private static ApiToken Token(DbDataReader row) => new(
        row.Id(0), row.GetString(1), row.GetString(2), (ApiScopes)row.GetInt32(3), row.Instant(4), row.GetString(5), row.Instant(6), row.InstantOrNull(7), row.TextOrNull(8));
}
