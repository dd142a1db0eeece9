using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Notices until they are delivered.</summary>
internal sealed class SqlOutbox : IOutboxStore
{
    private const string Columns = "no, key, channel, kind, subject, body, attempts, created_at, claimed_until";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;

    public SqlOutbox(IStoreWriter writer, IStoreReaders readers)
    {
        _writer = writer;
        _readers = readers;
    }

    public Task<int> AddAsync(IReadOnlyList<Notice> notices, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(
        session => notices.Sum(notice => session.Execute(
            "INSERT INTO outbox (key, channel, kind, subject, body, created_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT DO NOTHING",
            notice.Key,
            notice.Channel,
            notice.Kind,
            notice.Subject,
            notice.Body,
            at.ToMicroseconds())),
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<WaitingNotice>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<WaitingNotice>>(
        session => session.All(
            $"SELECT {Columns} FROM outbox WHERE due_at <= ?1 ORDER BY no LIMIT ?2",
            Waiting,
            now.ToMicroseconds(),
            limit),
        cancellationToken);

    public Task<WaitingNotice?> ClaimAsync(DateTimeOffset now, TimeSpan claim, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.First(
            $"""
            UPDATE outbox SET claimed_until = {session.Dialect.Now} + ?2
            WHERE no = (SELECT no FROM outbox WHERE due_at <= ?1 AND (claimed_until IS NULL OR claimed_until <= {session.Dialect.Now}) ORDER BY no LIMIT 1{session.Dialect.SkipLocked})
            RETURNING {Columns}
            """,
            Waiting,
            now.ToMicroseconds(),
            (long)claim.TotalMicroseconds),
        Durability.ProcessEnd,
        cancellationToken);

    public Task ReleaseAsync(WaitingNotice waiting, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute("UPDATE outbox SET claimed_until = NULL WHERE no = ?1 AND claimed_until = ?2", waiting.Number, waiting.ClaimedUntil),
        Durability.ProcessEnd,
        cancellationToken);

    public Task SentAsync(long number, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute("UPDATE outbox SET sent_at = ?2, due_at = NULL, claimed_until = NULL, attempts = attempts + 1, last_error = NULL WHERE no = ?1", number, at.ToMicroseconds()),
        Durability.PowerLoss,
        cancellationToken);

    public Task FailedAsync(WaitingNotice waiting, string error, DateTimeOffset? nextAt, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute(
            "UPDATE outbox SET attempts = attempts + 1, last_error = ?2, due_at = ?3, claimed_until = NULL WHERE no = ?1 AND sent_at IS NULL AND claimed_until IS NOT DISTINCT FROM ?4",
            waiting.Number,
            error,
            nextAt?.ToMicroseconds(),
            waiting.ClaimedUntil),
        Durability.PowerLoss,
        cancellationToken);

    public Task<OutboxCounts> CountsAsync(CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            "SELECT count(due_at), count(*) FILTER (WHERE due_at IS NULL AND sent_at IS NULL) FROM outbox",
            row => new OutboxCounts(row.GetInt64(0), row.GetInt64(1)))!,
        cancellationToken);

    private static WaitingNotice Waiting(DbDataReader row) =>
        new(row.GetInt64(0), new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)), row.GetInt32(6), row.Instant(7))
        {
            ClaimedUntil = row.IsDBNull(8) ? null : row.GetInt64(8),
        };
}
