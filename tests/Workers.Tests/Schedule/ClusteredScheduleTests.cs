using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Ecom389.Monitor.Workers.Tests.Schedule;

public sealed class ClusteredScheduleTests : IAsyncLifetime
{
    private string _database = "";
    private PostgresStore _a = null!;
    private PostgresStore _b = null!;

    public Task InitializeAsync()
    {
        _database = PostgresServer.Shared.NewDatabase();
        (_a, _b) = (Open("may-a/1/1"), Open("may-b/1/1"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

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
        await using (var one = Service(_a, schedule, work))
        await using (var two = Service(_b, schedule, work))
        {
            await Task.WhenAll(one.StartAsync(CancellationToken.None), two.StartAsync(CancellationToken.None));
            await twice.Task.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal("2", PostgresServer.Shared.Sql(_database, "SELECT count(*) FROM qrtz_scheduler_state"));
            Assert.Equal("1", PostgresServer.Shared.Sql(_database, "SELECT count(*) FROM qrtz_triggers"));
        }

        Assert.Equal(ran.Distinct().Count(), ran.Count);
        Assert.All(await _a.JobRuns.RecentAsync("job", 10, CancellationToken.None), run => Assert.NotEqual(JobState.Running, run.State));
    }

    [Fact]
    public async Task A_run_whose_machine_is_not_heard_of_is_taken_over_and_one_whose_machine_lives_is_not()
    {
        var start = new JobStart("job", "2026-11-22", "schedule", "system:schedule", null, Retry: false);
        await _a.Rounds.SignAsync(leaves: false, default);
        Assert.NotNull(await _a.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default));
        Assert.Empty(await _b.JobRuns.AbandonedAsync(default));
        Assert.Null(await _b.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default));

        PostgresServer.Shared.Sql(_database, "UPDATE workers SET beat_at = beat_at - 600000000");
        Assert.Equal("2026-11-22", Assert.Single(await _b.JobRuns.AbandonedAsync(default)).Slot);
        Assert.Equal(2, (await _b.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default))!.Attempt);
        Assert.Empty(await _b.JobRuns.AbandonedAsync(default));
    }

    [Fact]
    public async Task A_machine_that_leaves_gives_its_run_to_the_next_at_once()
    {
        var start = new JobStart("job", "2026-11-22", "schedule", "system:schedule", null, Retry: false);
        await _a.JobRuns.BeginAsync(start, DateTimeOffset.UnixEpoch, default);
        await _a.Rounds.SignAsync(leaves: true, default);
        Assert.Single(await _b.JobRuns.AbandonedAsync(default));
    }

    private ScheduleService Service(PostgresStore store, JobDefinition[] schedule, IScheduledJob work)
    {
        var notices = new NoticeBoard(store.Outbox, new NotificationSettings(new MailServer("localhost", 25, "a@example.vn", ["b@example.vn"], false, null, null), [], 0.9), TimeProvider.System);
        var runner = new JobRunner(store.JobRuns, Enum.GetValues<JobKind>().ToDictionary(kind => kind, _ => work), notices, TimeProvider.System, NullLogger.Instance);
        return new(schedule, store.JobRuns, runner, TimeProvider.System, NullLogger.Instance, new ScheduleCluster(PostgresServer.Shared.Address(_database)));
    }

    private static JobDefinition Job(string cron) => new("job", JobKind.Scan, new CronExpression(cron, Instants.DisplayZone), null, MisfirePolicy.Once, [], true, null, null);

    private PostgresStore Open(string process) =>
        PostgresStore.Open(StoreAddress.Parse(PostgresServer.Shared.Url(_database)), new ReviewPolicy(), TimeProvider.System, process, PostgresSchema.Steps());

    private sealed class Counted(Action<JobContext> work) : IScheduledJob
    {
        public Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            work(context);
            return Task.FromResult(JobOutcome.Done("xong"));
        }
    }
}
