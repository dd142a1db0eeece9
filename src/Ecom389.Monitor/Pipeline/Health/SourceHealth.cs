using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Pipeline.Health;

/// <summary>A notice with its source's name, for people.</summary>
internal sealed record HealthNotice(string SourceName, SourceNotice Notice, bool IsNew);

/// <summary>
/// Keeps what each scan of a source brought, says when it fell away, and lets the last good definition go on where the new one is what
/// made it fall.
/// </summary>
internal sealed class SourceHealth
{
    private readonly ISourceHealthStore _store;
    private readonly DriftLimits _limits;
    private readonly TimeProvider _time;

    public SourceHealth(ISourceHealthStore store, DriftLimits limits, TimeProvider time)
    {
        _store = store;
        _limits = limits;
        _time = time;
    }

    /// <summary>
    /// The definitions to scan with: the configured ones, except where the configured one is in quarantine and the last good one is at
    /// hand. A quarantine of a definition that has since been changed is over.
    /// </summary>
    public async Task<IReadOnlyList<SourceDefinition>> ResolveAsync(IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        var resolved = new List<SourceDefinition>(sources.Count);
        var open = (await _store.OpenAsync(null, cancellationToken)).Where(notice => notice.Kind == SourceNoticeKind.Quarantine).ToLookup(notice => notice.SourceId, StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var chosen = source;
            foreach (var notice in open[source.Id])
            {
                if (notice.Version != source.Version && notice.GoodVersion != source.Version) await _store.SupersedeAsync(notice.Id, _time.GetUtcNow(), cancellationToken);
                else if (notice.Version == source.Version && await _store.DefinitionAsync(source.Id, notice.GoodVersion, cancellationToken) is { } good) chosen = GoOn(source, good);
            }

            resolved.Add(chosen);
        }

        return resolved;
    }

    /// <summary>Keeps what the scan brought, judges it, and returns every notice that is open on these sources.</summary>
    public async Task<IReadOnlyList<HealthNotice>> JudgeAsync(FillMeter meter, IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        var raised = new HashSet<Guid>();
        foreach (var source in sources)
            if (meter.Of(source.Id) is { } fill && await JudgeAsync(fill, cancellationToken) is { } notice) raised.Add(notice);
        var names = sources.ToDictionary(source => source.Id, source => source.Name, StringComparer.Ordinal);
        return [.. (await _store.OpenAsync(null, cancellationToken)).Where(notice => names.ContainsKey(notice.SourceId)).Select(notice => new HealthNotice(names[notice.SourceId], notice, raised.Contains(notice.Id)))];
    }

    private async Task<Guid?> JudgeAsync(SourceFill fill, CancellationToken cancellationToken)
    {
        var history = (await _store.HistoryAsync(fill.SourceId, _limits.Runs * 3, cancellationToken)).ToList();
        var drops = DriftTest.Judge(fill, history, _limits);
        await _store.SaveAsync(fill with { IsBaseline = drops.Count == 0 }, cancellationToken);
        if (drops.Count == 0) return null;
        var good = history.First(run => run.IsBaseline).Version;
        var notice = new SourceNotice
        {
            Id = Guid.CreateVersion7(fill.At),
            SourceId = fill.SourceId,
            Kind = good == fill.Version ? SourceNoticeKind.Drift : SourceNoticeKind.Quarantine,
            At = fill.At,
            Version = fill.Version,
            GoodVersion = good,
            Drops = drops,
        };
        return await _store.RaiseAsync(notice, cancellationToken) ? notice.Id : null;
    }

    /// <summary>How pages are found and read is the good definition's; what is permitted, blacked out and bounded is what is configured today.</summary>
    private static SourceDefinition GoOn(SourceDefinition now, SourceDefinition good) => good with
    {
        Name = now.Name,
        Enabled = now.Enabled,
        Limits = now.Limits,
        Urls = now.Urls,
        About = now.About,
        AllowPrivateNetwork = now.AllowPrivateNetwork,
        RobotsOverride = now.RobotsOverride,
        Session = now.Session,
        Redact = now.Redact,
        Unit = now.Unit,
        Place = now.Place,
    };
}
