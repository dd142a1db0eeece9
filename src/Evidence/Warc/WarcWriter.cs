using System.Globalization;
using Ecom389.Monitor.Evidence.Files;
using Microsoft.Win32.SafeHandles;

namespace Ecom389.Monitor.Evidence;

/// <summary>Records in a file, perhaps not on disk yet.</summary>
/// <param name="Places">Where each lies.</param>
/// <param name="FlushAsync">Ends once all are durable and in the index.</param>
internal sealed record WrittenRecords(IReadOnlyList<Core.ArchiveLocation> Places, Func<Task> FlushAsync);

/// <summary>
/// Appends records to the WARC files of one retention class and worker. What <see cref="AppendAsync"/> returned for is on disk: one
/// flush covers every capture written while the last one ran. Safe for concurrent use.
/// </summary>
internal sealed class WarcWriter : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _prefix;
    private readonly long _rotateAt;
    private readonly TimeProvider _time;
    private readonly CdxjIndex _index;
    private readonly Func<string, WarcRecord> _info;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private OpenFile? _file;

    /// <param name="folder">The archive's folder.</param>
    /// <param name="prefix">Begins each file's name: class and worker.</param>
    /// <param name="rotateAt">A file is closed and another begun past this size, bytes.</param>
    /// <param name="time">Names files.</param>
    /// <param name="index">Told of what is durable.</param>
    /// <param name="info">Makes the warcinfo record of a file by its name.</param>
    public WarcWriter(string folder, string prefix, long rotateAt, TimeProvider time, CdxjIndex index, Func<string, WarcRecord> info)
    {
        _folder = folder;
        _prefix = prefix;
        _rotateAt = rotateAt;
        _time = time;
        _index = index;
        _info = info;
    }

    /// <summary>
    /// Writes records side by side in one file and returns where each lies once all are durable. Lets I/O errors through; nothing of
    /// the records is left in the file then, as far as the disk permits.
    /// </summary>
    public async Task<IReadOnlyList<Core.ArchiveLocation>> AppendAsync(IReadOnlyList<WarcRecord> records, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(records, cancellationToken);
        await written.FlushAsync();
        return written.Places;
    }

    /// <summary>As <see cref="AppendAsync"/>, without waiting for the disk.</summary>
    public async Task<WrittenRecords> WriteAsync(IReadOnlyList<WarcRecord> records, CancellationToken cancellationToken)
    {
        var members = records.Select(record => record.ToGzipMember()).ToList();
        var places = new List<Core.ArchiveLocation>(members.Count);
        OpenFile file;
        long end;
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_file is { } full && full.Written >= _rotateAt) await CloseAsync();
            file = _file ??= Begin();
            // Not cancellable from here: half a record would be a torn tail of our own making.
            end = file.Written;
            foreach (var member in members)
            {
                places.Add(new(file.Name, end, member.Length));
                end += member.Length;
            }

            file.Write(members, end, [.. records.Zip(places).Where(pair => pair.First.Index is not null).Select(pair => Entry(pair.First.Index!, pair.Second))]);
        }
        finally
        {
            _writing.Release();
        }

        return new(places, () => FlushAsync(file, end));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _writing.Dispose();
        _flushing.Dispose();
    }

    internal static CdxjEntry Entry(CdxjEntry entry, Core.ArchiveLocation place) => entry with
    {
        File = place.File,
        Offset = place.Offset.ToString(CultureInfo.InvariantCulture),
        Length = place.Length.ToString(CultureInfo.InvariantCulture),
    };

    private async Task FlushAsync(OpenFile file, long end)
    {
        await _flushing.WaitAsync(CancellationToken.None);
        try
        {
            if (file.Durable >= end) return;
            var written = file.Written;
            file.FlushToDisk();
            file.Durable = written;
            if (file.TakeEntries(written) is { Count: > 0 } entries) _index.Append(file.Path, entries);
        }
        finally
        {
            _flushing.Release();
        }
    }

    private OpenFile Begin()
    {
        var now = _time.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{now.UtcDateTime:yyyyMMddHHmmssfff}-{Guid.CreateVersion7().ToString("N")[^6..]}.warc.gz");
        var file = OpenFile.Begin(_folder, name);
        var info = _info(name).ToGzipMember();
        file.Write([info], info.Length, []);
        file.FlushToDisk();
        // The mark's name and the file's own last before anything in the file is promised.
        DurableFolder.Flush(_folder);
        file.Durable = file.Written;
        return file;
    }

    private async Task CloseAsync()
    {
        if (_file is not { } file) return;
        _file = null;
        await FlushAsync(file, file.Written);
        // While the mark stands the next opening makes the index of the file anew; nobody else would.
        _index.Seal(file.Path);
        await file.DisposeAsync();
    }

    /// <summary>
    /// A file in hand and the mark beside it, which lives, locked, as long as the writer does. Written at given offsets through the bare
    /// handle: a stream's own position and buffer would not bear a flush beside a write.
    /// </summary>
    private sealed class OpenFile(string folder, string name, SafeFileHandle handle, FileStream mark) : IAsyncDisposable
    {
        private readonly Queue<(long End, CdxjEntry Entry)> _entries = new();
        private long _written;
        private long _durable;

        public string Name => name;

        public string Path => System.IO.Path.Combine(folder, name);

        /// <summary>Bytes handed to the system.</summary>
        public long Written => Volatile.Read(ref _written);

        /// <summary>Bytes known to be on disk.</summary>
        public long Durable
        {
            get => Volatile.Read(ref _durable);
            set => Volatile.Write(ref _durable, value);
        }

        public static OpenFile Begin(string folder, string name)
        {
            var path = System.IO.Path.Combine(folder, name);
            // The mark first: a file without one is taken for whole.
            var mark = new FileStream(path + WarcFolder.OpenMark, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            try
            {
                return new(folder, name, File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), mark);
            }
            catch
            {
                mark.Dispose();
                File.Delete(mark.Name);
                throw;
            }
        }

        /// <summary>Writes after what is there; what a failed write left behind is taken back, as far as the disk permits.</summary>
        /// <remarks>At once, not through another thread: it goes to the system's memory.</remarks>
        public void Write(IReadOnlyList<byte[]> members, long end, IReadOnlyList<CdxjEntry> entries)
        {
            try
            {
                RandomAccess.Write(handle, [.. members.Select(member => (ReadOnlyMemory<byte>)member)], Written);
                lock (_entries)
                {
                    foreach (var entry in entries) _entries.Enqueue((end, entry));
                }

                Volatile.Write(ref _written, end);
            }
            catch (IOException)
            {
                try
                {
                    RandomAccess.SetLength(handle, Written);
                }
                catch (IOException)
                {
                    // The disk is of no use any more; the torn tail is cut when the archive is next opened.
                }

                throw;
            }
        }

        /// <summary>What the index is to be told of bytes before an offset; each entry once.</summary>
        public List<CdxjEntry> TakeEntries(long before)
        {
            var taken = new List<CdxjEntry>();
            lock (_entries)
            {
                while (_entries.TryPeek(out var next) && next.End <= before) taken.Add(_entries.Dequeue().Entry);
            }

            return taken;
        }

        public void FlushToDisk() => RandomAccess.FlushToDisk(handle);

        public async ValueTask DisposeAsync()
        {
            handle.Dispose();
            File.Delete(mark.Name);
            await mark.DisposeAsync();
        }
    }
}
