using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Bench.Store;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>How fast pages are leased from one PostgreSQL by many, and what a page costs on the wire from its lease to its acknowledgement.</summary>
internal static class LeaseBench
{
    private const int Sources = 50;

    public static async Task<int> RunAsync(int pages, int workers)
    {
        using var server = PostgresServer.Start();
        var database = server.NewDatabase();
        using var relay = new CountingRelay(server.Port);
        var address = StoreAddress.Parse(server.Url(database).Replace($":{server.Port}/", $":{relay.Port}/", StringComparison.Ordinal));
        await using var store = PostgresStore.Open(address, new ReviewPolicy(), TimeProvider.System);
        var runs = new List<CrawlRun>(Sources);
        for (var source = 0; source < Sources; source++)
        {
            var run = await store.Frontier.BeginRunAsync($"s{source:D2}", TimeProvider.System.GetUtcNow(), CancellationToken.None);
            await store.Frontier.AddAsync(run, [.. Enumerable.Range(0, pages / Sources).Select(page => new FrontierUrl($"http://s{source:D2}.shop.example/{page}", new CaptureRequest($"http://s{source:D2}.shop.example/{page}", "start")))], CancellationToken.None);
            runs.Add(run);
        }

        var entries = new List<(CrawlRun Run, FrontierEntry Entry)>(pages);
        await MeasureAsync("lease", relay, workers, pages, async number =>
        {
            var run = runs[number % Sources];
            if (await store.Frontier.LeaseAsync(run.Id, "bench", TimeSpan.FromHours(1), CancellationToken.None) is not { } entry) return;
            lock (entries) entries.Add((run, entry));
        });
        var pattern = SyntheticNight.Source;
        await MeasureAsync("acknowledge", relay, workers, entries.Count, async number =>
        {
            var (run, entry) = entries[number];
            var page = SyntheticNight.Page(run, entry, [SyntheticNight.Listing(number, flaggedIn: 50)], [.. Enumerable.Range(number, 10).Select(SyntheticNight.Link)]);
            await store.Intake.AcknowledgeAsync(page with { Source = pattern with { Id = run.SourceId, Name = run.SourceId } }, CancellationToken.None);
        });
        return 0;
    }

    private static async Task MeasureAsync(string name, CountingRelay relay, int workers, int times, Func<int, Task> work)
    {
        var next = -1;
        var before = relay.Counts;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < times) await work(number);
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var after = relay.Counts;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-12} {workers} at once: {times / seconds,8:F0} a second; {(after.RoundTrips - before.RoundTrips) / (double)times:F1} round trips, {(after.Asked - before.Asked) / (double)times:F0} bytes out, {(after.Answered - before.Answered) / (double)times:F0} bytes in, each"));
    }
}
