using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Operations.Calendar;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Operations.Telemetry;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Pipeline.Shared;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Schedule.Jobs;

namespace Ecom389.Monitor.Operations.Hosting;

/// <summary>What an operations host is made of.</summary>
/// <param name="CrawlerFile">crawler.json, read anew for each scan.</param>
/// <param name="OperationsFile">operations.json, kept in backups.</param>
internal sealed record OperationsSetup(Installation Installation, MonitorServices Services, OperationsConfig Config, string CrawlerFile, string OperationsFile, TimeProvider Time, ILoggerFactory Loggers);

/// <summary>The part of the program that works by itself: schedule, notices, measurements. One a process.</summary>
internal sealed class OperationsHost : IAsyncDisposable
{
    /// <summary>Meters that are listened to.</summary>
    internal static readonly IReadOnlySet<string> Meters = new HashSet<string>(StringComparer.Ordinal)
    {
        MonitorTelemetry.Name, MonitorTelemetry.Name + ".Store", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
    };

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) });
    private readonly EvidenceAccess _evidence;
    private readonly CancellationTokenSource _end = new();
    private readonly StoreGauges _gauges;
    private readonly OtlpExport? _export;
    private readonly NoticeDelivery _delivery;
    private readonly RoundHelper? _helper;
    private Task _delivering = Task.CompletedTask;
    private Task _helping = Task.CompletedTask;
    private int _disposed;

    public OperationsHost(OperationsSetup setup)
    {
        Setup = setup;
        var (installation, services, config, time) = (setup.Installation, setup.Services, setup.Config, setup.Time);
        var store = services.Store;
        _evidence = new EvidenceAccess(installation, config, time);
        var notices = new NoticeBoard(store.Outbox, config.Notifications, time);
        var inputs = new NightInputs(installation, setup.CrawlerFile);
        Calendar = WorkingDaysFiles.Load(installation.Rules);
        var inHand = new RoundsInHand();
        if (store.Rounds is { } rounds) _helper = new RoundHelper(installation, services, rounds, inHand, inputs, notices, time, setup.Loggers.CreateLogger("Ecom389.Work"));
        var jobs = new Dictionary<JobKind, IScheduledJob>
        {
            [JobKind.Scan] = new ScanJob(installation, services, inputs, notices, time, inHand),
            [JobKind.Rescore] = new RescoreJob(services, inputs, time),
            [JobKind.Rehash] = new RehashJob(installation, config, EvidenceFiles, time),
            [JobKind.Seal] = new SealJob(installation, config, _client, _evidence.Elsewhere, time),
            [JobKind.Retention] = new RetentionNight(installation, services, time),
            [JobKind.Training] = new TrainingJob(installation, config),
            [JobKind.Reminders] = new RemindersJob([new WaitingItems(store.Queue)], Calendar, config.RemindBefore, notices),
            [JobKind.Backup] = new BackupJob(installation, services, config, [setup.CrawlerFile, setup.OperationsFile], _evidence.Elsewhere, time),
        };
        Runner = new JobRunner(store.JobRuns, jobs, notices, time, setup.Loggers.CreateLogger("Ecom389.Jobs"));
        Schedule = new ScheduleService(config.Schedule, store.JobRuns, Runner, time, setup.Loggers.CreateLogger("Ecom389.Schedule"),
            installation.Store.IsServer ? new ScheduleCluster(installation.Store.WithSecrets()) : null);
        Desk = new JobDesk(config.Schedule, store.JobRuns, store.Audit, Runner, time, Schedule);
        _delivery = new NoticeDelivery(store.Outbox, NoticeDelivery.Channels(config.Notifications, _client), time, setup.Loggers.CreateLogger("Ecom389.Notices"));
        Metrics = new MetricCollector(Meters);
        _export = config.Collector is { } collector ? new OtlpExport(collector, Meters) : null;
        _gauges = new StoreGauges(installation, services);
    }

    /// <summary>Where evidence is read from: this machine's folder, else the store that finished files are taken to.</summary>
    public IEvidenceFiles EvidenceFiles => _evidence.Files;

    public OperationsSetup Setup { get; }

    public Core.WorkingDays Calendar { get; }

    public JobRunner Runner { get; }

    public ScheduleService Schedule { get; }

    public IJobDesk Desk { get; }

    public MetricCollector Metrics { get; }

    /// <summary>Delivers what waits in the outbox, once.</summary>
    public Task<int> DeliverAsync(CancellationToken cancellationToken) => _delivery.DeliverAsync(cancellationToken);

    /// <summary>Makes up missed runs, fires the schedule, delivers notices.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Schedule.StartAsync(cancellationToken);
        _delivering = Task.Run(() => _delivery.RunAsync(_end.Token), CancellationToken.None);
        if (_helper is not null) _helping = Task.Run(() => _helper.RunAsync(_end.Token), CancellationToken.None);
    }

    /// <summary>Ends in order: no more firing, running jobs to a safe end, then the outbox.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await Schedule.DisposeAsync();
        await _end.CancelAsync();
        await _delivering;
        await _helping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _export?.Dispose();
        _gauges.Dispose();
        Metrics.Dispose();
        _client.Dispose();
        _evidence.Dispose();
        _end.Dispose();
    }
}
