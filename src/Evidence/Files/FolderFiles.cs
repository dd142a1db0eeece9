using System.Security.Cryptography;

namespace Ecom389.Monitor.Evidence.Files;

/// <summary>Files in a folder, on this machine or shared by several (NFS, SMB).</summary>
public sealed class FolderFiles : IEvidenceFiles
{
    private readonly string _folder;

    public FolderFiles(string folder) => _folder = folder;

    public async Task KeepAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        var to = PathOf(Path.GetFileName(path));
        if (Path.GetFullPath(path) == Path.GetFullPath(to)) return;
        if (File.Exists(to))
        {
            if (await HashAsync(to, cancellationToken) != sha256) throw new IOException($"{to}: another file has this name");
            return;
        }

        DurableFolder.Make(_folder);
        var draft = to + "." + Guid.NewGuid().ToString("N") + ".draft";
        try
        {
            using (var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
            using (var copy = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await from.CopyToAsync(copy, cancellationToken);
                copy.Flush(flushToDisk: true);
            }

            if (await HashAsync(draft, cancellationToken) != sha256) throw new IOException($"{path}: its bytes have another hash than {sha256}");
            File.Move(draft, to, overwrite: false);
            DurableFolder.Flush(_folder);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public async Task<EvidenceFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        return File.Exists(path) ? new(name, new FileInfo(path).Length, await HashAsync(path, cancellationToken)) : null;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(name));
        DurableFolder.Flush(_folder);
        return Task.CompletedTask;
    }

    public Stream OpenRead(string name) => !Directory.Exists(_folder) ? throw new FileNotFoundException("There is no such file.", name) : new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private string PathOf(string name) => Path.GetFileName(name) == name ? Path.Combine(_folder, name) : throw new InvalidDataException($"{name}: not a file name of the archive");
}
