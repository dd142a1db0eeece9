using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

public sealed class ScheduleServiceTests
{
    [Fact]
    public async Task Quartz_fires_and_the_same_minute_is_run_once()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new TestJob((_, _) =>
        {
            fired.TrySetResult();
            return Task.FromResult(JobOutcome.Done("xong"));
        });
        await using var schedule = new ScheduleFixture(TimeProvider.System, work);
        // Every second, so that a test need not wait: the logical date is the minute, and a minute is run once.
        await using (var service = new ScheduleService([JobDefinitionTests.Job("* * * * * ?")], schedule.Store.JobRuns, schedule.Runner, TimeProvider.System, NullLogger.Instance))
        {
            await service.StartAsync(CancellationToken.None);
            Assert.True(service.IsRunning);
            await fired.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(work.Slots.Distinct(StringComparer.Ordinal).Count(), work.Slots.Count);
        Assert.All(await schedule.Store.JobRuns.RecentAsync("job", 10, CancellationToken.None), run => Assert.NotEqual(JobState.Running, run.State));
    }

    [Fact]
    public async Task Stopping_waits_until_a_running_job_has_reached_its_end()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new TestJob(async (_, cancellation) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return JobOutcome.Partial("tới đây thì dừng");
        });
        await using var schedule = new ScheduleFixture(TimeProvider.System, work);
        var service = new ScheduleService([JobDefinitionTests.Job("* * * * * ?")], schedule.Store.JobRuns, schedule.Runner, TimeProvider.System, NullLogger.Instance);
        await service.StartAsync(CancellationToken.None);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await service.DisposeAsync();

        Assert.Contains(await schedule.Store.JobRuns.RecentAsync("job", 10, CancellationToken.None), run => run.State == JobState.Interrupted);
    }

    [Fact]
    public async Task A_missed_run_is_made_up_at_the_start()
    {
        var time = new TestTime("2026-11-23 12:00");
        var made = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new TestJob((context, _) =>
        {
            made.TrySetResult(context.Slot);
            return Task.FromResult(JobOutcome.Done("xong"));
        });
        await using var schedule = new ScheduleFixture(time, work);
        var job = JobDefinitionTests.Job("0 0 1 * * ?");
        await schedule.Store.JobRuns.SkipAsync(job.Id, ["2026-11-22"], "trước", time.Now, CancellationToken.None);
        await using (var service = new ScheduleService([job], schedule.Store.JobRuns, schedule.Runner, time, NullLogger.Instance))
        {
            await service.StartAsync(CancellationToken.None);
            Assert.Equal("2026-11-23", await made.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        var run = await schedule.Store.JobRuns.FindAsync(job.Id, "2026-11-23", CancellationToken.None);
        Assert.Equal(("catch-up", JobState.Done), (run!.Trigger, run.State));
    }
}
