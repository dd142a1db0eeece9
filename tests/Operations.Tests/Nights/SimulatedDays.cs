using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Hosting;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Tests.Nights;

/// <summary>What one simulated day left.</summary>
/// <param name="Day">Its date.</param>
/// <param name="Runs">Each job's runs of the day with their outcome, without what depends on the clock or the disk.</param>
/// <param name="Store">Totals of the store at its end.</param>
/// <param name="Memory">Bytes alive in the process once nothing more can be collected.</param>
internal sealed record DayResult(DateOnly Day, IReadOnlyList<string> Runs, string Store, long Memory);

/// <summary>
/// Days of the whole schedule on one installation: each firing of each job in the order of the clock, the clock put to it, the
/// real job run to its end. Quartz is left out: it only says when, and here the clock does.
/// </summary>
internal static class SimulatedDays
{
    /// <summary>What the memory of a later day may be, as a share of the first's.</summary>
    public const double Growth = 1.10;

    /// <param name="report">Told each day's result.</param>
    public static async Task<IReadOnlyList<DayResult>> RunAsync(int days, Action<DayResult>? report)
    {
        var start = TestTime.At("2026-11-23 00:00");
        var time = new ShiftedTime(start);
        await using var sample = await SampleInstallation.StartAsync(time);
        await using var host = await sample.HostAsync(config => config with { Schedule = [.. config.Schedule.Select(job => job.Kind is JobKind.Scan ? job with { Sources = [SampleInstallation.Shop] } : job)], RehashRate = long.MaxValue });
        var results = new List<DayResult>();
        for (var day = 0; day < days; day++)
        {
            var (from, to) = (start.AddDays(day), start.AddDays(day + 1));
            var fired = new List<string>();
            foreach (var (job, fire) in Firings(host.Setup.Config, from, to))
            {
                time.Set(fire);
                var begin = new JobStart(job.Id, job.SlotOf(fire), "schedule", "system:schedule", null, Retry: false);
                var run = await host.Runner.RunAsync(job, begin, job.MustEnd(fire) ?? DateTimeOffset.MaxValue, CancellationToken.None);
                fired.Add($"{run!.Job} {run.Slot} {run.State}{(job.Kind is JobKind.Scan or JobKind.Rescore or JobKind.Reminders ? " " + run.Message : "")}");
                // Whatever comes twice, by a second program or a finger on a button, does nothing.
                Assert.Null(await host.Runner.RunAsync(job, begin, DateTimeOffset.MaxValue, CancellationToken.None));
            }

            var totals = await sample.Services.Store.Listings.TotalsAsync(CancellationToken.None);
            var check = await InstallationCheck.RunAsync(sample.Installation, sample.Services, deep: day == days - 1, time, CancellationToken.None);
            Assert.Empty(check.Faults);
            var result = new DayResult(
                new DateOnly(2026, 11, 23).AddDays(day), fired,
                string.Create(CultureInfo.InvariantCulture, $"{totals.Listings} listings, {totals.Snapshots} snapshots, {totals.Findings} findings, {totals.OpenItems} open items"),
                await MemoryAsync(results.Count == 0 ? double.MaxValue : results[0].Memory * Growth));
            results.Add(result);
            report?.Invoke(result);
        }

        return results;
    }

    /// <summary>
    /// Bytes alive once nothing more can be collected: a finalizer frees what the next collection takes. The web server gives its idle
    /// buffers (1 to 2 MB here) back some ten seconds after the last request: above <paramref name="limit"/> that is waited for, a
    /// minute at most. What leaks is still there then.
    /// </summary>
    private static async Task<long> MemoryAsync(double limit)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        var waited = Stopwatch.StartNew();
        long now;
        while ((now = Collect()) > limit && waited.Elapsed < TimeSpan.FromMinutes(1)) await timer.WaitForNextTickAsync();
        return now;

        static long Collect()
        {
            var (before, now) = (long.MaxValue, 0L);
            for (var round = 0; round < 20; round++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                now = GC.GetTotalMemory(forceFullCollection: false);
                if (before - now < 20_000) break;
                before = now;
            }

            return now;
        }
    }

    private static IEnumerable<(JobDefinition Job, DateTimeOffset Fire)> Firings(OperationsConfig config, DateTimeOffset from, DateTimeOffset to)
    {
        var firings = new List<(JobDefinition Job, DateTimeOffset Fire)>();
        foreach (var job in config.Schedule)
            for (var fire = job.NextAfter(from.AddSeconds(-1)); fire is { } at && at < to; fire = job.NextAfter(at)) firings.Add((job, at));
        return firings.OrderBy(firing => firing.Fire).ThenBy(firing => firing.Job.Id, StringComparer.Ordinal);
    }
}
