using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

public sealed class JobRunnerTests
{
    private const string Slot = "2026-11-22";

    private static readonly JobDefinition Night = JobDefinitionTests.Job("0 0 22 * * ?");

    private readonly TestTime _time = new("2026-11-22 22:00");

    [Fact]
    public async Task A_second_trigger_of_the_same_date_does_nothing()
    {
        var job = new TestJob();
        await using var schedule = new ScheduleFixture(_time, job);

        Assert.Equal(JobState.Done, (await schedule.RunAsync(Night, Slot))!.State);
        Assert.Null(await schedule.RunAsync(Night, Slot));
        Assert.Null(await schedule.RunAsync(Night, Slot, person: true));
        Assert.NotNull(await schedule.RunAsync(Night, "2026-11-23"));
        Assert.Equal(2, job.Runs);
    }

    [Fact]
    public async Task Many_triggers_at_once_from_two_programs_on_one_store_run_it_once()
    {
        var job = new TestJob(async (_, cancellation) =>
        {
            await Task.Yield();
            return JobOutcome.Done("xong");
        });
        await using var schedule = new ScheduleFixture(_time, job);
        await using var second = SqliteStore.Open(schedule.Database, new ReviewPolicy(), _time, "elsewhere/1/1", Migration.Embedded());
        var other = schedule.MakeRunner(second, job);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            (i % 2 == 0 ? schedule.Runner : other).RunAsync(Night, new(Night.Id, Slot, "schedule", "system:schedule", null, false), DateTimeOffset.MaxValue, CancellationToken.None))));

        Assert.Single(runs, run => run is not null);
        Assert.Equal(1, job.Runs);
    }

    [Fact]
    public async Task A_job_that_throws_is_put_down_as_failed_told_once_and_run_again_only_by_a_person()
    {
        var failing = true;
        var job = new TestJob((_, _) => failing ? throw new IOException("đĩa hỏng") : Task.FromResult(JobOutcome.Done("xong")));
        await using var schedule = new ScheduleFixture(_time, job);

        var run = await schedule.RunAsync(Night, Slot);
        Assert.Equal((JobState.Failed, "đĩa hỏng"), (run!.State, run.Message));
        Assert.Null(await schedule.RunAsync(Night, Slot));
        var notice = Assert.Single(await schedule.Store.Outbox.DueAsync(_time.Now, 10, CancellationToken.None));
        Assert.Equal("night-failed", notice.Notice.Kind);

        failing = false;
        var again = await schedule.RunAsync(Night, Slot, person: true);
        Assert.Equal((JobState.Done, 2), (again!.State, again.Attempt));
        var kept = await schedule.Store.JobRuns.FindAsync(Night.Id, Slot, CancellationToken.None);
        Assert.Equal((JobState.Done, "person", "an", "thử"), (kept!.State, kept.Trigger, kept.Actor, kept.Reason));
    }

    [Fact]
    public async Task A_run_cut_off_by_the_end_of_the_program_is_begun_again()
    {
        using var stop = new CancellationTokenSource();
        var first = true;
        var job = new TestJob(async (_, cancellation) =>
        {
            if (!first) return JobOutcome.Done("xong");
            first = false;
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            return JobOutcome.Done("không tới đây");
        });
        await using var schedule = new ScheduleFixture(_time, job);

        Assert.Equal(JobState.Interrupted, (await schedule.RunAsync(Night, Slot, stop: stop.Token))!.State);
        Assert.Equal((JobState.Done, 2), await schedule.RunAsync(Night, Slot) is { } run ? (run.State, run.Attempt) : default);
    }

    [Fact]
    public async Task What_a_dead_process_left_running_is_taken_over_and_what_a_living_one_runs_is_not()
    {
        var job = new TestJob();
        await using var schedule = new ScheduleFixture(_time, job);
        var start = new JobStart(Night.Id, Slot, "schedule", "system:schedule", null, false);
        // A process number that no machine has.
        await using (var dead = SqliteStore.Open(schedule.Database, new ReviewPolicy(), _time, $"{Environment.MachineName}/2147483647/1", Migration.Embedded()))
            Assert.NotNull(await dead.JobRuns.BeginAsync(start, _time.Now, CancellationToken.None));
        await using (var elsewhere = SqliteStore.Open(schedule.Database, new ReviewPolicy(), _time, "other-machine/1/1", Migration.Embedded()))
            Assert.NotNull(await elsewhere.JobRuns.BeginAsync(start with { Slot = "2026-11-21" }, _time.Now, CancellationToken.None));

        Assert.Equal(2, (await schedule.RunAsync(Night, Slot))!.Attempt);
        Assert.Null(await schedule.RunAsync(Night, "2026-11-21"));
    }

    [Fact]
    public async Task A_run_is_cut_off_at_the_end_of_its_window_and_says_so()
    {
        var job = new TestJob(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return JobOutcome.Done("không tới đây");
        });
        await using var schedule = new ScheduleFixture(_time, job);

        var run = await schedule.Runner.RunAsync(Night, new(Night.Id, Slot, "schedule", "system:schedule", null, false), _time.Now.AddMilliseconds(20), CancellationToken.None);

        Assert.Equal((JobState.Partial, Sentences.WindowEnded), (run!.State, run.Message));
    }

    [Fact]
    public async Task The_store_itself_keeps_what_is_done()
    {
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        await schedule.RunAsync(Night, Slot);
        using var session = new SqliteSession(schedule.Database, TimeSpan.FromSeconds(5));

        Assert.ThrowsAny<Microsoft.Data.Sqlite.SqliteException>(() => session.Execute("UPDATE job_runs SET state = 'failed'"));
        Assert.ThrowsAny<Microsoft.Data.Sqlite.SqliteException>(() => session.Execute("DELETE FROM job_runs"));
    }
}
