using System.Diagnostics;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>Another process writes and is killed in the midst; what it had reported as acknowledged must be there.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private const int Rounds = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-killed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_acknowledged_before_a_kill_is_there_after_it_and_the_run_goes_on()
    {
        var file = Path.Combine(_folder.FullName, "monitor.db");
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var url in await WriteUntilKilledAsync(file, lines: 40 + (round * 25))) acknowledged.Add(url);

            await using var store = SqliteStore.Open(file, new ReviewPolicy(), TimeProvider.System);
            foreach (var url in acknowledged)
            {
                var listing = await store.Listings.FindByUrlAsync(url, CancellationToken.None);
                Assert.NotNull(listing);
                Assert.Single(await store.Listings.SnapshotsAsync(listing.Id, CancellationToken.None));
                Assert.Single(await store.Listings.FindingsAsync(listing.Id, CancellationToken.None));
            }
            var totals = await store.Listings.TotalsAsync(CancellationToken.None);
            Assert.Equal((totals.Listings, totals.Listings), (totals.Snapshots, totals.Findings));
            Assert.Equal(totals.OpenItems, (await store.Queue.ListAsync(new QueueFilter { Limit = 1 }, CancellationToken.None)).Total);

            // What the killed process had leased is free at once: nobody waits for its leases to end.
            var run = await store.Frontier.BeginRunAsync("bench", DateTimeOffset.UtcNow, CancellationToken.None);
            Assert.True(run.Resumed);
            var counts = await store.Frontier.CountsAsync(run.Id, CancellationToken.None);
            Assert.Equal((0, totals.Captures), (counts.Leased, counts.Done));
        }
    }

    private static async Task<List<string>> WriteUntilKilledAsync(string file, int lines)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Ecom389.Monitor.Bench.Store.dll"));
        start.ArgumentList.Add("write");
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        var urls = new List<string>();
        while (urls.Count < lines && await process.StandardOutput.ReadLineAsync() is { } line) urls.Add(line);
        process.Kill();
        // Lines already in the pipe were reported before the kill.
        while (await process.StandardOutput.ReadLineAsync() is { } line) urls.Add(line);
        await process.WaitForExitAsync();
        Assert.True(urls.Count >= lines, "The writer ended by itself.");
        return urls;
    }
}
