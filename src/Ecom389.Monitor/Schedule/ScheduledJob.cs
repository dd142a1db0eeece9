using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Schedule;

/// <summary>How a job ended, in a sentence for people.</summary>
/// <param name="State"><see cref="JobState.Done"/>, <see cref="JobState.Partial"/>, <see cref="JobState.Failed"/> or <see cref="JobState.Skipped"/>.</param>
internal sealed record JobOutcome(JobState State, string Message)
{
    public static JobOutcome Done(string message) => new(JobState.Done, message);

    public static JobOutcome Partial(string message) => new(JobState.Partial, message);

    public static JobOutcome Failed(string message) => new(JobState.Failed, message);

    public static JobOutcome Skipped(string message) => new(JobState.Skipped, message);
}

/// <summary>What a run is told.</summary>
/// <param name="Job">The line of the schedule.</param>
/// <param name="Slot">The logical date it is for.</param>
internal sealed record JobContext(JobDefinition Job, string Slot)
{
    /// <summary>The logical date without its minute.</summary>
    public DateOnly Date => DateOnly.ParseExact(Slot.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Work that the schedule runs.</summary>
internal interface IScheduledJob
{
    /// <summary>
    /// Does the work for a logical date. May be called again for the same date after it was cut off, and must then go on or begin
    /// anew without harm. Faults it cannot put into a sentence are thrown; the runner notes them as failed.
    /// </summary>
    Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken);
}
