using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Tests.Schedule;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Schedule;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ecom389.Monitor.Operations.Tests.Clocks;

/// <summary>A clock put an hour ahead or back, as a machine's is when somebody sets it right: nothing is lost, fetched again or done twice.</summary>
public sealed class ClockJumpTests
{
    [Fact]
    public async Task A_scan_during_which_the_clock_is_put_ahead_and_back_fetches_each_page_once_and_ends()
    {
        await using var undisturbed = await SampleInstallation.StartAsync();
        await undisturbed.ScanAsync();
        var time = new ShiftedTime(TimeProvider.System.GetUtcNow());
        await using var sample = await SampleInstallation.StartAsync(time);

        // Jumps while pages are between lease and acknowledgement: a listing is told in the midst of the scan.
        var jumps = new Queue<TimeSpan>([TimeSpan.FromHours(1), TimeSpan.FromHours(-2), TimeSpan.FromHours(3), TimeSpan.FromHours(-25), TimeSpan.FromHours(23)]);
        var report = await sample.ScanAsync(acknowledged: _ =>
        {
            if (jumps.TryDequeue(out var jump)) time.Set(time.GetUtcNow() + jump);
        }).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(jumps);
        Assert.All(report.Summary.Sources, source => Assert.Equal(ScanOutcome.Completed, source.Outcome));
        Assert.All(sample.Requests.GroupBy(request => request, StringComparer.Ordinal), request => Assert.Single(request));
        Assert.Equal(undisturbed.Requests.Order(StringComparer.Ordinal), sample.Requests.Order(StringComparer.Ordinal));
        Assert.Equal(await TotalsAsync(undisturbed), await TotalsAsync(sample));
        Assert.Empty((await InstallationCheck.RunAsync(sample.Installation, sample.Services, deep: true, time, CancellationToken.None)).Faults);

        static async Task<(long, long, long, long)> TotalsAsync(SampleInstallation of)
        {
            var totals = await of.Services.Store.Listings.TotalsAsync(CancellationToken.None);
            return (totals.Listings, totals.Snapshots, totals.Findings, totals.OpenItems);
        }
    }

    [Fact]
    public async Task A_clock_put_ahead_over_a_nights_hour_lets_it_run_at_once_and_put_back_not_again()
    {
        var time = new ShiftedTime(TestTime.At("2026-11-23 21:30"));
        var ran = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new TestJob((context, _) =>
        {
            ran.TrySetResult(context.Slot);
            return Task.FromResult(JobOutcome.Done("xong"));
        });
        await using var schedule = new ScheduleFixture(time, work);
        var job = JobDefinitionTests.Job("0 0 22 * * ?");
        // The night before is done; nothing is to be made up.
        await schedule.Store.JobRuns.SkipAsync(job.Id, ["2026-11-22"], "trước", time.GetUtcNow(), CancellationToken.None);
        await using (var service = new ScheduleService([job], schedule.Store.JobRuns, schedule.Runner, time, NullLogger.Instance))
        {
            await service.StartAsync(CancellationToken.None);
            time.Set(TestTime.At("2026-11-23 22:30"));
            Assert.Equal("2026-11-23", await ran.Task.WaitAsync(TimeSpan.FromMinutes(2)));
        }

        // Back before the hour, and over it once more: as the schedule sees it, by another start.
        time.Set(TestTime.At("2026-11-23 21:59"));
        var run = await schedule.RunAsync(job, job.SlotOf(TestTime.At("2026-11-23 22:00")));
        time.Set(TestTime.At("2026-11-23 22:05"));
        Assert.Empty(await new MissedRuns(schedule.Store.JobRuns).FindAsync([job], time.GetUtcNow(), CancellationToken.None));
        Assert.Null(run);
        Assert.Equal(["2026-11-23"], work.Slots);
    }

    [Fact]
    public async Task A_job_cut_off_by_its_window_gets_the_time_it_was_given_though_the_clock_is_put_ahead_and_back()
    {
        var time = new ShiftedTime(TestTime.At("2026-11-23 22:00"));
        var work = new TestJob((_, cancellation) =>
        {
            time.Set(TestTime.At("2026-11-24 05:00"));
            var early = cancellation.IsCancellationRequested;
            time.Set(TestTime.At("2026-11-23 20:00"));
            return Task.FromResult(early || cancellation.IsCancellationRequested ? JobOutcome.Partial("cắt") : JobOutcome.Done("xong"));
        });
        await using var schedule = new ScheduleFixture(time, work);
        var run = await schedule.Runner.RunAsync(JobDefinitionTests.Job("0 0 22 * * ?"), new("job", "2026-11-23", "schedule", "system:schedule", null, Retry: false), TestTime.At("2026-11-23 22:30"), CancellationToken.None);
        Assert.Equal(JobState.Done, run!.State);
    }

    [Fact]
    public async Task An_inspector_who_holds_an_item_when_the_clock_is_put_ahead_decides_it_once_or_is_told_who_has_it()
    {
        var time = new ShiftedTime(TimeProvider.System.GetUtcNow());
        await using var sample = await SampleInstallation.StartAsync(time);
        await sample.ScanAsync();
        var (lan, minh) = (Inspector("lan"), Inspector("minh"));
        var held = (await sample.Services.Review.NextAsync(new QueueFilter(), lan, CancellationToken.None))!.Item.Id;

        time.Set(time.GetUtcNow().AddHours(1));
        // The lease is over by the clock: somebody else may take the item, and then has it alone.
        Assert.Equal(Review.OpenOutcome.Leased, (await sample.Services.Review.OpenAsync(held, minh, CancellationToken.None)).Outcome);
        var command = new Review.DecideCommand(held, DecisionKind.Confirm, ["counterfeit"], "kiểm tra");
        Assert.IsType<Review.DecideResult.LeasedBy>(await sample.Services.Review.DecideAsync(command, lan, CancellationToken.None));
        time.Set(time.GetUtcNow().AddHours(-2));
        Assert.IsType<Review.DecideResult.Decided>(await sample.Services.Review.DecideAsync(command, minh, CancellationToken.None));
        Assert.IsType<Review.DecideResult.Changed>(await sample.Services.Review.DecideAsync(command, lan, CancellationToken.None));

        Assert.Single(await sample.Services.Queue.DecisionsAsync(held, CancellationToken.None));
        Assert.Empty((await sample.Services.Store.Care.CheckAsync(CancellationToken.None)).Faults);

        static Review.Actor Inspector(string name) => new(name, Role.Inspector, WellKnownUnits.Ministry);
    }
}
