using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Notices;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>A matter with a date.</summary>
/// <param name="Date">When it is due.</param>
/// <param name="Name">What it is, for people.</param>
/// <param name="Link">Where it is to be seen on the site.</param>
/// <param name="UnitId">Whose it is.</param>
internal sealed record DueMatter(DateOnly Date, string Name, string Link, string UnitId);

/// <summary>Knows matters with dates.</summary>
internal interface IDueMatters
{
    /// <summary>All that are due on a day or before, earliest first.</summary>
    Task<IReadOnlyList<DueMatter>> UntilAsync(DateOnly day, CancellationToken cancellationToken);
}

/// <summary>Review items that were put off until a date.</summary>
internal sealed class WaitingItems(IQueueStore queue) : IDueMatters
{
    private const int Most = 10_000;

    /// <inheritdoc />
    public async Task<IReadOnlyList<DueMatter>> UntilAsync(DateOnly day, CancellationToken cancellationToken) =>
        [.. (await queue.DueAsync(DateTimeOffset.MinValue, day, Most, cancellationToken))
            .Where(item => item is { State: ReviewState.Waiting, WaitUntil: not null })
            .Select(item => new DueMatter(item.WaitUntil!.Value, string.Join(", ", item.Codes), $"/muc/{item.Id:D}", item.UnitId))
            .OrderBy(matter => matter.Date).ThenBy(matter => matter.Link, StringComparer.Ordinal)];
}

/// <summary>Tells people once a working day what comes due within the next working days, and what is past.</summary>
internal sealed class RemindersJob(IReadOnlyList<IDueMatters> matters, WorkingDays calendar, int ahead, NoticeBoard notices) : IScheduledJob
{
    private const int Listed = 100;

    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!calendar.IsWorkingDay(context.Date)) return JobOutcome.Skipped("Không phải ngày làm việc / no working day");
        var until = calendar.Due(context.Date, ahead);
        var due = new List<DueMatter>();
        foreach (var source in matters) due.AddRange(await source.UntilAsync(until.Date, cancellationToken));
        var warnings = until.Warnings.Count == 0 ? "" : " " + string.Join(" ", until.Warnings);
        if (due.Count == 0) return JobOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"Không có gì đến hạn tới {until.Date:dd/MM/yyyy} / nothing due until then.{warnings}"));

        var body = new StringBuilder();
        foreach (var matter in due.OrderBy(matter => matter.Date).Take(Listed))
            body.Append(CultureInfo.InvariantCulture, $"- {matter.Date:dd/MM/yyyy}{(matter.Date < context.Date ? " (quá hạn / overdue)" : "")}  {matter.Name}  {matter.UnitId}  {matter.Link}\n");
        if (due.Count > Listed) body.Append(CultureInfo.InvariantCulture, $"… +{due.Count - Listed}\n");
        foreach (var warning in until.Warnings) body.Append(warning).Append('\n');
        await notices.DueAsync(context.Slot, body.ToString(), due.Count, cancellationToken);
        return JobOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"{due.Count} mục đến hạn tới {until.Date:dd/MM/yyyy} / matters due until then, {due.Count(matter => matter.Date < context.Date)} quá hạn / overdue.{warnings}"));
    }
}
