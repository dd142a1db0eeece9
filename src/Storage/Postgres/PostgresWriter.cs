using System.Diagnostics;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// Writes side by side, each a transaction (READ COMMITTED: rows are locked where they are read to be changed). One that another got
/// in the way of begins anew; while the server is away, writes that have not begun to commit wait for it.
/// </summary>
internal sealed class PostgresWriter : IStoreWriter
{
    private const int MostAttempts = 12;

    // A unique key may be another's insert, which the next attempt sees, or the caller's own mistake, which it repeats.
    private const int MostAttemptsAtUniqueness = 3;

    private readonly PostgresPools _pools;
    private readonly CancellationTokenSource _closing = new();
    private int _running;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PostgresWriter(PostgresPools pools) => _pools = pools;

    public async Task<T> RunAsync<T>(Func<StoreSession, T> work, Durability durability, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, typeof(PostgresStore));
        Interlocked.Increment(ref _running);
        try
        {
            return await AttemptAsync(durability == Durability.PowerLoss ? _pools.Durable : _pools.Lazy, work, cancellationToken);
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0 && _closing.IsCancellationRequested) _idle.TrySetResult();
        }
    }

    /// <summary>Finishes what was asked for, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested) return;
        await _closing.CancelAsync();
        if (Volatile.Read(ref _running) == 0) _idle.TrySetResult();
        await _idle.Task;
        _pools.Dispose();
    }

    private async Task<T> AttemptAsync<T>(PostgresPool pool, Func<StoreSession, T> work, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            await pool.Free.WaitAsync(cancellationToken);
            var commits = false;
            try
            {
                return await Task.Run(() => Once(pool, work, ref commits), CancellationToken.None);
            }
            catch (Exception failure) when ((!commits || IsRolledBack(failure)) && IsWorthAnother(failure, attempt, since) && !_closing.IsCancellationRequested)
            {
                // Below, once the connection is free for others.
            }
            finally
            {
                pool.Free.Release();
            }

            await Task.Delay(PostgresFaults.Pause(attempt), cancellationToken);
        }
    }

    private T Once<T>(PostgresPool pool, Func<StoreSession, T> work, ref bool commits)
    {
        using var connection = pool.Open();
        var session = new PostgresSession(connection, _pools.Statements);
        var result = work(session);
        // From here on nobody knows, should the connection break, whether the server has kept it.
        commits = true;
        session.End("COMMIT");
        return result;
    }

    // What the server refuses it has undone, also when the refusal comes with the answer to the commit.
    private static bool IsRolledBack(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UniqueViolation,
    };

    private static bool IsWorthAnother(Exception failure, int attempt, long since) => failure switch
    {
        StoreConflictException => attempt < MostAttempts,
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable } => attempt < MostAttempts,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => attempt < MostAttemptsAtUniqueness,
        _ => PostgresFaults.IsAway(failure) && Stopwatch.GetElapsedTime(since) < PostgresFaults.Patience,
    };
}
