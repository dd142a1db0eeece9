using System.Security.Cryptography;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Backups;

/// <summary>
/// Brings a backup back into an empty data folder: every file is hashed as it is copied, and the folder gets its name only when
/// all of them hold. Rules, models and configuration of the time go into <c>from-backup</c>: they are not put in force unasked.
/// </summary>
internal static class RestoreService
{
    /// <exception cref="InvalidInputException">The folder is not empty, or the backup is not whole: every file that is wrong is named.</exception>
    public static async Task<BackupManifest> RunAsync(string backup, string data, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(backup);
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
