using Ecom389.Monitor.Bench.Workers;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Workers.Tests.Nights;

/// <summary>The CI size of <c>bench/workers night</c>: two workers, 500 pages, one killed.</summary>
public sealed class KilledWorkerTests : IDisposable
{
    private const int DelayMs = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-night-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_workers_of_which_one_is_killed_leave_what_one_in_peace_leaves()
    {
        using var farm = ShopFarm.Start(Path.Combine(_folder, "farm"), hosts: 10, pagesAHost: 50);
        var config = Path.Combine(_folder, "crawler.json");
        await File.WriteAllTextAsync(config, farm.Config(DelayMs));
        var server = PostgresServer.Shared;

        var peace = server.NewDatabase();
        using (var alone = WorkerProcess.Scan(Path.Combine(_folder, "alone"), config, server.Url(peace), parallel: 10))
        {
            await alone.WaitAsync(CancellationToken.None);
            Assert.True(alone.ExitCode == 0, await alone.SaidAsync());
        }

        var calm = NightVerdict.Of(server, peace, farm.Log(), DelayMs);
        Assert.Equal(490, calm.Listings);
        farm.ForgetLog();

        var night = server.NewDatabase();
        using var killed = WorkerProcess.Scan(Path.Combine(_folder, "w1"), config, server.Url(night), parallel: 5);
        using var survivor = WorkerProcess.Scan(Path.Combine(_folder, "w2"), config, server.Url(night), parallel: 5);
        while (farm.Log().Count < 150 && !survivor.HasExited) await Task.Delay(TimeSpan.FromMilliseconds(100));
        killed.Kill9();
        await survivor.WaitAsync(CancellationToken.None);
        Assert.True(survivor.ExitCode == 0, await survivor.SaidAsync());

        var stormy = NightVerdict.Of(server, night, farm.Log(), DelayMs);
        Assert.Equal(calm.Digest, stormy.Digest);
        Assert.Equal((calm.Listings, calm.Items), (stormy.Listings, stormy.Items));
        Assert.Equal(0, stormy.TooClose);
        Assert.Empty(stormy.FetchedAfterAcknowledgement);
        Assert.Equal("1", server.Sql(night, "SELECT count(*) FROM scan_rounds"));
    }
}
