namespace Ecom389.Monitor.Bench.Power;

/// <summary>
/// Builds from the journal of a round what the disk holds once the power has gone, and puts it in the place of what the system's
/// memory held. A file is there when its folder was flushed after it was made, or by chance; likewise renames and deletions: of
/// what a folder was asked since its last flush any beginning is kept, never a later change without an earlier one. Folders
/// themselves are always kept. What a map wrote (<c>-shm</c>) is kept as it was or lost.
/// </summary>
internal sealed class PowerLoss
{
    private readonly Dictionary<string, DiskFile> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiskFile> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, DiskFile> _byInode = [];
    private readonly Dictionary<ulong, (string Path, DiskFile File)> _created = [];
    private readonly Dictionary<string, ulong> _syncedFolders = new(StringComparer.Ordinal);
    private readonly List<DiskRecord> _names = [];
    private readonly string _root;
    private readonly bool _lies;

    /// <param name="root">The folder that was watched.</param>
    /// <param name="before">Copy of it from before the round.</param>
    /// <param name="journal">What was asked of it.</param>
    /// <param name="lies">The disk answers every flush and does none: what <c>synchronous=OFF</c> and <c>fsync=off</c> come to.</param>
    public PowerLoss(string root, string before, IEnumerable<DiskRecord> journal, bool lies)
    {
        (_root, _lies) = (root, lies);
        foreach (var path in Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories))
            _before[Path.Combine(root, Path.GetRelativePath(before, path))] = new DiskFile(File.ReadAllBytes(path));
        foreach (var (path, file) in _before) _live[path] = file;
        foreach (var record in journal) Take(record);
    }

    /// <summary>Files that the journal wrote to without ever having named them; 0, or the shim misses something.</summary>
    public int Unnamed { get; private set; }

    /// <summary>Changes made since the round began, and those that no flush covers.</summary>
    public int Changes { get; private set; }

    /// <summary>Replaces the watched folder's files by what the disk holds.</summary>
    public void Strike(LossChances chances)
    {
        var left = NamesAfterLoss(chances);
        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith("-shm", StringComparison.Ordinal) && chances.Keep()) continue;
            // Emptied, not made anew, so that owner and mode stay.
            if (left.ContainsKey(path)) continue;
            File.Delete(path);
        }

        foreach (var (path, file) in left)
        {
            if (path.EndsWith("-shm", StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var to = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
            to.SetLength(0);
            to.Write(file.AfterLoss(chances));
        }
    }

    private void Take(DiskRecord record)
    {
        switch (record.Action)
        {
            case DiskAction.Write or DiskAction.Truncate or DiskAction.Extend:
                Changes++;
                FileOf(record.Inode).Add(record);
                break;
            case DiskAction.Sync when !_lies:
                // A file that stdio made is not seen, and lost.
                if (_byInode.TryGetValue(record.Inode, out var synced)) synced.Sync(record.Since);
                break;
            case DiskAction.SyncFolder when !_lies:
                _syncedFolders[record.Path] = Math.Max(_syncedFolders.GetValueOrDefault(record.Path), record.Since);
                break;
            case DiskAction.SyncAll when !_lies:
                foreach (var file in _byInode.Values) file.Sync(record.Since);
                foreach (var folder in _names.Select(name => FolderOf(name)).ToHashSet(StringComparer.Ordinal)) _syncedFolders[folder] = record.Since;
                break;
            case DiskAction.Open:
                if (!_byInode.ContainsKey(record.Inode) && _live.TryGetValue(record.Path, out var known)) _byInode[record.Inode] = known;
                break;
            case DiskAction.Create:
                var made = new DiskFile([]);
                _byInode[record.Inode] = made;
                _live[record.Path] = made;
                _created[record.Number] = (record.Path, made);
                _names.Add(record);
                break;
            case DiskAction.Rename or DiskAction.Link or DiskAction.Unlink:
                Rename(_live, record);
                _names.Add(record);
                break;
        }
    }

    private DiskFile FileOf(ulong inode)
    {
        if (_byInode.TryGetValue(inode, out var file)) return file;
        Unnamed++;
        return _byInode[inode] = new DiskFile([]);
    }

    private Dictionary<string, DiskFile> NamesAfterLoss(LossChances chances)
    {
        var kept = new HashSet<ulong>();
        foreach (var folder in _names.GroupBy(FolderOf, StringComparer.Ordinal))
        {
            var sure = _syncedFolders.GetValueOrDefault(folder.Key);
            var late = folder.Where(name => name.Number > sure).ToList();
            kept.UnionWith(folder.Where(name => name.Number <= sure).Concat(late.Take(chances.UpTo(late.Count))).Select(name => name.Number));
        }

        var left = new Dictionary<string, DiskFile>(_before, StringComparer.Ordinal);
        foreach (var name in _names.Where(name => kept.Contains(name.Number)))
        {
            if (name.Action == DiskAction.Create) left[name.Path] = _created[name.Number].File;
            else Rename(left, name);
        }

        return left;
    }

    private static void Rename(Dictionary<string, DiskFile> names, DiskRecord change)
    {
        if (change.Action == DiskAction.Unlink) names.Remove(change.Path);
        else if (names.TryGetValue(change.Path, out var file))
        {
            names[change.Other] = file;
            if (change.Action == DiskAction.Rename) names.Remove(change.Path);
        }
    }

    /// <summary>The folder whose entry a change is: of a rename the new name's.</summary>
    private static string FolderOf(DiskRecord name) => Path.GetDirectoryName(name.Other.Length > 0 ? name.Other : name.Path)!;
}
