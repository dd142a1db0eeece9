using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Operations.Backups;

/// <summary>
/// Brings a backup back into an empty data folder: every file is hashed as it is copied, and the folder gets its name only when
/// all of them hold. Rules, models and configuration of the time go into <c>from-backup</c>: they are not put in force unasked.
/// </summary>
internal static class RestoreService
{
    /// <summary>Restores the backup of a store in a file.</summary>
    /// <inheritdoc cref="RunAsync(string, string, StoreAddress?, CancellationToken)"/>
    public static Task<BackupManifest> RunAsync(string backup, string data, CancellationToken cancellationToken) => RunAsync(backup, data, store: null, cancellationToken);

    /// <exception cref="InvalidInputException">The folder is not empty, or the backup is not whole: every file that is wrong is named.</exception>
    /// <param name="backup">The backup's folder.</param>
    /// <param name="data">The data folder to be made.</param>
    /// <param name="store">Where the records go: an empty database of a server for a backup of such a store, else null or the file in the data folder.</param>
    public static async Task<BackupManifest> RunAsync(string backup, string data, StoreAddress? store, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(backup);
        var isServers = manifest.Files.Any(file => file.Path == "database/" + BackupService.ServerCopy);
        if (isServers != (store?.IsServer ?? false))
            throw new InvalidInputException(new InputError(backup, null, "--store", isServers
                ? "bản sao lưu của một kho PostgreSQL: chỉ ra cơ sở dữ liệu trống / the backup of a PostgreSQL store: name an empty database"
                : "bản sao lưu của một kho tệp: bỏ --store / the backup of a store in a file: leave --store out"));
        var target = Path.GetFullPath(data);
        if (File.Exists(target) || Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new InvalidInputException(new InputError(data, null, "--data", "thư mục phải trống / the folder must be empty"));
        var partial = target + ".restoring";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        var errors = new List<InputError>();
        foreach (var file in manifest.Files)
            if (await CopyAsync(Path.Combine(backup, file.Path), Path.Combine(partial, Place(file.Path)), file, cancellationToken) is { } problem)
                errors.Add(new(backup, null, file.Path, problem));
        if (errors.Count > 0)
        {
            Directory.Delete(partial, recursive: true);
            throw new InvalidInputException(errors);
        }

        if (isServers)
        {
            var dump = Path.Combine(partial, BackupService.ServerCopy);
            try
            {
                await PostgresCopy.RestoreAsync(store!, dump, cancellationToken);
            }
            catch
            {
                Directory.Delete(partial, recursive: true);
                throw;
            }

            File.Delete(dump);
        }

        if (Directory.Exists(target)) Directory.Delete(target);
        Directory.Move(partial, target);
        return manifest;
    }

    private static string Place(string path) => path.Split('/', 2) switch
    {
        ["database", var name] => name,
        ["data", var name] => name,
        [("evidence" or "custody"), _] => path,
        _ => "from-backup/" + path,
    };

    private static async Task<string?> CopyAsync(string from, string to, BackupFile file, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        try
        {
            await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            await using (var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16)) await source.CopyToAsync(target, cancellationToken);
            target.Flush(flushToDisk: true);
            target.Position = 0;
            // The copy is hashed, not the source: what counts is what can be read back.
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(target, cancellationToken));
            return target.Length != file.Length ? $"dài {target.Length} byte, bản kê nói {file.Length} / {target.Length} bytes, the manifest says {file.Length}"
                : hash != file.Sha256 ? $"SHA-256 là {hash}, bản kê nói {file.Sha256} / the hash differs from the manifest's"
                : null;
        }
        catch (FileNotFoundException)
        {
            return "thiếu tệp / the file is missing";
        }
        catch (DirectoryNotFoundException)
        {
            return "thiếu tệp / the file is missing";
        }
    }
}
