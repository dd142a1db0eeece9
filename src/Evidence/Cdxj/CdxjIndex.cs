using System.Globalization;
using System.Text;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// The index of an archive folder: one capture by URL and time without reading a WARC file. Lines of files being written are appended
/// to a journal beside each (<c>*.warc.gz.cdxj</c>); when a file is closed its journal becomes a sorted run below <c>index/</c>, and runs
/// are merged when there are many. Nothing in it is evidence: it can be rebuilt from the WARC files.
/// </summary>
/// <remarks>Safe for concurrent use. Sees what other processes wrote when it next finds nothing new enough, or after <see cref="Refresh"/>.</remarks>
public sealed class CdxjIndex
{
    /// <summary>Runs beyond which the smaller ones are merged into one.</summary>
    private const int MaxRuns = 8;

    /// <summary>Lines held in memory at most, some 450 bytes each; then they become a run, whether or not their files are closed.</summary>
    internal const int MaxFresh = 8_192;

    private const string JournalEnd = ".cdxj";

    private readonly string _folder;
    private readonly string _runsFolder;
    private readonly Lock _gate = new();
    private readonly FreshLines _fresh = new();
    private readonly Dictionary<string, long> _journals = new(StringComparer.Ordinal);

    // Of each journal so many bytes stand in runs already.
    private readonly Dictionary<string, long> _inRuns = new(StringComparer.Ordinal);
    private List<CdxjRun> _runs = [];

    /// <param name="folder">The archive's folder; may not exist yet.</param>
    public CdxjIndex(string folder)
    {
        _folder = folder;
        _runsFolder = Path.Combine(folder, "index");
        Refresh();
    }

    /// <summary>Captures of a URL, oldest first.</summary>
    public IReadOnlyList<CdxjEntry> Find(string url)
    {
        var found = FindKnown(url);
        if (found.Count > 0) return found;
        Refresh();
        return FindKnown(url);
    }

    /// <summary>The capture of a URL nearest in time, or null when there is none.</summary>
    public CdxjEntry? Nearest(string url, DateTimeOffset at) => Find(url).MinBy(entry => (entry.At - at).Duration());

    /// <summary>Every line, sorted: what a WACZ or another tool is given.</summary>
    public IEnumerable<CdxjEntry> All()
    {
        List<CdxjRun> runs;
        List<ReadOnlyMemory<byte>> fresh;
        lock (_gate) (runs, fresh) = ([.. _runs], [.. _fresh.Sorted().Select(line => (ReadOnlyMemory<byte>)line.ToArray())]);
        return Merge([.. runs.Select(run => run.All()), fresh]).Select(line => CdxjEntry.TryParse(Encoding.UTF8.GetString(line.Span))).OfType<CdxjEntry>();
    }

    /// <summary>Looks again at what lies on disk.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            if (!Directory.Exists(_folder)) return;
            var paths = Directory.Exists(_runsFolder) ? Directory.GetFiles(_runsFolder, "*" + CdxjRun.DataEnd) : [];
            _runs = [.. paths.Order(StringComparer.Ordinal).Select(path => _runs.Find(run => run.Path == path) ?? CdxjRun.Open(path))];
            foreach (var journal in Directory.GetFiles(_folder, "*" + JournalEnd)) ReadJournal(journal);
        }
    }

    /// <summary>Bytes of the index on disk.</summary>
    public long BytesOnDisk()
    {
        var journals = Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*" + JournalEnd).Sum(path => new FileInfo(path).Length) : 0;
        lock (_gate) return journals + _runs.Sum(run => run.Bytes);
    }

    internal int LinesInMemory
    {
        get
        {
            lock (_gate) return _fresh.Count;
        }
    }

    internal static string JournalOf(string warcPath) => warcPath + JournalEnd;

    /// <summary>Notes lines of a file being written.</summary>
    internal void Append(string warcPath, IReadOnlyList<CdxjEntry> entries)
    {
        if (entries.Count == 0) return;
        var bytes = Encoding.UTF8.GetBytes(string.Concat(entries.Select(entry => entry.ToLine() + "\n")));
        lock (_gate)
        {
            var journal = JournalOf(warcPath);
            using (var file = new FileStream(journal, FileMode.Append, FileAccess.Write, FileShare.Read, 0)) file.Write(bytes);
            // What another writer of this process appended meanwhile is its own matter: each has its own file.
            _journals[journal] = _journals.GetValueOrDefault(journal) + bytes.Length;
            foreach (var line in bytes.AsSpan(..^1).Split((byte)'\n')) _fresh.Add(bytes.AsSpan(line));
            if (_fresh.Count >= MaxFresh) Spill();
        }
    }

    /// <summary>Turns the journal of a closed file into a sorted run.</summary>
    internal void Seal(string warcPath)
    {
        var journal = JournalOf(warcPath);
        lock (_gate)
        {
            if (!File.Exists(journal)) return;
            try
            {
                // What the journal itself holds, sorted where the fresh lines are kept: a list of its own would be as large again.
                _fresh.Clear();
                foreach (var line in LinesFrom(journal, _inRuns.GetValueOrDefault(journal)).Where(line => CdxjEntry.TryParse(line) is not null)) _fresh.Add(Encoding.UTF8.GetBytes(line));
                DurableFolder.Make(_runsFolder);
                if (_fresh.Count > 0) _runs.Add(CdxjRun.Write(Path.Combine(_runsFolder, Path.GetFileName(warcPath) + CdxjRun.DataEnd), _fresh.Sorted()));
                File.Delete(journal);
                Forget(journal);
            }
            finally
            {
                ReadJournalsAnew();
            }

            if (_runs.Count > MaxRuns) MergeRuns();
        }
    }

    /// <summary>Replaces a damaged or missing journal of a file by what the file holds.</summary>
    internal void Rebuild(string warcPath, IReadOnlyList<CdxjEntry> entries)
    {
        lock (_gate)
        {
            File.Delete(JournalOf(warcPath));
            Forget(JournalOf(warcPath));
        }

        if (entries.Count > 0) Append(warcPath, entries);
    }

    /// <summary>Merges sorted sequences of lines.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Merge(IReadOnlyList<IEnumerable<ReadOnlyMemory<byte>>> sequences)
    {
        var heads = new PriorityQueue<IEnumerator<ReadOnlyMemory<byte>>, ReadOnlyMemory<byte>>(LineOrder.Instance);
        foreach (var lines in sequences.Select(sequence => sequence.GetEnumerator()))
            if (lines.MoveNext()) heads.Enqueue(lines, lines.Current);
        ReadOnlyMemory<byte> last = default;
        while (heads.TryDequeue(out var lines, out var line))
        {
            if (!line.Span.SequenceEqual(last.Span)) yield return line;
            last = line;
            if (lines.MoveNext()) heads.Enqueue(lines, lines.Current);
            else lines.Dispose();
        }
    }

    /// <summary>What this process knows already; for a writer, which asks before each capture.</summary>
    internal List<CdxjEntry> FindKnown(string url)
    {
        var key = Surt.Of(url);
        var prefix = key + " ";
        List<CdxjRun> runs;
        List<string> lines;
        lock (_gate)
        {
            runs = [.. _runs];
            lines = _fresh.Find(key);
        }

        try
        {
            foreach (var run in runs) lines.AddRange(run.Find(prefix));
        }
        catch (FileNotFoundException)
        {
            // Another process merged the runs away.
            Refresh();
            lock (_gate) runs = [.. _runs];
            foreach (var run in runs) lines.AddRange(run.Find(prefix));
        }

        return [.. lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(CdxjEntry.TryParse).OfType<CdxjEntry>()];
    }

    /// <summary>Takes what is held in memory to disk, so that memory does not grow with the file being written.</summary>
    private void Spill()
    {
        DurableFolder.Make(_runsFolder);
        _runs.Add(CdxjRun.Write(Path.Combine(_runsFolder, string.Create(CultureInfo.InvariantCulture, $"part-{Guid.CreateVersion7():N}{CdxjRun.DataEnd}")), _fresh.Sorted()));
        _fresh.Clear();
        foreach (var (journal, read) in _journals) _inRuns[journal] = read;
        if (_runs.Count > MaxRuns) MergeRuns();
    }

    private void Forget(string journal)
    {
        _journals.Remove(journal);
        _inRuns.Remove(journal);
    }

    private static IEnumerable<string> LinesFrom(string journal, long offset)
    {
        using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Min(offset, file.Length);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private void ReadJournal(string journal)
    {
        var known = _journals.GetValueOrDefault(journal);
        try
        {
            using var file = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length <= known) return;
            file.Position = known;
            var bytes = new byte[file.Length - known];
            file.ReadExactly(bytes);
            // A line still being written is read next time.
            var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            foreach (var range in bytes.AsSpan(0, whole).Split((byte)'\n'))
                if (CdxjEntry.TryParse(Encoding.UTF8.GetString(bytes.AsSpan(range))) is not null) _fresh.Add(bytes.AsSpan(range));
            _journals[journal] = known + whole;
        }
        catch (FileNotFoundException)
        {
            // Sealed by its writer meanwhile: its run is found at the next look.
        }
    }

    /// <summary>What stands in the journals of other files, and in no run.</summary>
    private void ReadJournalsAnew()
    {
        _fresh.Clear();
        foreach (var journal in _journals.Keys.ToList())
        {
            _journals[journal] = _inRuns.GetValueOrDefault(journal);
            ReadJournal(journal);
        }
    }

    private void MergeRuns()
    {
        try
        {
            // One merger at a time among all processes; whoever comes second leaves it to the first.
            using var turn = new FileStream(Path.Combine(_runsFolder, "merge.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // The smaller half of what there is, so that a line is written again a few times only however large the archive grows.
            var old = new List<CdxjRun>();
            long size = 0;
            foreach (var run in _runs.OrderBy(run => run.Bytes))
            {
                if (old.Count > 1 && run.Bytes > 2 * size) break;
                old.Add(run);
                size += run.Bytes;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"merged-{Guid.CreateVersion7():N}{CdxjRun.DataEnd}");
            var merged = CdxjRun.Write(Path.Combine(_runsFolder, name), Merge([.. old.Select(run => run.All())]));
            _runs = [.. _runs.Except(old), merged];
            foreach (var run in old)
            {
                File.Delete(run.Path);
                File.Delete(CdxjRun.BlocksPath(run.Path));
            }
        }
        catch (IOException)
        {
            // The runs stay as they are and are merged at the next occasion.
        }
    }
}
