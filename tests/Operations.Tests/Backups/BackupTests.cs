using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Tests.Backups;

public sealed class BackupTests
{
    [Fact]
    public async Task Backups_taken_while_a_scan_writes_restore_to_stores_that_pass_the_checker()
    {
        await using var sample = await SampleInstallation.StartAsync();
        var service = new BackupService(sample.Installation, sample.Services.Store.Care, TimeProvider.System);
        await sample.ScanAsync(pages: 5);
        var scan = sample.ScanAsync();
        var made = new List<BackupResult>();
        do made.Add(await service.RunAsync(Path.Combine(sample.Folder, "backups"), null, [sample.CrawlerFile], CancellationToken.None));
        while (!scan.IsCompleted);
        await scan;
        made.Add(await service.RunAsync(Path.Combine(sample.Folder, "backups"), null, [sample.CrawlerFile], CancellationToken.None));

        foreach (var (backup, number) in made.Take(4).Append(made[^1]).Select((backup, number) => (backup, number)))
        {
            var data = Path.Combine(sample.Folder, $"restored-{number}");
            await RestoreService.RunAsync(backup.Folder, data, CancellationToken.None);
            await using var services = MonitorServices.Open(sample.Installation with { Data = data });
            var report = await InstallationCheck.RunAsync(sample.Installation with { Data = data }, services, deep: true, TimeProvider.System, CancellationToken.None);
            Assert.Empty(report.Faults);
            Assert.Contains("evidence-bytes", report.Checked);
        }

        await using var last = MonitorServices.Open(sample.Installation with { Data = Path.Combine(sample.Folder, $"restored-{Math.Min(made.Count - 1, 4)}") });
        Assert.Equal(await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None), await last.Store.Listings.TotalsAsync(CancellationToken.None));
        Assert.True(made[^1].Linked > 0);
        Assert.DoesNotContain(made[^1].Manifest.Files, file => file.Path.Contains("custody-keys", StringComparison.Ordinal) || file.Path.Contains("custody-salts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_with_a_byte_changed_or_a_file_missing_is_refused_and_leaves_nothing()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync(pages: 5);
        var made = await new BackupService(sample.Installation, sample.Services.Store.Care, TimeProvider.System).RunAsync(Path.Combine(sample.Folder, "backups"), null, [], CancellationToken.None);
        var archive = made.Manifest.Files.First(file => file.Path.Contains(".warc", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(Path.Combine(made.Folder, archive.Path));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(made.Folder, archive.Path), bytes);
        File.Delete(Path.Combine(made.Folder, "models", "model.bin"));

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => RestoreService.RunAsync(made.Folder, Path.Combine(sample.Folder, "restored"), CancellationToken.None));

        Assert.Equal([archive.Path, "models/model.bin"], refusal.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(sample.Folder, "restored")));
        Assert.False(Directory.Exists(Path.Combine(sample.Folder, "restored.restoring")));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_never_restored_into()
    {
        await using var sample = await SampleInstallation.StartAsync();
        var made = await new BackupService(sample.Installation, sample.Services.Store.Care, TimeProvider.System).RunAsync(Path.Combine(sample.Folder, "backups"), null, [], CancellationToken.None);

        await Assert.ThrowsAsync<InvalidInputException>(() => RestoreService.RunAsync(made.Folder, sample.Installation.Data, CancellationToken.None));
        Assert.True(File.Exists(sample.Installation.Database));
    }

    [Fact]
    public async Task Only_the_newest_backups_are_kept_and_a_half_written_one_is_none()
    {
        await using var sample = await SampleInstallation.StartAsync(new TestTime("2026-11-22 01:00"));
        var time = (TestTime)sample.Time;
        var folder = Path.Combine(sample.Folder, "backups");
        Directory.CreateDirectory(Path.Combine(folder, "ecom389-20261101T000000Z.partial"));
        var service = new BackupService(sample.Installation, sample.Services.Store.Care, time);
        for (var night = 0; night < 4; night++)
        {
            await service.RunAsync(folder, keep: 2, [], CancellationToken.None);
            time.Now = time.Now.AddDays(1);
        }

        Assert.Equal(["ecom389-20261124T180000Z", "ecom389-20261123T180000Z"], BackupService.Existing(folder).Select(Path.GetFileName));
        Assert.Equal(2, Directory.GetDirectories(folder).Length);
    }

    [Fact]
    public void A_manifest_that_points_out_of_the_backup_is_refused()
    {
        using var folder = new TemporaryFolder();
        new BackupManifest(1, DateTimeOffset.UnixEpoch, "", 7, [new("../../etc/passwd", 1, 0, "")], []).Write(folder.Path);

        Assert.Contains("../../etc/passwd", Assert.Throws<InvalidInputException>(() => BackupManifest.Read(folder.Path)).Message, StringComparison.Ordinal);
    }
}
