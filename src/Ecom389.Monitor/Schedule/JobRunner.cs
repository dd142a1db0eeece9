using System.Collections.Concurrent;
using System.Diagnostics;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Operations.Telemetry;

namespace Ecom389.Monitor.Schedule;

/// <summary>
/// Runs a job for a logical date, once: whoever takes the row in the store runs it, everybody else does nothing. Every run ends
/// with a row that says how, whatever the job threw.
/// </summary>
internal sealed partial class JobRunner
{
    private readonly IJobRunStore _runs;
    private readonly IReadOnlyDictionary<JobKind, IScheduledJob> _jobs;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<(string Job, string Slot, JobState State, string Message)> _unwritten = new();

    public JobRunner(IJobRunStore runs, IReadOnlyDictionary<JobKind, IScheduledJob> jobs, NoticeBoard notices, TimeProvider time, ILogger log)
    {
        _runs = runs;
        _jobs = jobs;
        _notices = notices;
        _time = time;
        _log = log;
    }

    /// <summary>Runs it and returns how it ended, or null when there was nothing to do for that date.</summary>
    /// <param name="job">What.</param>
    /// <param name="start">For which date, by whom.</param>
    /// <param name="until">When it is cut off.</param>
    /// <param name="stop">The program's end: the run is then noted as interrupted, and begun again by the next start.</param>
    public async Task<JobRun?> RunAsync(JobDefinition job, JobStart start, DateTimeOffset until, CancellationToken stop)
    {
        await WriteLeftOversAsync();
        if (await _runs.BeginAsync(start, _time.GetUtcNow(), stop) is not { } run)
        {
            LogNothing(job.Id, start.Slot);
            return null;
        }

        using var span = MonitorTelemetry.Spans.StartActivity("job " + job.Id);
        span?.SetTag("job.slot", start.Slot).SetTag("job.trigger", start.Trigger).SetTag("job.attempt", run.Attempt);
        LogBegun(job.Id, start.Slot, start.Trigger, run.Attempt);
        var begun = _time.GetTimestamp();
        var outcome = await ExecuteAsync(job, start, until, stop);
        var took = _time.GetElapsedTime(begun);
        span?.SetTag("job.state", outcome.State.ToString()).SetStatus(outcome.State == JobState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        MonitorTelemetry.JobEnded(job.Id, outcome.State, took);
        LogEnded(outcome.State == JobState.Failed ? LogLevel.Error : outcome.State == JobState.Partial ? LogLevel.Warning : LogLevel.Information, job.Id, start.Slot, outcome.State, took.TotalSeconds, outcome.Message);
        await WriteEndAsync(job.Id, start.Slot, outcome.State, outcome.Message);
        if (outcome.State is JobState.Failed or JobState.Partial) await _notices.JobAsync(job, start.Slot, run.Attempt, outcome, CancellationToken.None);
        return run with { State = outcome.State, Message = outcome.Message, EndedAt = _time.GetUtcNow() };
    }

    private async Task<JobOutcome> ExecuteAsync(JobDefinition job, JobStart start, DateTimeOffset until, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var window = until == DateTimeOffset.MaxValue ? null : new CancellationTokenSource(Max(until - _time.GetUtcNow()), _time);
        using var ended = window?.Token.Register(limit.Cancel);
        try
        {
            var outcome = await _jobs[job.Kind].RunAsync(new JobContext(job, start.Slot), limit.Token);
            if (stop.IsCancellationRequested && outcome.State != JobState.Done) return new(JobState.Interrupted, Sentences.Interrupted);
            return window is { IsCancellationRequested: true } && outcome.State != JobState.Done ? JobOutcome.Partial(Sentences.WindowEnded + " " + outcome.Message) : outcome;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return stop.IsCancellationRequested ? new(JobState.Interrupted, Sentences.Interrupted) : JobOutcome.Partial(Sentences.WindowEnded);
        }
        catch (InvalidInputException invalid)
        {
            return JobOutcome.Failed(string.Join("; ", invalid.Errors.Take(5)));
        }
        catch (Exception fault)
        {
            // The schedule outlives any one job: whatever it threw is put down, told and left behind.
            LogFault(fault, job.Id, start.Slot);
            return JobOutcome.Failed(fault.Message.ReplaceLineEndings(" "));
        }
    }

    private async Task WriteEndAsync(string job, string slot, JobState state, string message)
    {
        try
        {
            await _runs.EndAsync(job, slot, state, message, _time.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or System.Data.Common.DbException)
        {
            // A full disk: what became of the run is written as soon as the store takes it.
            _unwritten.Enqueue((job, slot, state, message));
            LogUnwritten(fault, job, slot);
        }
    }

    private async Task WriteLeftOversAsync()
    {
        while (_unwritten.TryPeek(out var left))
        {
            try
            {
                await _runs.EndAsync(left.Job, left.Slot, left.State, left.Message, _time.GetUtcNow(), CancellationToken.None);
            }
            catch (Exception fault) when (fault is IOException or System.Data.Common.DbException)
            {
                return;
            }

            _unwritten.TryDequeue(out _);
        }
    }

    // The longest a timer can be set to is 49 days; a window is a night.
    private static TimeSpan Max(TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left > TimeSpan.FromDays(2) ? TimeSpan.FromDays(2) : left;

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Job} for {Slot}: nothing to do")]
    private partial void LogNothing(string job, string slot);

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Job} for {Slot} begins ({Trigger}, attempt {Attempt})")]
    private partial void LogBegun(string job, string slot, string trigger, int attempt);

    [LoggerMessage(Message = "job {Job} for {Slot}: {State} after {Seconds:F1} s: {Outcome}")]
    private partial void LogEnded(LogLevel level, string job, string slot, JobState state, double seconds, string outcome);

    [LoggerMessage(Level = LogLevel.Error, Message = "job {Job} for {Slot} threw")]
    private partial void LogFault(Exception fault, string job, string slot);

    [LoggerMessage(Level = LogLevel.Error, Message = "how job {Job} for {Slot} ended could not be written yet")]
    private partial void LogUnwritten(Exception fault, string job, string slot);
}
