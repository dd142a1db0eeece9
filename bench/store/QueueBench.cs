using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>What a page of a long queue costs.</summary>
internal static class QueueBench
{
    public static async Task<int> RunAsync(int items, string folder)
    {
        await using var temporary = new TemporaryStore(folder);
        var store = temporary.Store;
        var none = CancellationToken.None;
        var run = await store.Frontier.BeginRunAsync(SyntheticNight.Source.Id, TimeProvider.System.GetUtcNow(), none);
        for (var first = 0; first < items; first += 200)
        {
            await store.Frontier.AddAsync(run, [SyntheticNight.Link(first)], none);
            var entry = await store.Frontier.LeaseAsync(run.Id, "bench", TimeSpan.FromMinutes(5), none);
            await store.Intake.AcknowledgeAsync(SyntheticNight.Page(run, entry!, [.. Enumerable.Range(first, Math.Min(200, items - first)).Select(i => SyntheticNight.Listing(i, flaggedIn: 1))], []), none);
        }

        var open = new[] { ReviewState.New, ReviewState.Leased, ReviewState.Waiting };
        await MeasureAsync("open, page 1", 200, () => store.Queue.ListAsync(new QueueFilter { States = open }, none));
        await MeasureAsync("open, offset 5000", 200, () => store.Queue.ListAsync(new QueueFilter { States = open, Offset = 5000 }, none));
        await MeasureAsync("violation", 200, () => store.Queue.ListAsync(new QueueFilter { States = open, Violation = "smuggled" }, none));
        await MeasureAsync("source", 200, () => store.Queue.ListAsync(new QueueFilter { States = open, SourceId = SyntheticNight.Source.Id }, none));
        await MeasureAsync("unit with nothing", 200, () => store.Queue.ListAsync(new QueueFilter { States = open, Units = ["can-tho"] }, none));
        await MeasureAsync("words, common", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, Text = "dien thoai" }, none));
        await MeasureAsync("words, rare", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, Text = "cua hang 77777" }, none));
        await MeasureAsync("least priority 0.9", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, MinPriority = 0.9 }, none));
        await MeasureAsync("price ratio 0.2", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, MaxPriceRatio = 0.2 }, none));
        await MeasureAsync("place", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, Place = "Cần Thơ" }, none));
        await MeasureAsync("opened today", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, OpenedSince = TimeProvider.System.GetUtcNow().AddDays(-1) }, none));
        await MeasureAsync("violation and place", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, Violation = "smuggled", Place = "Cần Thơ" }, none));
        await MeasureAsync("mine", 50, () => store.Queue.ListAsync(new QueueFilter { States = open, Person = "lan" }, none));
        await MeasureAsync("places", 20, () => store.Workload.PlacesAsync(units: null, 40, none));
        await MeasureAsync("outlook of 400", 50, () => store.Workload.OutlookAsync(units: null, 400, none));
        await MeasureAsync("loads", 50, () => store.Workload.LoadsAsync(units: null, none));
        var best = (await store.Queue.ListAsync(new QueueFilter { States = open, Limit = 1 }, none)).Entries[0].Listing.Id;
        await MeasureAsync("near-duplicates", 50, () => store.Kin.NearAsync(best, units: null, 0.7, 6, none));
        await MeasureAsync("seller's listings", 50, () => store.Kin.OfSellerAsync(best, units: null, 6, none));
        await MeasureAsync("recall counts", 10, () => store.Recall.CountAsync(units: null, none));
        await MeasureAsync("counts", 200, () => store.Queue.CountsAsync(units: null, none));
        await MeasureAsync("totals", 20, () => store.Listings.TotalsAsync(none));

        var service = new ReviewService(store.Queue, store.Approvals, store.Audit, TimeProvider.System, new ReviewSettings { HighPriority = 2 });
        var lan = new Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        await MeasureAsync("next", 100, () => service.NextAsync(new QueueFilter(), lan, none));
        await MeasureAsync("next + decide", 200, async () =>
        {
            var entry = await service.NextAsync(new QueueFilter(), lan, none);
            await service.DecideAsync(new DecideCommand(entry!.Item.Id, DecisionKind.Dismiss, null, "bench"), lan, none);
        });
        return 0;
    }

    private static async Task MeasureAsync(string name, int times, Func<Task> work)
    {
        var durations = new double[times];
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            durations[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(durations);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20} p50 {durations[times / 2],8:F2} ms   p95 {durations[Math.Min(times - 1, times * 95 / 100)],8:F2} ms"));
    }
}
