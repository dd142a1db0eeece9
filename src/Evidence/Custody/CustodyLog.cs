using System.Buffers;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// The chain of one writer, open for appending. Events that wait together are written and synced together: once
/// <see cref="AppendAsync"/> returns, the event survives power loss. Safe for concurrent use; one process at a time has a chain.
/// </summary>
public sealed class CustodyLog : IAsyncDisposable
{
    /// <summary>A writer's chain past this size, in bytes, is left alone and the next one begun.</summary>
    private const long RotateAt = 256L << 20;

    /// <summary>Events synced at once at most: a torn write is never longer than what opening reads back.</summary>
    private const int LargestGroup = 1_000;

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly System.Threading.Channels.Channel<Pending> _waiting = System.Threading.Channels.Channel.CreateUnbounded<Pending>(new System.Threading.Channels.UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private CustodyLine? _last;

    private CustodyLog(string writer, FileStream gate, FileStream file, CustodyLine? last, TimeProvider time)
    {
        Writer = writer;
        _lock = gate;
        _file = file;
        _last = last;
        _time = time;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Name of the chain.</summary>
    public string Writer { get; }

    /// <summary>Lines synced to disk in how many syncs, since the log was opened.</summary>
    public (long Lines, long Syncs) Written { get; private set; }

    /// <summary>
    /// Opens the chain of this machine and role that no other process has; a torn tail is cut and noted as an event. A chain
    /// whose end cannot be read although it is not torn is left as it is, for verification to name, and another is begun.
    /// </summary>
    /// <param name="custody">The installation's custody.</param>
    /// <param name="role"><c>scan</c>, <c>site</c>, <c>export</c> …</param>
    /// <param name="time">The clock of the events.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static CustodyLog Open(CustodyFolder custody, string role, TimeProvider time)
    {
        DurableFolder.Make(custody.Chains);
        for (var number = 1; ; number++)
        {
            var writer = string.Create(CultureInfo.InvariantCulture, $"{Plain(Environment.MachineName)}-{Plain(role)}-{number}");
            if (TryLock(Path.Combine(custody.Chains, writer + ".lock")) is not { } gate) continue;
            try
            {
                if (TryOpen(custody.Chain(writer), writer, gate, time) is { } log) return log;
                gate.Dispose();
            }
            catch
            {
                gate.Dispose();
                throw;
            }
        }
    }

    /// <summary>Puts an event down. Lets I/O errors through; after one the log takes nothing more.</summary>
    public async Task<CustodyLine> AppendAsync(CustodyEntry entry, CancellationToken cancellationToken) => (await AppendAllAsync([entry], cancellationToken))[0];

    /// <summary>Puts events down one after the other, in one sync.</summary>
    public async Task<IReadOnlyList<CustodyLine>> AppendAllAsync(IReadOnlyList<CustodyEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Any(entry => entry.What == CustodyActions.Deleted && string.IsNullOrWhiteSpace(entry.Reason))) throw new ArgumentException("A deletion needs its reason.", nameof(entries));
        cancellationToken.ThrowIfCancellationRequested();
        if (entries.Count == 0) return [];
        var pending = new Pending(entries);
        if (!_waiting.Writer.TryWrite(pending)) throw new IOException($"{Writer}: the custody log takes no more events");
        // What was accepted will be written: the caller may stop waiting, the event cannot be taken back.
        return await pending.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
        await _lock.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var group = new List<Pending>();
        var lines = new List<CustodyLine>();
        var bytes = new ArrayBufferWriter<byte>(1 << 14);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            lines.Clear();
            bytes.ResetWrittenCount();
            for (var events = 0; events < LargestGroup && _waiting.Reader.TryRead(out var pending); events += pending.Entries.Count) group.Add(pending);
            try
            {
                foreach (var entry in group.SelectMany(pending => pending.Entries))
                {
                    lines.Add(Next(entry, lines.Count > 0 ? lines[^1] : _last, out var encoded));
                    bytes.Write(encoded);
                    bytes.Write("\n"u8);
                }

                _file.Write(bytes.WrittenSpan);
                _file.Flush(flushToDisk: true);
                _last = lines[^1];
                Written = (Written.Lines + lines.Count, Written.Syncs + 1);
                var told = 0;
                foreach (var pending in group)
                {
                    pending.Done.SetResult(lines.GetRange(told, pending.Entries.Count));
                    told += pending.Entries.Count;
                }
            }
            catch (Exception exception)
            {
                // Nobody knows how much of it is on the disk: the next opening reads and decides.
                _waiting.Writer.TryComplete();
                while (_waiting.Reader.TryRead(out var late)) group.Add(late);
                foreach (var pending in group) pending.Done.TrySetException(exception);
            }
        }
    }

    private CustodyLine Next(CustodyEntry entry, CustodyLine? last, out byte[] encoded)
    {
        var now = _time.GetUtcNow().ToMicroseconds();
        // A clock set back must not make the chain say that time ran backwards; what it said is kept beside.
        var early = last?.Event is { } before && now < before.At ? before.At : (long?)null;
        return CustodyLine.After(last?.Hash ?? CustodyLine.Genesis(Writer), new(Writer, (last?.Sequence ?? 0) + 1, early ?? now, early is null ? null : now, entry), out encoded);
    }

    private static CustodyLog? TryOpen(string path, string writer, FileStream gate, TimeProvider time)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
        var tail = ChainTail.Read(file, writer);
        if (tail.Broken || file.Length >= RotateAt)
        {
            file.Dispose();
            return null;
        }

        if (tail.Torn is not null)
        {
            // Kept beside the chain: what was cut may still be asked for.
            tail.KeepCut(file, $"{path}.{tail.End}.torn");
            file.SetLength(tail.End);
        }

        // A chain just begun is to last from its first event on.
        if (file.Length == 0) DurableFolder.Flush(Path.GetDirectoryName(path)!);
        file.Position = tail.End;
        var log = new CustodyLog(writer, gate, file, tail.Last, time);
        // Not waited for: it is the first event of the log, so nothing is synced before it is.
        if (tail.Torn is { } torn) _ = log.AppendAsync(torn, CancellationToken.None);
        return log;
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private sealed record Pending(IReadOnlyList<CustodyEntry> Entries)
    {
        public TaskCompletionSource<IReadOnlyList<CustodyLine>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
