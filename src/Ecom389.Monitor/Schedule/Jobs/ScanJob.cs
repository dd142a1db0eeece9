using System.Collections.Concurrent;
using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Operations.Telemetry;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>
/// The night's scan. A broken pack, model or crawler.json does not stop it: it goes on with the last good ones and says so. A run
/// that was cut off goes on where it was.
/// </summary>
internal sealed class ScanJob : IScheduledJob
{
    private readonly Installation _installation;
    private readonly MonitorServices _services;
    private readonly NightInputs _inputs;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;

    public ScanJob(Installation installation, MonitorServices services, NightInputs inputs, NoticeBoard notices, TimeProvider time)
    {
        _installation = installation;
        _services = services;
        _inputs = inputs;
        _notices = notices;
        _time = time;
    }

    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var (config, configFault) = await _inputs.CrawlerAsync(cancellationToken);
        var (scorer, rulesFault) = _inputs.Scorer();
        var sources = config.Sources.Where(source => source.Enabled && (context.Job.Sources.Count == 0 || context.Job.Sources.Contains(source.Id, StringComparer.Ordinal))).ToList();
        if (sources.Count == 0) return JobOutcome.Skipped("Không có nguồn nào đang bật / no source is enabled");

        var opened = new ConcurrentBag<OpenedItem>();
        var report = await new ScanRunner(_installation, _services, scorer) { Time = _time }.RunAsync(
            config,
            sources,
            listing =>
            {
                if (listing.Receipt is { ItemId: { } item, ItemTrigger: "opened" } && listing.Listing.Result.Priority >= _notices.HighValue)
                    opened.Add(new(item, listing.Source, listing.Listing.Result.Priority, listing.Listing.Result.SuspectedCodes));
            },
            progress: null,
            cancellationToken);

        foreach (var source in report.Summary.Sources) MonitorTelemetry.Scanned(source.SourceId, source.Pages, report.Listings.GetValueOrDefault(source.SourceId), report.Flagged.GetValueOrDefault(source.SourceId));
        await _notices.PausedAsync(context.Slot, [.. report.Summary.Sources.Where(source => source.Outcome is ScanOutcome.Paused or ScanOutcome.Failed)], CancellationToken.None);
        await _notices.HighValueAsync(context.Job.Id, context.Slot, await new TellableItems(_services.Store.Queue).OfAsync(opened, CancellationToken.None), CancellationToken.None);
        var message = Say(report, configFault, rulesFault);
        return report.ExitCode == ExitCodes.Failed ? JobOutcome.Failed(message)
            : report.ExitCode == ExitCodes.Partial || configFault is not null || rulesFault is not null ? JobOutcome.Partial(message)
            : JobOutcome.Done(message);
    }

    private static string Say(ScanReport report, params string?[] faults)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{report.Summary.Sources.Sum(source => source.Pages)} trang / pages, {report.Listings.Values.Sum()} tin / listings ({report.NewListings.Values.Sum()} mới / new), {report.Flagged.Values.Sum()} có nghi vấn / flagged");
        var parts = report.Summary.Sources.Where(source => source.Outcome != ScanOutcome.Completed).Select(source => $"{source.SourceId}: {source.Message}")
            .Concat(report.Canaries.Lost.Count > 0 ? ["tin cài thử bị lạc / canaries lost: " + string.Join(", ", report.Canaries.Lost)] : [])
            .Concat(faults.OfType<string>());
        return string.Join("; ", parts.Prepend(text));
    }
}
