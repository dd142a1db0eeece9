using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>Inspectors at work for a while, with a scan writing, and what the audit says afterwards.</summary>
internal sealed record LoadResult(Timings Timings, int PagesWritten, int InAudit, int Lost, int Doubled)
{
    public string Print()
    {
        var lines = Timings.Summary().Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Kind,-10} {row.Count,7}   p50 {row.Median,8:F1} ms   p95 {row.P95,8:F1} ms   worst {row.Worst,8:F1} ms"));
        return string.Join(Environment.NewLine, lines.Append(string.Create(
            CultureInfo.InvariantCulture, $"decisions: {Timings.Decided.Count} answered, {InAudit} in the audit, {Lost} lost, {Doubled} doubled; scan wrote {PagesWritten} pages; {Timings.Faults.Count} answers that were none"))
            .Concat(Timings.Faults.Distinct(StringComparer.Ordinal).Take(5)));
    }
}

/// <summary>The closed loop.</summary>
internal static class LoadRun
{
    public static async Task<LoadResult> RunAsync(string path, string address, int inspectors, TimeSpan think, TimeSpan duration, int scanPagesPerSecond)
    {
        var began = TimeProvider.System.GetUtcNow();
        var timings = new Timings();
        using var end = new CancellationTokenSource(duration);
        var scan = Task.Run(() => ScanWriting.RunAsync(path, scanPagesPerSecond, end.Token));
        await Task.WhenAll(Enumerable.Range(0, inspectors).Select(number => Task.Run(() => WorkAsync(number))));
        await end.CancelAsync();
        return await CheckAsync(path, began, timings, await scan);

        async Task WorkAsync(int number)
        {
            using var inspector = new InspectorAtWork(address, number, think, timings);
            await inspector.WorkAsync(end.Token);
        }
    }

    /// <summary>Every decision answered with "done" is in the audit and among the decisions exactly once.</summary>
    private static async Task<LoadResult> CheckAsync(string path, DateTimeOffset began, Timings timings, int pages)
    {
        await using var store = SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System);
        var audited = new Dictionary<string, int>(StringComparer.Ordinal);
        for (long? before = null; ;)
        {
            var page = await store.Audit.FindAsync(new() { Action = "item.decided", From = began, Before = before, Limit = 10_000 }, CancellationToken.None);
            foreach (var (_, entry) in page) audited[entry.Subject] = audited.GetValueOrDefault(entry.Subject) + 1;
            if (page.Count < 10_000) break;
            before = page[^1].Position;
        }

        var lost = 0;
        var doubled = audited.Values.Count(count => count > 1);
        foreach (var id in timings.Decided)
        {
            var decisions = (await store.Queue.DecisionsAsync(id, CancellationToken.None)).Count(decision => decision.DecidedAt >= began);
            if (decisions == 0 || !audited.ContainsKey($"item:{id}")) lost++;
            if (decisions > 1) doubled++;
        }

        return new(timings, pages, audited.Values.Sum(), lost, doubled);
    }
}
