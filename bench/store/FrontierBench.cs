using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>What a frontier holds in memory while a source's addresses pile up: queued, leased, left over and taken into the next run.</summary>
internal static class FrontierBench
{
    private const int Batch = 1_000;

    public static async Task<int> RunAsync(int addresses, string folder)
    {
        await using var temporary = new TemporaryStore(folder);
        var frontier = temporary.Store.Frontier;
        var none = CancellationToken.None;
        Console.WriteLine("| what | managed, MB | resident, MB | s |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var run = await frontier.BeginRunAsync(SyntheticNight.Source.Id, TimeProvider.System.GetUtcNow(), none);
        // What statements and pools take once: the measure is what is added to it.
        await AddAsync(frontier, run, 0, Math.Min(10_000, addresses));
        Say("10,000 queued", 0);
        var started = TimeProvider.System.GetTimestamp();
        for (var part = 1; part <= 10; part++)
        {
            await AddAsync(frontier, run, addresses / 10 * (part - 1), addresses / 10 * part);
            Say(string.Create(CultureInfo.InvariantCulture, $"{addresses / 10 * part:#,##0} queued"), TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }

        started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 1_000; i++)
        {
            var entry = await frontier.LeaseAsync(run.Id, "bench", TimeSpan.FromMinutes(5), none) ?? throw new InvalidOperationException("nothing to lease");
            await frontier.ReleaseAsync(entry, FrontierOutcome.Refused, "bench", retryAt: null, none);
        }

        Say("1,000 leased and refused", TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        started = TimeProvider.System.GetTimestamp();
        await frontier.EndRunAsync(run.Id, TimeProvider.System.GetUtcNow(), "{}", none);
        var next = await frontier.BeginRunAsync(SyntheticNight.Source.Id, TimeProvider.System.GetUtcNow(), none);
        var counts = await frontier.CountsAsync(next.Id, none);
        Say(string.Create(CultureInfo.InvariantCulture, $"{counts.Pending:#,##0} left over, in the next run"), TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        return counts.Pending == addresses - 1_000 ? 0 : 1;
    }

    private static async Task AddAsync(IFrontierStore frontier, CrawlRun run, int from, int to)
    {
        for (var first = from; first < to; first += Batch)
            await frontier.AddAsync(run, [.. Enumerable.Range(first, Math.Min(Batch, to - first)).Select(SyntheticNight.Link)], CancellationToken.None);
    }

    private static void Say(string what, double seconds)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        var resident = Environment.WorkingSet / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {GC.GetTotalMemory(forceFullCollection: false) / 1e6:0.0} | {resident:0} | {seconds:0.0} |"));
    }
}
