using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Backups;

/// <summary>One file of a backup.</summary>
/// <param name="Path">Within the backup, with <c>/</c>.</param>
/// <param name="Length">Bytes copied: of a file still being written, what it had when it was copied.</param>
/// <param name="Modified">Time of the source's last change, UTC microseconds.</param>
/// <param name="Sha256">Of the bytes copied.</param>
internal sealed record BackupFile(string Path, long Length, long Modified, string Sha256);

/// <summary>What a backup holds; written last, so that a backup without it is none.</summary>
/// <param name="Format">1.</param>
/// <param name="CreatedAt">UTC of the database's copy: everything the store had acknowledged by then is in the backup.</param>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Schema">Newest schema step of the database.</param>
/// <param name="Files">All files but this one.</param>
/// <param name="Notes">What a person should know.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset CreatedAt, string Program, int Schema, IReadOnlyList<BackupFile> Files, IReadOnlyList<string> Notes)
{
    public const int CurrentFormat = 1;

    public const string FileName = "manifest.json";

    /// <summary>Reads and checks the manifest of a backup.</summary>
    /// <exception cref="InvalidInputException">There is none, or it cannot be used.</exception>
    public static BackupManifest Read(string backup)
    {
        var file = Path.Combine(backup, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(file), JsonContract.Compact);
            if (manifest is not { Format: CurrentFormat, Files: not null }) throw new InvalidInputException(new InputError(file, null, "format", "không phải bản sao lưu mà chương trình này đọc được / no backup that this program reads"));
            foreach (var entry in manifest.Files)
                if (Path.IsPathRooted(entry.Path) || entry.Path.Split('/').Any(part => part is ".." or "." or "")) throw new InvalidInputException(new InputError(file, null, entry.Path, "đường dẫn ra ngoài bản sao lưu / a path out of the backup"));
            return manifest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidInputException(new InputError(file, null, null, "không đọc được bản kê sao lưu / the backup's manifest cannot be read: " + exception.Message));
        }
    }

    public void Write(string backup)
    {
        using var file = new FileStream(Path.Combine(backup, FileName), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this, JsonContract.Compact);
        file.Flush(flushToDisk: true);
    }
}
