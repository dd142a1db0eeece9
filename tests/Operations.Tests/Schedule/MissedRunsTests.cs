using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

public sealed class MissedRunsTests
{
    private readonly TestTime _time = new("2026-11-22 12:00");

    [Fact]
    public async Task A_fresh_installation_has_missed_nothing()
    {
        await using var schedule = new ScheduleFixture(_time, new TestJob());

        Assert.Empty(await DueAsync(schedule, JobDefinitionTests.Job("0 0 1 * * ?")));
        Assert.Empty(await DueAsync(schedule, JobDefinitionTests.Job("0 0 1 * * ?")));
    }

    [Fact]
    public async Task Three_missed_nights_are_made_up_once_and_the_others_are_noted()
    {
        var job = JobDefinitionTests.Job("0 0 1 * * ?");
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        await schedule.RunAsync(job, "2026-11-22");

        _time.Now = TestTime.At("2026-11-25 12:00");
        var due = Assert.Single(await DueAsync(schedule, job));
        Assert.Equal(("2026-11-25", _time.Now), (due.Slot, due.At));
        Assert.Equal(["2026-11-24:Skipped", "2026-11-23:Skipped", "2026-11-22:Done"], (await schedule.Store.JobRuns.RecentAsync(job.Id, 9, CancellationToken.None)).Select(run => $"{run.Slot}:{run.State}"));

        await schedule.RunAsync(job, due.Slot);
        Assert.Empty(await DueAsync(schedule, job));
    }

    [Fact]
    public async Task A_job_that_is_not_made_up_is_noted_as_missed()
    {
        var job = JobDefinitionTests.Job("0 0 1 * * ?", misfire: MisfirePolicy.Skip);
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        await schedule.RunAsync(job, "2026-11-22");

        _time.Now = TestTime.At("2026-11-23 12:00");
        Assert.Empty(await DueAsync(schedule, job));
        Assert.Equal(JobState.Skipped, (await schedule.Store.JobRuns.FindAsync(job.Id, "2026-11-23", CancellationToken.None))!.State);
    }

    [Theory]
    [InlineData("2026-11-24 03:00", "2026-11-23")]
    [InlineData("2026-11-24 09:00", null)]
    public async Task A_missed_night_is_made_up_inside_its_window_and_left_to_the_next_one_outside(string restart, string? slot)
    {
        var job = JobDefinitionTests.Job("0 0 22 * * ?", "22:00-06:00");
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        await schedule.RunAsync(job, "2026-11-22");

        _time.Now = TestTime.At(restart);
        Assert.Equal(slot, (await DueAsync(schedule, job)).SingleOrDefault()?.Slot);
    }

    [Fact]
    public void However_often_the_program_is_stopped_and_started_no_date_is_run_twice_and_the_last_one_is_run() =>
        Prop.ForAll(Gen.Choose(1, 200).ListOf(12).ToArbitrary(), gaps => RestartsAsync([.. gaps]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    private static async Task<bool> RestartsAsync(int[] gaps)
    {
        var time = new TestTime("2026-11-22 02:00");
        var work = new TestJob();
        var job = JobDefinitionTests.Job("0 0 1 * * ?");
        await using var schedule = new ScheduleFixture(time, work);
        await schedule.RunAsync(job, "2026-11-22");
        foreach (var hours in gaps)
        {
            time.Now = time.Now.AddHours(hours);
            foreach (var due in await DueAsync(schedule, job)) await schedule.RunAsync(due.Job, due.Slot);
            if (await schedule.Store.JobRuns.FindAsync(job.Id, job.SlotOf(job.LastUntil(time.Now)!.Value), CancellationToken.None) is not { State: JobState.Done }) return false;
        }

        return work.Slots.Distinct(StringComparer.Ordinal).Count() == work.Slots.Count;
    }

    private static Task<IReadOnlyList<DueRun>> DueAsync(ScheduleFixture schedule, JobDefinition job) =>
        new MissedRuns(schedule.Store.JobRuns).FindAsync([job], schedule.Time.GetUtcNow(), CancellationToken.None);
}
