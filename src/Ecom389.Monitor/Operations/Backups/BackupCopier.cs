using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;

namespace Ecom389.Monitor.Operations.Backups;

/// <summary>
/// Copies files into one backup and keeps the list. A file that the previous backup on the same disk holds unchanged (length and
/// time of change) is linked instead of copied: closed archive files, most of the evidence, cost nothing a night.
/// </summary>
internal sealed class BackupCopier
{
    private readonly string _target;
    private readonly string? _previous;
    private readonly Dictionary<string, BackupFile> _known;
    private readonly List<BackupFile> _files = [];

    /// <param name="target">Folder of the backup being made.</param>
    /// <param name="previous">The last whole backup beside it, or null.</param>
    public BackupCopier(string target, string? previous)
    {
        _target = target;
        _previous = previous;
        _known = previous is null ? [] : BackupManifest.Read(previous).Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    /// <summary>What was copied or linked so far.</summary>
    public IReadOnlyList<BackupFile> Files => _files;

    /// <summary>How many of them were linked.</summary>
    public int Linked { get; private set; }

    /// <summary>Copies a folder's files; one that vanishes meanwhile is passed over.</summary>
    public async Task FolderAsync(string from, string name, Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(from)) return;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(from, file).Replace('\\', '/');
            if (IsHeld(relative) || !wanted(relative)) continue;
            if (WasOpen(file)) await MarkOpenAsync($"{name}/{relative}", cancellationToken);
            await FileAsync(file, $"{name}/{relative}", cancellationToken);
        }
    }

    /// <summary>Copies one file, as long as it is now.</summary>
    public async Task FileAsync(string from, string path, CancellationToken cancellationToken)
    {
        try
        {
            await CopyAsync(from, path, cancellationToken);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // An index run that was merged, a temporary file: what the store refers to is checked afterwards.
        }
    }

    /// <summary>Puts a file that was made in the backup itself on the list.</summary>
    public async Task ListAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_target, path);
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        _files.Add(new(path, stream.Length, Micros(File.GetLastWriteTimeUtc(file)), Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken))));
    }

    // Marks and locks say who holds a file here and now, drafts are not yet what they are to be.
    private static bool IsHeld(string path) => path.EndsWith(WarcFolder.OpenMark, StringComparison.Ordinal) || path.EndsWith(".lock", StringComparison.Ordinal) || path.EndsWith(".new", StringComparison.Ordinal);

    private static bool WasOpen(string file) => File.Exists(file + WarcFolder.OpenMark);

    /// <summary>A file still being written may be cut in the middle of a record: marked so, it is mended when the restored store is opened.</summary>
    private async Task MarkOpenAsync(string path, CancellationToken cancellationToken)
    {
        var mark = path + WarcFolder.OpenMark;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_target, mark))!);
        await File.WriteAllBytesAsync(Path.Combine(_target, mark), [], cancellationToken);
        await ListAsync(mark, cancellationToken);
    }

    private async Task CopyAsync(string from, string path, CancellationToken cancellationToken)
    {
        var to = Path.Combine(_target, path);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var info = new FileInfo(from);
        var modified = Micros(info.LastWriteTimeUtc);
        if (_known.TryGetValue(path, out var before) && before.Length == info.Length && before.Modified == modified && TryLink(Path.Combine(_previous!, path), to))
        {
            _files.Add(before);
            Linked++;
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        var left = source.Length;
        var length = left;
        await using (var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
            try
            {
                while (left > 0)
                {
                    var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
                    if (read == 0) break;
                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    left -= read;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            target.Flush(flushToDisk: true);
        }

        _files.Add(new(path, length - left, modified, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    private static long Micros(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToMicroseconds();

    // Another disk, or a file system without links: then it is copied.
    private static bool TryLink(string existing, string link)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(existing)) return false;
        var (from, to) = (Encoding.UTF8.GetBytes(existing + '\0'), Encoding.UTF8.GetBytes(link + '\0'));
        return Link(from, to) == 0;
    }

    // link(2): the framework has symbolic links only.
    [DllImport("libc", EntryPoint = "link", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] link);
}
