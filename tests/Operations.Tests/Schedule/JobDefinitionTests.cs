using Ecom389.Monitor.Core;
using Ecom389.Monitor.Schedule;
using Quartz;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

public sealed class JobDefinitionTests
{
    internal static JobDefinition Job(string cron, string? window = null, MisfirePolicy misfire = MisfirePolicy.Once, string id = "job", DateOnly? from = null, DateOnly? to = null, JobKind kind = JobKind.Scan) =>
        new(id, kind, new CronExpression(cron, Instants.DisplayZone), window is null ? null : FetchHours.TryParse(window), misfire, [], true, from, to);

    [Fact]
    public void A_night_that_begins_at_ten_is_the_date_of_that_evening_even_when_it_fires_after_midnight()
    {
        var job = Job("0 0 22 * * ?", "22:00-06:00");
        var late = TestTime.At("2026-11-23 03:00");

        Assert.True(job.IsDaily);
        Assert.Equal("2026-11-22", job.SlotOf(job.LastUntil(late)!.Value));
        Assert.Equal(TestTime.At("2026-11-23 22:00"), job.NextAfter(late));
    }

    [Theory]
    [InlineData("2026-11-22 22:00", "2026-11-23 06:00")]
    [InlineData("2026-11-23 05:59", "2026-11-23 06:00")]
    [InlineData("2026-11-23 06:00", null)]
    [InlineData("2026-11-23 21:59", null)]
    public void A_window_over_midnight_ends_in_the_morning(string now, string? end) =>
        Assert.Equal(end is null ? null : TestTime.At(end), Job("0 0 22 * * ?", "22:00-06:00").MustEnd(TestTime.At(now)));

    [Fact]
    public void Outside_its_window_a_job_may_begin_when_it_opens() =>
        Assert.Equal(TestTime.At("2026-11-23 22:00"), Job("0 0 22 * * ?", "22:00-06:00").MayBegin(TestTime.At("2026-11-23 09:00")));

    [Fact]
    public void A_job_of_every_five_minutes_has_minutes_in_its_dates()
    {
        var job = Job("0 0/5 * * * ?");

        Assert.False(job.IsDaily);
        Assert.Equal("2026-11-22T14:05", job.SlotOf(job.LastUntil(TestTime.At("2026-11-22 14:07"))!.Value));
    }

    [Fact]
    public void A_firing_counts_from_the_very_second_it_is_due() =>
        Assert.Equal(TestTime.At("2026-11-22 22:00"), Job("0 0 22 * * ?").LastUntil(TestTime.At("2026-11-22 22:00")));

    [Fact]
    public void A_line_fires_only_on_the_days_it_is_in_force()
    {
        var job = Job("0 0 1 * * ?", from: new(2026, 11, 20), to: new(2026, 11, 22));

        Assert.Null(job.LastUntil(TestTime.At("2026-11-19 12:00")));
        Assert.Equal(TestTime.At("2026-11-20 01:00"), job.NextAfter(TestTime.At("2026-11-01 12:00")));
        Assert.Equal(TestTime.At("2026-11-22 01:00"), job.LastUntil(TestTime.At("2026-12-24 12:00")));
        Assert.Null(job.NextAfter(TestTime.At("2026-11-22 12:00")));
    }
}
