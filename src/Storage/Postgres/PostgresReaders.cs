using System.Diagnostics;

namespace Ecom389.Monitor.Storage;

/// <summary>Readings, each on one snapshot of the database (REPEATABLE READ). While the server is away they wait for it.</summary>
internal sealed class PostgresReaders : IStoreReaders
{
    private readonly PostgresPools _pools;
    private volatile bool _disposed;

    public PostgresReaders(PostgresPools pools) => _pools = pools;

    public async Task<T> RunAsync<T>(Func<StoreSession, T> reading, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PostgresStore));
            await _pools.Reading.Free.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(() => Once(reading), CancellationToken.None);
            }
            catch (Exception failure) when (PostgresFaults.IsAway(failure) && Stopwatch.GetElapsedTime(since) < PostgresFaults.Patience && !_disposed)
            {
                // Below, once the connection is free for others.
            }
            finally
            {
                _pools.Reading.Free.Release();
            }

            await Task.Delay(PostgresFaults.Pause(attempt), cancellationToken);
        }
    }

    // The writer closes the pools that both share.
    public void Dispose() => _disposed = true;

    private T Once<T>(Func<StoreSession, T> reading)
    {
        using var connection = _pools.Reading.Open();
        var session = new PostgresSession(connection, _pools.Statements, "BEGIN ISOLATION LEVEL REPEATABLE READ");
        var read = reading(session);
        session.End("ROLLBACK");
        return read;
    }
}
