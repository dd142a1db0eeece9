using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Verification;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Operations.Backups;

/// <summary>A backup that was made.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Linked">Files taken over from the backup before it.</param>
/// <param name="Deleted">Older backups deleted.</param>
internal sealed record BackupResult(string Folder, BackupManifest Manifest, int Linked, IReadOnlyList<string> Deleted)
{
    /// <summary>Archive files that only the evidence store has, in sentences: this backup does not hold them.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>Archive files that are nowhere although no deletion was put down, in sentences.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    public long Bytes => Manifest.Files.Sum(file => file.Length);
}

/// <summary>
/// Copies an installation while it is used. The order is what makes it whole: first the database, one moment of it; then the
/// chain of custody, then the archive, both of which only grow. So all that the database refers to is in the copy, and every
/// byte that a chain speaks of. Keys that sign, salts of pseudonyms and cookie keys are left out on purpose.
/// </summary>
internal sealed class BackupService
{
    private const string Prefix = "ecom389-";
    private const string Partial = ".partial";

    /// <summary>The database in a backup, a file as SQLite has it.</summary>
    internal const string FileCopy = "ecom389.db";

    /// <summary>The database in a backup, as pg_dump writes it.</summary>
    internal const string ServerCopy = "ecom389.pgdump";

    private static readonly string[] RegistryFiles = ["certified-devices.csv", "certified-devices.date"];

    private readonly Installation _installation;
    private readonly IStoreCare _care;
    private readonly TimeProvider _time;
    private readonly IEvidenceFiles? _elsewhere;

    /// <param name="installation">What is copied.</param>
    /// <param name="care">Of its store.</param>
    /// <param name="time">Names the backup.</param>
    /// <param name="elsewhere">The store that finished files are taken to, or null. What only it has is named, not copied: it is itself the second copy.</param>
    public BackupService(Installation installation, IStoreCare care, TimeProvider time, IEvidenceFiles? elsewhere = null)
    {
        _elsewhere = elsewhere;
        _installation = installation;
        _care = care;
        _time = time;
    }

    /// <summary>Whole backups of a folder, newest first.</summary>
    public static IReadOnlyList<string> Existing(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder, Prefix + "*").Where(one => !one.EndsWith(Partial, StringComparison.Ordinal) && File.Exists(Path.Combine(one, BackupManifest.FileName))).OrderDescending(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes a backup below a folder and deletes whole ones beyond the number kept.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="keep">How many whole backups stay, this one included; null deletes none.</param>
    /// <param name="configuration">Further files to keep: crawler.json, operations.json.</param>
    /// <exception cref="IOException">It could not be written; a part of it stays under a name ending in <c>.partial</c> and is deleted by the next.</exception>
    public async Task<BackupResult> RunAsync(string folder, int? keep, IReadOnlyList<string> configuration, CancellationToken cancellationToken)
    {
        using var held = await MaintenanceLock.TakeAsync(_installation, _time, cancellationToken);
        Directory.CreateDirectory(folder);
        foreach (var broken in Directory.EnumerateDirectories(folder, Prefix + "*" + Partial).ToList()) Directory.Delete(broken, recursive: true);
        var previous = Existing(folder) is [var newest, ..] ? newest : null;
        var now = _time.GetUtcNow();
        var target = Path.Combine(folder, Prefix + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        for (var i = 2; Directory.Exists(target); i++) target = string.Create(CultureInfo.InvariantCulture, $"{target.Split('+')[0]}+{i}");
        var partial = target + Partial;
        Directory.CreateDirectory(Path.Combine(partial, "database"));

        var copier = new BackupCopier(partial, previous);
        var database = "database/" + (_installation.Store.IsServer ? ServerCopy : FileCopy);
        await _care.CopyToAsync(Path.Combine(partial, database), cancellationToken);
        // What a copy of a server's store refers to cannot be asked of the copy; what the store refers to a moment later is all of it and more.
        var needs = _installation.Store.IsServer ? await _care.ArchiveNeedsAsync(cancellationToken) : SqliteCopy.ArchiveNeeds(Path.Combine(partial, database));
        await copier.ListAsync(database, cancellationToken);
        await CustodyAsync(copier, cancellationToken);
        await copier.FolderAsync(_installation.Evidence, "evidence", file => !IsArchive(file), cancellationToken);
        await copier.FolderAsync(_installation.Evidence, "evidence", IsArchive, cancellationToken);
        await copier.FolderAsync(_installation.Rules, "rules", _ => true, cancellationToken);
        await copier.FolderAsync(_installation.Models, "models", file => !file.Contains('/', StringComparison.Ordinal), cancellationToken);
        foreach (var file in RegistryFiles.Select(name => Path.Combine(_installation.Data, name)).Where(File.Exists)) await copier.FileAsync(file, "data/" + Path.GetFileName(file), cancellationToken);
        foreach (var file in configuration.Where(File.Exists)) await copier.FileAsync(file, "configuration/" + Path.GetFileName(file), cancellationToken);

        var (deleted, elsewhere, lost) = await MissingAsync(copier, needs, cancellationToken);
        IReadOnlyList<string> notes = [.. deleted, .. elsewhere, .. lost];
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, now, typeof(BackupService).Assembly.GetName().Version?.ToString() ?? "", await _care.SchemaAsync(cancellationToken), copier.Files, notes);
        manifest.Write(partial);
        Directory.Move(partial, target);
        var older = keep is { } number ? Existing(folder).Skip(number).ToList() : [];
        foreach (var old in older) Directory.Delete(old, recursive: true);
        return new(target, manifest, copier.Linked, older) { Elsewhere = elsewhere, Lost = lost };
    }

    // What points comes before what it points at: anchors at seals, seals at lines of chains.
    private async Task CustodyAsync(BackupCopier copier, CancellationToken cancellationToken)
    {
        await copier.FolderAsync(_installation.Custody, "custody", file => !file.StartsWith("seals/", StringComparison.Ordinal) && !file.StartsWith("chains/", StringComparison.Ordinal) && file != "rehash.json", cancellationToken);
        await copier.FolderAsync(_installation.Custody, "custody", file => file.StartsWith("seals/", StringComparison.Ordinal), cancellationToken);
        await copier.FolderAsync(_installation.Custody, "custody", file => file.StartsWith("chains/", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>Compares what the copied database refers to with what was copied.</summary>
    /// <exception cref="IOException">Bytes are missing that the installation has: the backup would not be whole.</exception>
    private async Task<(List<string> Deleted, List<string> Elsewhere, List<string> Lost)> MissingAsync(BackupCopier copier, IReadOnlyList<ArchiveNeed> needs, CancellationToken cancellationToken)
    {
        var (deleted, elsewhere, lost) = (new List<string>(), new List<string>(), new List<string>());
        var ledger = new Lazy<ArtefactLedger?>(Ledger);
        var copied = copier.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var need in needs)
        {
            var path = "evidence/" + need.File;
            if (copied.TryGetValue(path, out var file) && file.Length >= need.Length) continue;
            if (file is not null || File.Exists(Path.Combine(_installation.Evidence, need.File))) throw new IOException($"{path}: the copy ends at byte {file?.Length ?? 0}, the database refers to {need.Length}");
            if (ledger.Value?.Deletion(need.File) is not null) deleted.Add($"{need.File}: không còn trong kho (hết hạn giữ) / no longer in the store (retention)");
            else if (_elsewhere is not null && await _elsewhere.FindAsync(need.File, cancellationToken) is not null) elsewhere.Add($"{need.File}: chỉ có ở kho bằng chứng, bản sao lưu này không giữ / only the evidence store has it, this backup does not");
            else lost.Add($"{need.File}: không có ở đâu, không có lệnh xoá / is nowhere, and no deletion was put down");
        }

        return (deleted, elsewhere, lost);
    }

    /// <summary>What the chains say was deleted; null where they are broken, which the check says and is no reason to have no backup.</summary>
    private ArtefactLedger? Ledger()
    {
        try
        {
            return Directory.Exists(_installation.Custody) ? CustodyCatchUp.ReadLedger(new CustodyFolder(_installation.Custody)) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsArchive(string file) => file.Contains(".warc", StringComparison.Ordinal);
}
