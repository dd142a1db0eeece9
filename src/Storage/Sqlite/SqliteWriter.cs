using System.Threading.Channels;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The one writer of a store. Writes that wait while another commit is being synced are committed together (group commit):
/// each caller goes on only after the commit that holds its write, and one that fails takes nothing of the others with it.
/// </summary>
internal sealed class SqliteWriter : IStoreWriter
{
    private const int LargestGroup = 256;

    private readonly SqliteSession _session;
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;
    private Durability _durability = Durability.PowerLoss;

    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        // A checkpoint is paid for by whoever's commit comes to it: rarer and larger ones write a page that changed often once.
        _session.Script("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;");
        // A thread of its own: waiting for the disk and for another process' commit, it would keep one of the pool's few from those who read.
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<T> RunAsync<T>(Func<StoreSession, T> work, Durability durability, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        var write = new Write<T>(work, durability, cancellationToken);
        ObjectDisposedException.ThrowIf(!_writes.Writer.TryWrite(write), typeof(SqliteStore));
        return write.Task;
    }

    /// <summary>Finishes what was asked for, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_writes.Writer.TryComplete()) return;
        await _loop;
        _session.Dispose();
    }

    private void Loop()
    {
        var group = new List<Write>(LargestGroup);
        while (_writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            Gather(group);
            if (group.Count > 0) Commit(group);
        }
    }

    /// <summary>Takes what waits into the group, as long as its durability is no more than the group's.</summary>
    private void Gather(List<Write> group)
    {
        var atMost = group.Count > 0 ? _durability : Durability.PowerLoss;
        while (group.Count < LargestGroup && _writes.Reader.TryPeek(out var next) && (atMost == Durability.PowerLoss || next.Durability == Durability.ProcessEnd) && _writes.Reader.TryRead(out var write))
        {
            if (!write.Withdrawn()) group.Add(write);
        }
    }

    private void Commit(List<Write> group)
    {
        try
        {
            SetDurability(group.Exists(write => write.Durability == Durability.PowerLoss) ? Durability.PowerLoss : Durability.ProcessEnd);
            _session.Execute("BEGIN IMMEDIATE");
            // Another process' commit may have been waited for: what was asked for meanwhile shares this one.
            Gather(group);
            if (!RunAll(group))
            {
                // One failed: all of it again, each by itself, so that nothing of the others goes with it.
                if (!_session.IsAutoCommit) _session.Execute("ROLLBACK");
                _session.Execute("BEGIN IMMEDIATE");
                foreach (var write in group) RunOne(write);
            }

            _session.Execute("COMMIT");
        }
        catch (Exception failure)
        {
            if (!_session.IsAutoCommit) TryRollback();
            foreach (var write in group) write.Fail(failure);
            return;
        }
        foreach (var write in group) write.Complete();
    }

    /// <summary>
    /// Runs the writes side by side in the open transaction; false when one of them failed. Without savepoints, under which SQLite keeps a
    /// copy of each page it changes. A write may be run more than once: those to PostgreSQL are, too.
    /// </summary>
    private bool RunAll(List<Write> group)
    {
        try
        {
            foreach (var write in group) write.Run(_session);
            return true;
        }
        catch (Exception)
        {
            // Told to its caller when it fails again, alone.
            return false;
        }
    }

    private void RunOne(Write write)
    {
        _session.Execute("SAVEPOINT one");
        try
        {
            write.Run(_session);
        }
        catch (Exception failure)
        {
            // SQLite may have ended the whole transaction (full disk, I/O error): then everybody's writes are gone.
            if (_session.IsAutoCommit) throw;
            _session.Execute("ROLLBACK TO one");
            write.RunFailed(failure);
        }
        _session.Execute("RELEASE one");
    }

    private void TryRollback()
    {
        try
        {
            _session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // The transaction had ended already; the callers get the failure that ended it.
        }
    }

    private void SetDurability(Durability durability)
    {
        if (_durability == durability) return;
        _session.Execute(durability == Durability.PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _durability = durability;
    }

    private abstract class Write(Durability durability)
    {
        public Durability Durability { get; } = durability;

        public abstract bool Withdrawn();

        public abstract void Run(SqliteSession session);

        public abstract void RunFailed(Exception failure);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Write<T>(Func<StoreSession, T> work, Durability durability, CancellationToken cancellationToken) : Write(durability)
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _failure;
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override bool Withdrawn() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

        public override void Run(SqliteSession session) => _result = work(session);

        public override void RunFailed(Exception failure) => _failure = failure;

        public override void Complete()
        {
            if (_failure is null) _completion.TrySetResult(_result!);
            else _completion.TrySetException(_failure);
        }

        public override void Fail(Exception failure) => _completion.TrySetException(_failure ?? failure);
    }
}
