using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Pipeline;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Operations.Tests.Checks;

public sealed class DiskFullTests
{
    [SmallDiskFact]
    public async Task A_scan_on_a_disk_that_fills_up_loses_nothing_it_acknowledged_and_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Make(megabytes: 3);
        await using var sample = await SampleInstallation.StartAsync(data: Path.Combine(disk.Path, "data"));
        await sample.ScanAsync(pages: 10);
        var before = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        // All that is left but a few pages.
        var filler = Path.Combine(disk.Path, "filler");
        await using (var file = File.Create(filler)) await file.WriteAsync(new byte[Math.Max(0, new DriveInfo(disk.Path).AvailableFreeSpace - 120_000)]);

        var complete = await EndedWellAsync(sample);
        Assert.False(complete);

        File.Delete(filler);
        disk.Remount("size=64m");
        await ReopenedAsync(sample, before);
        Assert.True(await EndedWellAsync(sample));
        var report = await InstallationCheck.RunAsync(sample.Installation, sample.Services, deep: true, TimeProvider.System, CancellationToken.None);
        Assert.Empty(report.Faults);
        Assert.True((await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None)).Listings >= before.Listings);
    }

    [SmallDiskFact]
    public async Task A_disk_that_turns_read_only_ends_the_scan_with_an_error_and_harms_nothing()
    {
        using var disk = SmallDisk.Make(megabytes: 64);
        await using var sample = await SampleInstallation.StartAsync(data: Path.Combine(disk.Path, "data"));
        await sample.ScanAsync(pages: 10);
        var before = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        await sample.Services.DisposeAsync();
        disk.Remount("ro");
        Assert.Throws<InvalidInputException>(() => MonitorServices.Open(sample.Installation, TimeProvider.System));

        disk.Remount("rw");
        await ReopenedAsync(sample, before);
        Assert.True(await EndedWellAsync(sample));
    }

    [SmallDiskFact]
    public async Task A_backup_that_does_not_fit_is_no_backup_and_the_next_one_is()
    {
        using var disk = SmallDisk.Make(megabytes: 4);
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync(pages: 10);
        var service = new BackupService(sample.Installation, sample.Services.Store.Care, TimeProvider.System);
        var folder = Path.Combine(disk.Path, "backups");

        await Assert.ThrowsAnyAsync<Exception>(() => service.RunAsync(folder, null, [], CancellationToken.None));
        Assert.Empty(BackupService.Existing(folder));

        disk.Remount("size=128m");
        var made = await service.RunAsync(folder, null, [], CancellationToken.None);
        Assert.Equal([made.Folder], Directory.GetDirectories(folder));
        await RestoreService.RunAsync(made.Folder, Path.Combine(sample.Folder, "restored"), CancellationToken.None);
    }

    /// <summary>True when every source was completed; false when the scan ended in part or with the disk's error.</summary>
    private static async Task<bool> EndedWellAsync(SampleInstallation sample)
    {
        try
        {
            return (await sample.ScanAsync()).Summary.Sources.All(source => source.Outcome == ScanOutcome.Completed);
        }
        catch (Exception full) when (full is IOException or SqliteException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task ReopenedAsync(SampleInstallation sample, StoreTotals before)
    {
        await sample.ReopenAsync();
        var store = await sample.Services.Store.Care.CheckAsync(CancellationToken.None);
        Assert.Empty(store.Faults);
        var totals = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
        Assert.True(totals.Listings >= before.Listings && totals.Captures >= before.Captures);
        var whole = await InstallationCheck.RunAsync(sample.Installation, sample.Services, deep: false, TimeProvider.System, CancellationToken.None);
        Assert.Empty(whole.Faults);
    }
}
