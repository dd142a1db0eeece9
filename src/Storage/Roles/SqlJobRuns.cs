using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Runs of scheduled jobs; the unique key of job and logical date decides who runs.</summary>
internal sealed class SqlJobRuns : IJobRunStore
{
    private const string Fields = "job, slot, state, trigger, actor, reason, attempt, started_at, ended_at, message";

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;
    private readonly string _process;

    public SqlJobRuns(IStoreWriter writer, IStoreReaders readers, string process)
    {
        _writer = writer;
        _readers = readers;
        _process = process;
    }

    public Task<JobRun?> BeginAsync(JobStart start, DateTimeOffset at, CancellationToken cancellationToken) =>
        _writer.RunAsync(session => Begin(session, start, at), Durability.PowerLoss, cancellationToken);

    public Task EndAsync(string job, string slot, JobState state, string message, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(
        session => session.Execute(
            "UPDATE job_runs SET state = ?3, message = ?4, ended_at = ?5 WHERE job = ?1 AND slot = ?2 AND state = 'running'",
            job,
            slot,
            Columns.Name(state),
            message,
            at.ToMicroseconds()),
        Durability.PowerLoss,
        cancellationToken);

    public Task SkipAsync(string job, IReadOnlyList<string> slots, string message, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            var skipped = 0;
            foreach (var slot in slots)
            {
                skipped += session.Execute(
                    "INSERT INTO job_runs (job, slot, state, trigger, actor, attempt, process, started_at, ended_at, message) VALUES (?1, ?2, 'skipped', 'catch-up', 'system:schedule', 0, ?3, ?4, ?4, ?5) ON CONFLICT DO NOTHING",
                    job,
                    slot,
                    _process,
                    at.ToMicroseconds(),
                    message);
            }

            return skipped;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<JobRun>> AbandonedAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<JobRun>>(
        session => [.. session.All($"SELECT {Fields}, process FROM job_runs WHERE state = 'running'", row => (Run: Read(row), Process: row.GetString(10)))
            .Where(row => row.Process != _process && session.Dialect.IsGone(session, row.Process)).Select(row => row.Run)],
        cancellationToken);

    public Task<JobRun?> FindAsync(string job, string slot, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First($"SELECT {Fields} FROM job_runs WHERE job = ?1 AND slot = ?2", Read, job, slot),
        cancellationToken);

    public Task<IReadOnlyList<JobRun>> RecentAsync(string? job, int limit, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<JobRun>>(
        session => session.All($"SELECT {Fields} FROM job_runs {(job is null ? "" : "WHERE job = ?2 ")}ORDER BY slot DESC, no DESC LIMIT ?1", Read, job is null ? [limit] : [limit, job]),
        cancellationToken);

    private JobRun? Begin(StoreSession session, JobStart start, DateTimeOffset at)
    {
        var known = session.First($"SELECT state, process FROM job_runs WHERE job = ?1 AND slot = ?2{session.Dialect.ForUpdate()}", row => (State: row.GetString(0), Process: row.GetString(1)), start.Job, start.Slot);
        if (known.State is null)
        {
            session.Post(
                "INSERT INTO job_runs (job, slot, state, trigger, actor, reason, attempt, process, started_at) VALUES (?1, ?2, 'running', ?3, ?4, ?5, 1, ?6, ?7)",
                start.Job,
                start.Slot,
                start.Trigger,
                start.Actor,
                start.Reason,
                _process,
                at.ToMicroseconds());
        }
        else
        {
            var free = Columns.Value<JobState>(known.State) switch
            {
                JobState.Running => known.Process != _process && session.Dialect.IsGone(session, known.Process),
                JobState.Interrupted => true,
                JobState.Failed or JobState.Partial or JobState.Skipped => start.Retry,
                _ => false,
            };
            if (!free) return null;
            session.Post(
                "UPDATE job_runs SET state = 'running', trigger = ?3, actor = ?4, reason = ?5, attempt = attempt + 1, process = ?6, started_at = ?7, ended_at = NULL, message = NULL WHERE job = ?1 AND slot = ?2",
                start.Job,
                start.Slot,
                start.Trigger,
                start.Actor,
                start.Reason,
                _process,
                at.ToMicroseconds());
        }

        return session.First($"SELECT {Fields} FROM job_runs WHERE job = ?1 AND slot = ?2", Read, start.Job, start.Slot);
    }

    private static JobRun Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        Columns.Value<JobState>(row.GetString(2)),
        row.GetString(3),
        row.GetString(4),
        row.TextOrNull(5),
        row.GetInt32(6),
        row.Instant(7),
        row.InstantOrNull(8),
        row.TextOrNull(9));
}
