using System.Globalization;
using Ecom389.Monitor.Core;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Operations.Tests.Nights;

public sealed class SimulatedDaysTests(ITestOutputHelper output)
{
    /// <summary>Days of the full measure: <c>ECOM389_SIMULATED_DAYS=7 dotnet test tests/Operations.Tests --filter SimulatedDays</c>.</summary>
    private static readonly int Days = int.TryParse(Environment.GetEnvironmentVariable("ECOM389_SIMULATED_DAYS"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 2;

    [Fact]
    public async Task Days_of_all_jobs_run_twice_leave_the_same_and_the_memory_stays()
    {
        var (first, second) = await DaysProcess.RunAsync(Days, Tell);

        Assert.Equal(first.SelectMany(day => day.Runs.Prepend(day.Store)), second.SelectMany(day => day.Runs.Prepend(day.Store)));
        Assert.Contains(first[0].Runs, run => run.StartsWith("scan-night 2026-11-23 Done", StringComparison.Ordinal));
        Assert.All(first.SelectMany(day => day.Runs), run => Assert.DoesNotContain(nameof(JobState.Failed), run, StringComparison.Ordinal));
        // The first round also pays for what a process makes once; the second shows what a day leaves behind.
        Assert.InRange(second[^1].Memory, 0, second[0].Memory * SimulatedDays.Growth);
    }

    private void Tell(DayResult day)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day.Day:yyyy-MM-dd}: {day.Store}; {day.Memory / 1e6:F1} MB alive"));
        foreach (var run in day.Runs) output.WriteLine("  " + run);
    }
}
