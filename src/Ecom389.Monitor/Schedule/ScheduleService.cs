using System.Collections.Concurrent;
using System.Globalization;
using Ecom389.Monitor.Core;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace Ecom389.Monitor.Schedule;

/// <summary>
/// Fires the schedule: Quartz says when, the store says whether (a logical date is run once). At the start it makes up what was
/// missed. Stopping waits for jobs to reach a safe end, which they note. Where several machines share a store, Quartz agrees through it
/// which of them fires; a run whose machine died is taken over by another.
/// </summary>
internal sealed partial class ScheduleService : IAsyncDisposable, IJobFactory
{
    private const string JobName = "job";

    /// <summary>How soon a clock that was put to another hour is noticed.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>How often it is looked for runs whose machine died.</summary>
    private static readonly TimeSpan LookForAbandoned = TimeSpan.FromSeconds(20);

    private readonly IReadOnlyList<JobDefinition> _schedule;
    private readonly IJobRunStore _runs;
    private readonly JobRunner _runner;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ScheduleCluster? _cluster;
    private Task _looking = Task.CompletedTask;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private long _number;
    private int _disposed;
    private StandaloneSchedulerFactory? _factory;
    private IScheduler? _quartz;

    public ScheduleService(IReadOnlyList<JobDefinition> schedule, IJobRunStore runs, JobRunner runner, TimeProvider time, ILogger log, ScheduleCluster? cluster = null)
    {
        _cluster = cluster;
        _schedule = schedule;
        _runs = runs;
        _runner = runner;
        _time = time;
        _log = log;
    }

    /// <summary>Cancelled when the program is to end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Whether triggers fire.</summary>
    public bool IsRunning => _quartz is not null && !_stop.IsCancellationRequested;

    /// <summary>Makes up what was missed, then fires.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var due in await new MissedRuns(_runs).FindAsync(_schedule, _time.GetUtcNow(), cancellationToken))
        {
            LogMakingUp(due.Job.Id, due.Slot, due.At);
            Track(MakeUpAsync(due));
        }

        var process = string.Create(CultureInfo.InvariantCulture, $"ecom389-{Guid.CreateVersion7():N}");
        _factory = QuartzSchedulerBuilder.Create(quartz => Store(quartz
            .ConfigureScheduler(options => (options.InstanceName, options.InstanceId, options.IdleWaitTime) = (_cluster is null ? process : "ecom389", process, LookAgain))
            .UseTimeProvider(_time)
            .UseJobFactory(this))).Build();
        _quartz = await _factory.GetScheduler(cancellationToken);
        for (var i = 0; i < _schedule.Count; i++)
        {
            var job = _schedule[i];
            if (!job.Enabled) continue;
            var line = i.ToString(CultureInfo.InvariantCulture);
            var detail = JobBuilder.Create<Firing>().WithIdentity(line, job.Id).UsingJobData(JobName, line).Build();
            var trigger = TriggerBuilder.Create(_time).WithIdentity(line, job.Id)
                .WithSchedule(CronScheduleBuilder.Create(job.Cron).WithMisfireInstruction(job.Misfire == MisfirePolicy.Once ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing))
                .Build();
            // A trigger that another machine put there is left as it stands: it may be about to fire.
            if (_cluster is null) await _quartz.ScheduleJob(detail, trigger, cancellationToken: cancellationToken);
            else if (await _quartz.GetTrigger(trigger.Key, cancellationToken) is not ICronTrigger there || there.CronExpressionString != job.Cron.CronExpressionString)
                await _quartz.ScheduleJob(detail, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        }

        await _quartz.Start(cancellationToken);
        if (_cluster is not null) _looking = LookForAbandonedAsync();
        LogStarted(_schedule.Count(job => job.Enabled));
    }

    /// <summary>Asks running jobs to end.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <summary>Stops firing, asks running jobs to end and waits until they have.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stop.CancelAsync();
        if (_quartz is not null) await _quartz.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        if (_factory is not null) await _factory.DisposeAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    ValueTask<JobScope> IJobFactory.CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new JobScope(new Firing(this, LineOf(bundle.JobDetail.Key)), null));

    ValueTask IJobFactory.ReturnJob(JobScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private IQuartzBuilder Store(IQuartzBuilder quartz) => _cluster is not { } cluster ? quartz.UseInMemoryStore() : quartz.UsePersistentStore(store =>
    {
        store.UsePostgres(NpgsqlFactory.Instance, cluster.ConnectionString);
        store.UseClustering(options => options.CheckinInterval = cluster.CheckIn);
        store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
        store.ProvisionSchema();
    });

    /// <summary>The line of this machine's schedule that a trigger of the shared one stands for; null where their operations.json differ.</summary>
    private JobDefinition? LineOf(JobKey key) =>
        int.TryParse(key.Name, CultureInfo.InvariantCulture, out var line) && line < _schedule.Count && _schedule[line].Id == key.Group ? _schedule[line] : _schedule.FirstOrDefault(job => job.Id == key.Group);

    private async Task LookForAbandonedAsync()
    {
        using var timer = new PeriodicTimer(LookForAbandoned, _time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                foreach (var run in await _runs.AbandonedAsync(_stop.Token))
                {
                    if (_schedule.FirstOrDefault(job => job.Id == run.Job) is not { } job) continue;
                    LogMakingUp(run.Job, run.Slot, _time.GetUtcNow());
                    Track(MakeUpAsync(new DueRun(job, run.Slot, job.MayBegin(_time.GetUtcNow()))));
                }
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or TimeoutException)
            {
                LogAway(fault);
            }
        }
    }

    /// <summary>
    /// Runs the job for the date it last fired for by the clock: a firing that comes late, after the machine slept, belongs to the
    /// night it was due and not to the coming one.
    /// </summary>
    private async Task FireAsync(JobDefinition job)
    {
        var now = _time.GetUtcNow();
        if (job.LastUntil(now) is not { } fire) return;
        if (job.MustEnd(now) is not { } until)
        {
            await _runs.SkipAsync(job.Id, [job.SlotOf(fire)], Sentences.MissedAndLeft, now, _stop.Token);
            return;
        }

        await _runner.RunAsync(job, new(job.Id, job.SlotOf(fire), "schedule", "system:schedule", null, Retry: false), until, _stop.Token);
    }

    private async Task MakeUpAsync(DueRun due)
    {
        var wait = due.At - _time.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, _stop.Token);
        // Not on the starting thread: the site is to come up at once.
        await Task.Run(() => _runner.RunAsync(due.Job, new(due.Job.Id, due.Slot, "catch-up", "system:schedule", null, Retry: false), due.Job.MustEnd(_time.GetUtcNow()) ?? DateTimeOffset.MaxValue, _stop.Token), _stop.Token);
    }

    /// <summary>Lets stopping wait for a run begun elsewhere.</summary>
    public void Track(Task run)
    {
        var number = Interlocked.Increment(ref _number);
        _running[number] = run.ContinueWith(
            ended =>
            {
                _running.TryRemove(number, out _);
                if (ended.Exception is { } fault) LogLost(fault);
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
        if (_running.TryGetValue(number, out var tracked) && tracked.IsCompleted) _running.TryRemove(number, out _);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the schedule runs: {Jobs} jobs")]
    private partial void LogStarted(int jobs);

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Job} for {Slot} was missed and is made up from {At:O}")]
    private partial void LogMakingUp(string job, string slot, DateTimeOffset at);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the store is away: abandoned runs are looked for again later")]
    private partial void LogAway(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "a run was lost")]
    private partial void LogLost(Exception fault);

    /// <summary>What Quartz calls.</summary>
    private sealed class Firing(ScheduleService service, JobDefinition? job) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                if (job is not null) await service.FireAsync(job);
            }
            catch (OperationCanceledException) when (service._stop.IsCancellationRequested)
            {
                // The program ends; the next start makes it up.
            }
        }
    }
}
