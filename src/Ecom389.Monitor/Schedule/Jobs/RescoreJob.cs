using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>Judges anew what another version of rules or model judged last. Goes on after a cut by itself: what is done is no longer outdated.</summary>
internal sealed class RescoreJob : IScheduledJob
{
    private const int Batch = 200;

    private readonly MonitorServices _services;
    private readonly NightInputs _inputs;
    private readonly TimeProvider _time;

    public RescoreJob(MonitorServices services, NightInputs inputs, TimeProvider time)
    {
        _services = services;
        _inputs = inputs;
        _time = time;
    }

    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var (scorer, fault) = _inputs.Scorer();
        var asOf = DateOnly.FromDateTime(_time.GetUtcNow().ToDisplayTime().DateTime);
        var (findings, items, flagged) = (0, 0, 0);
        long after = 0;
        while (await _services.Store.Rejudge.OutdatedAsync(scorer.Versions, after, Batch, cancellationToken) is { Count: > 0 } outdated)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var judged = outdated.Select(one => new Rejudgement(one.Snapshot.Id, scorer.Score(one.Snapshot.Content.Record, asOf), scorer.Versions)).ToList();
            var outcome = await _services.Store.Rejudge.AddAsync(judged, cancellationToken);
            (findings, items, flagged) = (findings + outcome.Findings, items + outcome.Items, flagged + judged.Count(one => one.Result.Flagged));
            after = outdated[^1].Position;
        }

        var message = findings == 0
            ? "Mọi tin đã được chấm bằng bản hiện hành / every listing is judged by the version in force"
            : string.Create(CultureInfo.InvariantCulture, $"{findings} tin chấm lại / judged anew, {flagged} có nghi vấn / flagged, {items} mục thay đổi / items changed");
        return fault is null ? JobOutcome.Done(message) : JobOutcome.Partial(message + "; " + fault);
    }
}
