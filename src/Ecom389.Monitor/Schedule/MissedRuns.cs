using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Schedule;

/// <summary>A run that was missed and is to be made up.</summary>
/// <param name="At">From when; now, or when its window opens.</param>
internal sealed record DueRun(JobDefinition Job, string Slot, DateTimeOffset At);

/// <summary>Finds what passed while the program was off: at most one run a job is made up, however many nights were missed.</summary>
internal sealed class MissedRuns
{
    // Enough for two months of nights; beyond it nobody asks which.
    private const int Noted = 60;

    private readonly IJobRunStore _runs;

    public MissedRuns(IJobRunStore runs) => _runs = runs;

    /// <summary>What is to be run at a start; notes what is not.</summary>
    public async Task<IReadOnlyList<DueRun>> FindAsync(IReadOnlyList<JobDefinition> schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<DueRun>();
        foreach (var job in schedule)
            if (await FindAsync(job, now, cancellationToken) is { } run) due.Add(run);
        return due;
    }

    private async Task<DueRun?> FindAsync(JobDefinition job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (job.LastUntil(now) is not { } last) return null;
        var slot = job.SlotOf(last);
        if ((await _runs.RecentAsync(job.Id, 1, cancellationToken)).Count == 0)
        {
            // A fresh installation has missed nothing.
            await _runs.SkipAsync(job.Id, [slot], Sentences.ScheduleBegins, now, cancellationToken);
            return null;
        }

        if (await _runs.FindAsync(job.Id, slot, cancellationToken) is { } run)
            return run.State is JobState.Running or JobState.Interrupted ? Begin(job, slot, now) : null;

        var missed = await MissedBeforeAsync(job, last, cancellationToken);
        var (text, make) = job.Misfire == MisfirePolicy.Once && Begin(job, slot, now) is { } begin ? (Sentences.MadeUp, begin) : (Sentences.MissedAndLeft, null);
        await _runs.SkipAsync(job.Id, make is null ? [.. missed, slot] : missed, text, now, cancellationToken);
        return make;
    }

    /// <summary>Null when the next regular run comes before the window opens: then that run does the work.</summary>
    private static DueRun? Begin(JobDefinition job, string slot, DateTimeOffset now)
    {
        var at = job.MayBegin(now);
        return at == now || job.NextAfter(now) is not { } next || at < next ? new(job, slot, at) : null;
    }

    private async Task<List<string>> MissedBeforeAsync(JobDefinition job, DateTimeOffset last, CancellationToken cancellationToken)
    {
        var missed = new List<string>();
        for (var fire = job.LastUntil(last.AddSeconds(-1)); fire is { } at && missed.Count < Noted; fire = job.LastUntil(at.AddSeconds(-1)))
        {
            var slot = job.SlotOf(at);
            if (await _runs.FindAsync(job.Id, slot, cancellationToken) is not null) break;
            missed.Add(slot);
        }

        return missed;
    }
}
