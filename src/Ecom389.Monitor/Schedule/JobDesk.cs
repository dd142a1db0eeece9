using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Schedule;

/// <summary>A job as people see it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind"><c>scan</c>, <c>backup</c> …</param>
/// <param name="Cron">Its schedule.</param>
/// <param name="Window">Its hours, or null.</param>
/// <param name="Enabled">False: never fires by itself.</param>
/// <param name="Last">Its newest run, or null.</param>
/// <param name="Next">UTC of the next firing, or null.</param>
public sealed record JobLine(string Id, string Kind, string Cron, string? Window, bool Enabled, JobRun? Last, DateTimeOffset? Next);

/// <summary>What became of a person's order to run a job.</summary>
public enum TriggerResult
{
    Started,

    /// <summary>Done already for that date, or running.</summary>
    NothingToDo,

    UnknownJob,

    /// <summary>Only administrators run jobs by hand.</summary>
    NotAllowed,

    /// <summary>A reason is compulsory.</summary>
    NoReason,
}

/// <summary>An order's outcome with the run it began.</summary>
/// <param name="Slot">The logical date it was for.</param>
/// <param name="Ended">Completes with the run's end; null when nothing was begun.</param>
public sealed record TriggerAnswer(TriggerResult Result, string Slot, Task<JobRun?>? Ended);

/// <summary>What people see of the schedule, and how they run a job by hand: the site and the command line both go through here.</summary>
public interface IJobDesk
{
    /// <summary>The jobs in force today, in the order of the schedule.</summary>
    Task<IReadOnlyList<JobLine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Newest first; of one job, or of all.</summary>
    Task<IReadOnlyList<JobRun>> RunsAsync(string? job, int limit, CancellationToken cancellationToken);

    /// <summary>Runs a job for its last logical date, or once more now; noted in the audit with the reason.</summary>
    /// <param name="again">A further run beside the scheduled ones; a second order within the same minute does nothing.</param>
    Task<TriggerAnswer> TriggerAsync(string job, Actor who, string reason, bool again, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IJobDesk"/>
internal sealed class JobDesk : IJobDesk
{
    private readonly IReadOnlyList<JobDefinition> _schedule;
    private readonly IJobRunStore _runs;
    private readonly IAuditStore _audit;
    private readonly JobRunner _runner;
    private readonly TimeProvider _time;
    private readonly ScheduleService _service;

    /// <param name="service">Waits for runs begun here when the program ends.</param>
    public JobDesk(IReadOnlyList<JobDefinition> schedule, IJobRunStore runs, IAuditStore audit, JobRunner runner, TimeProvider time, ScheduleService service)
    {
        _schedule = schedule;
        _runs = runs;
        _audit = audit;
        _runner = runner;
        _time = time;
        _service = service;
    }

    public async Task<IReadOnlyList<JobLine>> ListAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var lines = new List<JobLine>();
        foreach (var job in InForce(now))
        {
            var last = await _runs.RecentAsync(job.Id, 1, cancellationToken) is [var newest, ..] ? newest : null;
            lines.Add(new(job.Id, job.Kind.ToString().ToLowerInvariant(), job.Cron.CronExpressionString, job.Window?.ToString(), job.Enabled, last, job.NextAfter(now)));
        }

        return lines;
    }

    public Task<IReadOnlyList<JobRun>> RunsAsync(string? job, int limit, CancellationToken cancellationToken) => _runs.RecentAsync(job, limit, cancellationToken);

    public async Task<TriggerAnswer> TriggerAsync(string job, Actor who, string reason, bool again, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (who.Role != Role.Administrator) return new(TriggerResult.NotAllowed, "", null);
        if (string.IsNullOrWhiteSpace(reason)) return new(TriggerResult.NoReason, "", null);
        if (InForce(now).FirstOrDefault(one => one.Id == job) is not { } definition) return new(TriggerResult.UnknownJob, "", null);
        var slot = again ? now.ToDisplayTime().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : definition.SlotOf(definition.LastUntil(now) ?? now);
        if (await _runs.FindAsync(job, slot, cancellationToken) is { State: JobState.Done or JobState.Running }) return new(TriggerResult.NothingToDo, slot, null);
        await _audit.AppendAsync(new AuditEvent(now, who.Name, "job.triggered", $"job:{job}:{slot}", System.Text.Json.JsonSerializer.Serialize(new { reason }, JsonContract.Compact), who.UnitId), cancellationToken);
        // A person's order is not bound to the window; sources keep their own hours.
        var ended = Task.Run(() => _runner.RunAsync(definition, new(job, slot, "person", who.Name, reason.Trim(), Retry: true), DateTimeOffset.MaxValue, _service.Stopping), CancellationToken.None);
        _service.Track(ended);
        return new(TriggerResult.Started, slot, ended);
    }

    private IEnumerable<JobDefinition> InForce(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.ToDisplayTime().DateTime);
        return _schedule.Where(job => (job.From ?? today) <= today && (job.To ?? today) >= today);
    }
}
