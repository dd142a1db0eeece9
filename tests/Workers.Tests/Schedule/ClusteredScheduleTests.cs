using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Ecom389.Monitor.Workers.Tests.Schedule;

public sealed class ClusteredScheduleTests : TwoMachines
{
    [Fact]
    public async Task Two_machines_on_one_store_fire_a_job_once_for_each_date()
    {
        var ran = new ConcurrentQueue<string>();
        var twice = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new Counted(context =>
        {
            ran.Enqueue(context.Slot);
            twice.TrySetResult();
        });
        JobDefinition[] schedule = [Job("* * * * * ?")];
        await using (var one = Service(A, schedule, work))
        await using (var two = Service(B, schedule, work))
        {
            await Task.WhenAll(one.StartAsync(CancellationToken.None), two.StartAsync(CancellationToken.None));
            await twice.Task.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal("2", PostgresServer.Shared.Sql(Database, "SELECT count(*) FROM qrtz_scheduler_state"));
            Assert.Equal("1", PostgresServer.Shared.Sql(Database, "SELECT count(*) FROM qrtz_triggers"));
        }

        Assert.Equal(ran.Distinct().Count(), ran.Count);
        Assert.All(await A.JobRuns.RecentAsync("job", 10, CancellationToken.None), run => Assert.NotEqual(JobState.Running, run.State));
    }

    [Fact]
    public async Task A_run_whose_machine_is_not_heard_of_is_taken_over_and_one_whose_machine_lives_is_not()
    {
        var start = new JobStart("job", "2026-11-22", "schedule", "system:schedule", null, Retry: false);
        await A.Rounds.SignAsync(leaves: false, default);
        Assert.NotNull(await A.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default));
        Assert.Empty(await B.JobRuns.AbandonedAsync(default));
        Assert.Null(await B.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default));

        PostgresServer.Shared.Sql(Database, "UPDATE workers SET beat_at = beat_at - 600000000");
        Assert.Equal("2026-11-22", Assert.Single(await B.JobRuns.AbandonedAsync(default)).Slot);
        Assert.Equal(2, (await B.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default))!.Attempt);
        Assert.Empty(await B.JobRuns.AbandonedAsync(default));
    }

    [Fact]
    public async Task A_machine_that_leaves_gives_its_run_to_the_next_at_once()
    {
        var start = new JobStart("job", "2026-11-22", "schedule", "system:schedule", null, Retry: false);
        await A.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default);
        await A.Rounds.SignAsync(leaves: true, default);
        Assert.Single(await B.JobRuns.AbandonedAsync(default));
    }

    private ScheduleService Service(PostgresStore store, JobDefinition[] schedule, IScheduledJob work)
    {
        var notices = new NoticeBoard(store.Outbox, new NotificationSettings(new MailServer("localhost", 25, "a@example.vn", ["b@example.vn"], false, null, null), [], 0.9), TimeProvider.System);
        var runner = new JobRunner(store.JobRuns, Enum.GetValues<JobKind>().ToDictionary(kind => kind, _ => work), notices, TimeProvider.System, NullLogger.Instance);
        return new(schedule, store.JobRuns, runner, TimeProvider.System, NullLogger.Instance, new ScheduleCluster(PostgresServer.Shared.Address(Database)));
    }

    private static JobDefinition Job(string cron) => new("job", JobKind.Scan, new CronExpression(cron, Instants.DisplayZone), null, MisfirePolicy.Once, [], true, null, null);

    private sealed class Counted(Action<JobContext> work) : IScheduledJob
    {
        public Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            work(context);
            return Task.FromResult(JobOutcome.Done("xong"));
        }
    }
}
