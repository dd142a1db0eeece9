using System.Collections.Concurrent;

namespace Ecom389.Monitor.Storage;

/// <summary>Connections that only read, kept open and lent one at a time. A reading never waits for the writer (WAL).</summary>
internal sealed class SqliteReaders : IStoreReaders
{
    private readonly ConcurrentBag<SqliteSession> _free = [];
    private readonly Func<SqliteSession> _open;
    private volatile bool _disposed;

    public SqliteReaders(Func<SqliteSession> open) => _open = open;

    public Task<T> RunAsync<T>(Func<StoreSession, T> reading, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteStore));
        if (!_free.TryTake(out var session))
        {
            session = _open();
            session.Script("PRAGMA query_only = ON;");
        }
        try
        {
            session.Execute("BEGIN");
            try
            {
                return Task.FromResult(reading(session));
            }
            finally
            {
                session.Execute("ROLLBACK");
            }
        }
        finally
        {
            if (_disposed) session.Dispose();
            else _free.Add(session);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_free.TryTake(out var session)) session.Dispose();
    }
}
