using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>Every question the site asks of a filled store, one at a time: what each costs without the web around it.</summary>
internal static class Questions
{
    public static async Task RunAsync(string path)
    {
        await using var store = SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System);
        var none = CancellationToken.None;
        var (toDo, now) = (new QueueFilter { States = [ReviewState.New, ReviewState.Leased] }, TimeProvider.System.GetUtcNow());
        var best = (await store.Queue.ListAsync(toDo with { Limit = 1 }, none)).Entries[0];

        await ListAsync("list", toDo);
        await ListAsync("list, page 100", toDo with { Offset = 5000 });
        await ListAsync("violation", toDo with { Violation = "smuggled" });
        await ListAsync("source", toDo with { SourceId = StoreFill.SourceId(3) });
        await ListAsync("channel with nothing", toDo with { Channel = Channel.Social });
        await ListAsync("least priority 0.9", toDo with { MinPriority = 0.9 });
        await ListAsync("price ratio 0.2", toDo with { MaxPriceRatio = 0.2 });
        await ListAsync("place", toDo with { Place = "Cần Thơ" });
        await ListAsync("opened today", toDo with { OpenedSince = now.AddDays(-1) });
        await ListAsync("older than a week", toDo with { OpenedBefore = now.AddDays(-7) });
        await ListAsync("violation and place", toDo with { Violation = "smuggled", Place = "Cần Thơ" });
        await ListAsync("violation, source, ratio", toDo with { Violation = "smuggled", SourceId = StoreFill.SourceId(6), MaxPriceRatio = 0.2 });
        await ListAsync("seller", toDo with { SellerKey = SellerKey.Of(best.Listing.SourceId, best.Snapshot.Content.Record.Seller) });
        await ListAsync("mine", toDo with { Person = "thanh-tra-1" });
        await ListAsync("words, common", toDo with { Text = "bao hanh" });
        await ListAsync("words, five common", toDo with { Text = "tai nghe cu con bao hanh" });
        await ListAsync("words, common and place", toDo with { Text = "bao hanh", Place = "Cần Thơ" });
        await ListAsync("words, rare", toDo with { Text = "cua hang 77" });
        await ListAsync("words, a beginning", toDo with { Text = "dien tho" });
        await ListAsync("words, none", toDo with { Text = "khongco" });
        await ListAsync("all states, place", new QueueFilter { Place = "Cần Thơ" });
        await AskAsync("search, common words", () => store.Search.WordsAsync("bao hanh", null, 50, none));
        await AskAsync("search, rare words", () => store.Search.WordsAsync("cua hang 77", null, 50, none));
        await AskAsync("search, telephone", () => store.Search.MarkAsync(new ListingMark(MarkKind.Phone, "+84910000077"), null, 50, none));
        await AskAsync("item", () => store.Queue.FindAsync(best.Item.Id, none));
        await AskAsync("near-duplicates", () => store.Kin.NearAsync(best.Listing.Id, null, 0.7, 6, none));
        await AskAsync("seller's listings", () => store.Kin.OfSellerAsync(best.Listing.Id, null, 6, none));
        await AskAsync("counts", () => store.Queue.CountsAsync(null, none));
        await AskAsync("places (kept 30 s)", () => store.Workload.PlacesAsync(null, 40, none));
        await AskAsync("loads", () => store.Workload.LoadsAsync(null, none));
        await AskAsync("outlook of 4000", () => store.Workload.OutlookAsync(null, 4000, none));
        await AskAsync("totals (kept)", () => store.Listings.TotalsAsync(none));
        await AskAsync("ages (kept)", () => store.Figures.AgesAsync(null, now, none));
        await AskAsync("days (kept)", () => store.Figures.DaysAsync(null, DateOnly.FromDateTime(now.DateTime).AddDays(-30), DateOnly.FromDateTime(now.DateTime), none));
        await AskAsync("precision (kept)", () => store.Figures.PrecisionAsync(null, now.AddDays(-84), none));
        await AskAsync("open by place (kept)", () => store.Figures.OpenByPlaceAsync(null, none));
        await AskAsync("recall counts", () => store.Recall.CountAsync(null, none));

        Task ListAsync(string name, QueueFilter filter) => AskAsync(name, () => store.Queue.ListAsync(filter, none));
    }

    private static async Task AskAsync<T>(string name, Func<Task<T>> ask)
    {
        // The first answer finds its statement unprepared and its pages cold; it is printed apart.
        var first = Stopwatch.GetTimestamp();
        var answer = await ask();
        var cold = Stopwatch.GetElapsedTime(first).TotalMilliseconds;
        var times = new List<double>();
        var processor = Environment.CpuUsage.TotalTime;
        for (var began = Stopwatch.GetTimestamp(); times.Count < 40 && (times.Count < 5 || Stopwatch.GetElapsedTime(began).TotalSeconds < 2);)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        // Of the whole process, which does nothing else meanwhile: what a shared machine does not blur.
        var each = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times.Count;
        times.Sort();
        var found = answer is QueuePage page ? string.Create(CultureInfo.InvariantCulture, $"{page.Entries.Count} of {page.Total}{(page.IsAtLeast ? "+" : "")}") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26} p50 {times[times.Count / 2],8:F2} ms   p95 {times[Math.Min(times.Count - 1, times.Count * 95 / 100)],8:F2} ms   first {cold,8:F2} ms   processor {each,8:F2} ms   {found}"));
    }
}
