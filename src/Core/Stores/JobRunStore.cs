namespace Ecom389.Monitor.Core;

/// <summary>How far a scheduled job is with one logical date.</summary>
public enum JobState
{
    Running,

    Done,

    /// <summary>Done but for something the message names.</summary>
    Partial,

    Failed,

    /// <summary>Cut off by a stop of the program: begun again by the next start.</summary>
    Interrupted,

    /// <summary>Not run on purpose: missed while the program was off and made up by a later one, or nothing to do.</summary>
    Skipped,
}

/// <summary>What is to be run: a job for one logical date.</summary>
/// <param name="Job">The job's id in the schedule.</param>
/// <param name="Slot">Logical date on the clock of Viet Nam, <c>2026-11-22</c>; with a minute, <c>2026-11-22T14:05</c>, where a job runs more often.</param>
/// <param name="Trigger"><c>schedule</c>, <c>catch-up</c> or <c>person</c>.</param>
/// <param name="Actor"><c>system:schedule</c>, or a user's name.</param>
/// <param name="Reason">A person's reason; null from the schedule.</param>
/// <param name="Retry">Whether a run that failed, was skipped or done in part is run again; one that is done never is.</param>
public sealed record JobStart(string Job, string Slot, string Trigger, string Actor, string? Reason, bool Retry);

/// <summary>A job's run for one logical date, as the store keeps it.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC, or null while it runs.</param>
/// <param name="Message">What came of it, for people; null while it runs.</param>
public sealed record JobRun(
    string Job,
    string Slot,
    JobState State,
    string Trigger,
    string Actor,
    string? Reason,
    int Attempt,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? Message);

/// <summary>
/// Runs of scheduled jobs, one row a job and logical date: whoever begins first has it, in any process on the store. Durable
/// against power loss.
/// </summary>
public interface IJobRunStore
{
    /// <summary>
    /// Takes the run, or returns null when there is nothing to do: it is done, skipped, or running in a process that lives. What a
    /// dead process left running, and what was interrupted, is taken over.
    /// </summary>
    Task<JobRun?> BeginAsync(JobStart start, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Puts down how a run ended.</summary>
    Task EndAsync(string job, string slot, JobState state, string message, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Puts down logical dates that are not run, where they have no row yet.</summary>
    Task SkipAsync(string job, IReadOnlyList<string> slots, string message, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Runs that were begun by a process that is gone for certain, on whatever machine, and can be taken over.</summary>
    Task<IReadOnlyList<JobRun>> AbandonedAsync(CancellationToken cancellationToken);

    Task<JobRun?> FindAsync(string job, string slot, CancellationToken cancellationToken);

    /// <summary>Newest first; of one job, or of all.</summary>
    Task<IReadOnlyList<JobRun>> RecentAsync(string? job, int limit, CancellationToken cancellationToken);
}
