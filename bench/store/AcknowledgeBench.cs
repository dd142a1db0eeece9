using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>How many pages a second the store takes in, from lease to durable acknowledgement: a first night, then the same again.</summary>
internal static class AcknowledgeBench
{
    public static async Task<int> RunAsync(int pages, int workers, string folder)
    {
        await using var temporary = new TemporaryStore(folder);
        var store = temporary.Store;
        await NightAsync(store, "first night", pages, workers);
        await NightAsync(store, "same again", pages, workers);
        var totals = await store.Listings.TotalsAsync(CancellationToken.None);
        var size = await store.SizeAsync(CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{store.Place}: {size / (double)pages:F0} bytes a listing; {totals}"));
        return 0;
    }

    private static async Task NightAsync(MonitorStore store, string name, int pages, int workers)
    {
        var run = await store.Frontier.BeginRunAsync(SyntheticNight.Source.Id, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        await store.Frontier.AddAsync(run, [.. Enumerable.Range(0, workers).Select(SyntheticNight.Link)], CancellationToken.None);
        // Made beforehand: what is measured is the store.
        var listings = Enumerable.Range(1, pages).Select(number => SyntheticNight.Listing(number, flaggedIn: 50)).ToList();
        var durations = new List<double>(pages);
        var next = 0;
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var wish = new LeaseWish($"w{worker}", TimeSpan.FromMinutes(5));
            var entry = await store.Frontier.LeaseAsync(run.Id, wish.Worker, wish.Lease, CancellationToken.None);
            while (Interlocked.Increment(ref next) is var number && number <= pages)
            {
                if (entry is null) throw new InvalidOperationException("The frontier ran dry.");
                var page = SyntheticNight.Page(run, entry, [listings[number - 1]], [.. Enumerable.Range(number, 10).Select(SyntheticNight.Link)]);
                var started = Stopwatch.GetTimestamp();
                entry = (await store.Intake.AcknowledgeAndLeaseAsync(page, wish, CancellationToken.None)).Next;
                lock (durations) durations.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        await store.Frontier.EndRunAsync(run.Id, TimeProvider.System.GetUtcNow(), "{}", CancellationToken.None);
        durations.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {pages} pages, {workers} workers: {pages / seconds:F0} lease+acknowledge a second, {processor.TotalMilliseconds / pages:F3} CPU-ms each; acknowledge p50 {durations[durations.Count / 2]:F2} ms, p95 {durations[durations.Count * 95 / 100]:F2} ms"));
    }
}
