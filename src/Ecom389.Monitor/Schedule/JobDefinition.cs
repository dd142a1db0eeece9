using System.Globalization;
using Ecom389.Monitor.Core;
using Quartz;

namespace Ecom389.Monitor.Schedule;

/// <summary>What a job does.</summary>
internal enum JobKind
{
    /// <summary>Crawls and scores the sources (quét).</summary>
    Scan,

    /// <summary>Judges stored listings anew after rules or model changed.</summary>
    Rescore,

    /// <summary>Reads the evidence again and compares its hashes.</summary>
    Rehash,

    /// <summary>Signs the heads of the custody chains and hands the night's anchor out.</summary>
    Seal,

    /// <summary>Deletes evidence past its time.</summary>
    Retention,

    /// <summary>Fits a candidate model; never puts it in force.</summary>
    Training,

    /// <summary>Tells people of dates that come due.</summary>
    Reminders,

    Backup,
}

/// <summary>What becomes of logical dates that passed while the program was off.</summary>
internal enum MisfirePolicy
{
    /// <summary>The last of them is made up, once; the others are noted as skipped.</summary>
    Once,

    /// <summary>All are noted as skipped.</summary>
    Skip,
}

/// <summary>One line of the schedule.</summary>
/// <param name="Id">Its name; the job's runs are kept under it.</param>
/// <param name="Cron">When, on the clock of Asia/Ho_Chi_Minh.</param>
/// <param name="Window">Hours outside of which it is not begun, and at whose end it is cut off; null for any.</param>
/// <param name="Sources">Scans: only these sources; empty for all that are enabled.</param>
/// <param name="From">First day in force; null for ever.</param>
/// <param name="To">Last day in force; null for ever.</param>
internal sealed record JobDefinition(
    string Id,
    JobKind Kind,
    CronExpression Cron,
    FetchHours? Window,
    MisfirePolicy Misfire,
    IReadOnlyList<string> Sources,
    bool Enabled,
    DateOnly? From,
    DateOnly? To)
{
    /// <summary>True when it fires at most once a day, so that a logical date is a date.</summary>
    public bool IsDaily { get; } = FiresOnceADay(Cron);

    /// <summary>The logical date of a firing, on the clock of Viet Nam.</summary>
    public string SlotOf(DateTimeOffset fire) => fire.ToDisplayTime().ToString(IsDaily ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The first firing after an instant, or null when there is none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        if (!Enabled) return null;
        for (var fire = Cron.GetNextValidTimeAfter(instant); fire is { } at; fire = Cron.GetNextValidTimeAfter(at))
        {
            if (To is { } last && DayOf(at) > last) return null;
            if (From is not { } first || DayOf(at) >= first) return at;
        }

        return null;
    }

    /// <summary>The last firing at or before an instant, or null when there was none.</summary>
    public DateTimeOffset? LastUntil(DateTimeOffset instant)
    {
        if (!Enabled) return null;
        for (var fire = Cron.GetPreviousValidTimeBefore(instant.AddMilliseconds(1)); fire is { } at; fire = Cron.GetPreviousValidTimeBefore(at))
        {
            if (From is { } first && DayOf(at) < first) return null;
            if (To is not { } last || DayOf(at) <= last) return at;
        }

        return null;
    }

    /// <summary>When a run that may begin now has to end; null when it may not begin now.</summary>
    /// <returns>The end of the window, or the greatest instant where there is no window.</returns>
    public DateTimeOffset? MustEnd(DateTimeOffset now)
    {
        if (Window is not { } window || window.From == window.To) return DateTimeOffset.MaxValue;
        if (!window.Contains(now)) return null;
        var local = now.ToDisplayTime();
        var end = new DateTimeOffset(local.Date, local.Offset).Add(window.To.ToTimeSpan());
        return end > local ? end : end.AddDays(1);
    }

    /// <summary>The first instant from <paramref name="now"/> on at which a run may begin.</summary>
    public DateTimeOffset MayBegin(DateTimeOffset now)
    {
        if (MustEnd(now) is not null) return now;
        var local = now.ToDisplayTime();
        var begin = new DateTimeOffset(local.Date, local.Offset).Add(Window!.From.ToTimeSpan());
        return begin >= local ? begin : begin.AddDays(1);
    }

    /// <summary>Whether two lines are in force on a common day.</summary>
    public bool Overlaps(JobDefinition other) =>
        (From ?? DateOnly.MinValue) <= (other.To ?? DateOnly.MaxValue) && (other.From ?? DateOnly.MinValue) <= (To ?? DateOnly.MaxValue);

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToDisplayTime().DateTime);

    // Seconds, minutes and hours that are one number each: what comes after them chooses days.
    private static bool FiresOnceADay(CronExpression cron) =>
        cron.CronExpressionString.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3).All(field => field.All(char.IsAsciiDigit));
}
