using System.Security.Cryptography;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Extraction;
using Ecom389.Monitor.Pipeline.Canaries;
using Ecom389.Monitor.Pipeline.Health;
using Ecom389.Monitor.Pipeline.Keywords;
using Ecom389.Monitor.Pipeline.Shared;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Pipeline;

/// <summary>What a scan brought, per source and violation.</summary>
/// <param name="Summary">How each source ended.</param>
/// <param name="Listings">Different listings seen, by source; one seen on two pages counts once.</param>
/// <param name="NewListings">Of these, never seen before.</param>
/// <param name="Flagged">Of these, flagged.</param>
/// <param name="FlaggedByViolation">Flagged listings by source and violation code; a listing with two codes counts in both.</param>
/// <param name="Canaries">Whether the listings planted in the run reached the queue. They are in no other figure.</param>
internal sealed record ScanReport(
    ScanSummary Summary,
    IReadOnlyDictionary<string, int> Listings,
    IReadOnlyDictionary<string, int> NewListings,
    IReadOnlyDictionary<string, int> Flagged,
    IReadOnlyDictionary<(string Source, string Violation), int> FlaggedByViolation,
    CanaryReport Canaries)
{
    /// <summary>Rich captures taken of flagged listings.</summary>
    public RichCaptureSummary RichCaptures { get; init; } = new(0, 0, 0);

    /// <summary>Sources whose output fell away, or whose changed definition is in quarantine; the scan is done in part.</summary>
    public IReadOnlyList<HealthNotice> Notices { get; init; } = [];

    /// <summary>Exit code 0 when all was done, 3 when part of it, 1 when no source could be scanned or a canary was lost.</summary>
    public int ExitCode => Canaries.Lost.Count > 0 ? ExitCodes.Failed
        : Summary.IsComplete && Notices.Count == 0 ? ExitCodes.Done
        : Summary.Sources.All(source => source.Outcome == ScanOutcome.Failed) ? ExitCodes.Failed
        : ExitCodes.Partial;
}

/// <summary>One scan over the configured sources: engine, handler, archive and store put together for its duration.</summary>
internal sealed class ScanRunner
{
    private readonly Installation _installation;
    private readonly MonitorServices _services;
    private readonly IListingScorer _scorer;

    public ScanRunner(Installation installation, MonitorServices services, IListingScorer scorer)
    {
        _installation = installation;
        _services = services;
        _scorer = scorer;
    }

    /// <summary>Told in a sentence of a page that could not be read; from several threads.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>How long rich captures may go on after the scan; those left over are taken by the next one.</summary>
    public TimeSpan RichCaptureTime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Sources scanned at once where this process scans alone: pages that end together are flushed to disk together.</summary>
    public const int AtOnceAlone = 8;

    /// <summary>Sources scanned at once where several machines share the scan: what one has taken the others cannot.</summary>
    public const int AtOnceShared = 4;

    /// <summary>Sources scanned at once; null for what suits the store.</summary>
    public int? Parallel { get; init; }

    /// <summary>How the scan is shared where the store serves several machines.</summary>
    public SharedScanOptions Shared { get; init; } = new(SharedScanOptions.ByHand, IsDated: false);

    /// <summary>Business time of the scan.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <param name="config">Contact, network and all sources.</param>
    /// <param name="configured">Those to be scanned now.</param>
    /// <param name="acknowledged">Told each durable listing, one call at a time.</param>
    /// <param name="progress">Told how far each source is.</param>
    /// <param name="cancellationToken">Lets pages in flight finish.</param>
    public async Task<ScanReport> RunAsync(
        CrawlerConfig config, IReadOnlyList<SourceDefinition> configured, Action<AcknowledgedListing>? acknowledged, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        var time = Time;
        var parallel = Parallel ?? (_services.Store.Rounds is null ? AtOnceAlone : AtOnceShared);
        var health = new SourceHealth(_services.Store.Health, DriftRules.Load(_installation.Rules), time);
        var sources = await health.ResolveAsync(configured, cancellationToken);
        await using var stops = await StopSwitch.StartAsync(_services.Store.Stops, time, cancellationToken);
        await using var canaries = await CanaryShop.StartAsync(Canary.Load(Path.Combine(_installation.Rules, "canaries.yaml")), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)), cancellationToken);
        await using var kept = ScanEvidence.Open(_installation, new WarcArchiveOptions(_installation.Evidence, config.Contact.Organisation ?? config.Contact.UserAgent)
        {
            Time = time,
            Mended = file => Warn?.Invoke($"{file.File}: {(file.CutAt is { } at ? $"đuôi tệp bị đứt, đã cắt {file.CutBytes} byte từ vị trí {at} / torn tail, {file.CutBytes} bytes cut" : "tệp chưa được đóng, còn nguyên / not closed, whole")}"),
        });
        var evidence = new FindingEvidence(_installation.Evidence);
        await using var egress = EgressJournal.Open(_installation.EgressLogs, time);
        await using var engine = new ScanEngine(new ScanOptions
        {
            Time = time,
            MaxParallelSources = parallel,
            EgressLog = egress.Note,
            Contact = config.Contact,
            Network = config.Network with { ConnectTo = [.. config.Network.ConnectTo, canaries.Route] },
            Pages = _services.Store.Pages,
            Keywords = Keywords(time),
            Sessions = Sessions(),
            StopToken = stops.For,
            IsOverrideApproved = await ApprovedAsync(sources, cancellationToken),
        });
        var extractor = new PageExtractor(new() { OnFailure = failure => Warn?.Invoke($"{failure.Url}: {failure.Reason}") });
        var tally = new Tally(acknowledged, time.GetUtcNow());
        FillMeter? fill = null;
        var handler = new PageHandler(kept.Archive, extractor, _scorer, _services.Store.Intake, Acknowledged, tally.AddUnchanged) { Evidence = evidence };
        fill = new FillMeter(handler, time);
        var (whole, here, planted) = _services.Store.Rounds is { } rounds
            ? await ShareAsync(rounds, engine, fill)
            : await AloneAsync(engine, fill);
        var notices = await health.JudgeAsync(fill, here, CancellationToken.None);
        // A run that was stopped says so; its canaries were stopped with it.
        var met = planted?.Code is null or "cancelled" or "stopped"
            ? CanaryReport.None
            : await CanaryWatch.CheckAsync(canaries, _services.Store.Listings, _services.Queue, time.GetUtcNow(), CancellationToken.None);
        var rich = new RichCaptures(engine, kept.Archive, evidence, _services.Queue, _services.Store.Listings) { Warn = Warn, Time = RichCaptureTime, IsStopped = source => stops.For(source).IsCancellationRequested };
        return new(whole, tally.Listings, tally.NewListings, tally.Flagged, tally.ByViolation, met)
        {
            // Who planted the canaries also takes the rich captures: one worker of several.
            RichCaptures = planted is null ? new(0, 0, 0) : await rich.RunAsync(sources, cancellationToken),
            Notices = notices,
        };

        async Task<(ScanSummary Whole, IReadOnlyList<SourceDefinition> Here, SourceSummary? Planted)> AloneAsync(ScanEngine own, FillMeter to)
        {
            var summary = await own.RunAsync([.. sources, canaries.Source], _services.Store.Frontier, to, progress, cancellationToken);
            return (summary with { Sources = [.. summary.Sources.SkipLast(1)] }, sources, summary.Sources[^1]);
        }

        async Task<(ScanSummary Whole, IReadOnlyList<SourceDefinition> Here, SourceSummary? Planted)> ShareAsync(IScanRounds rounds, ScanEngine own, FillMeter to)
        {
            var ticket = Shared.Helping
                ?? await rounds.JoinAsync(Shared.Key, Shared.IsDated, [.. sources.Select(source => new RoundSource(source.Id, SourceHosts.Of(source), TimeSpan.FromMilliseconds(source.Limits.DelayMs)))], cancellationToken);
            var planting = ticket.Opened ? own.RunAsync([canaries.Source], _services.Store.Frontier, to, progress, cancellationToken) : null;
            var result = await new SharedScan(rounds, Shared with { Parallel = parallel }, time).RunAsync(
                ticket, sources, async (source, held) => (await own.RunAsync([source], _services.Store.Frontier, to, progress, held)).Sources[0], cancellationToken);
            foreach (var source in result.Summary.Sources.Where(source => !result.Here.Contains(source.SourceId))) tally.Elsewhere(source);
            return (result.Summary, [.. sources.Where(source => result.Here.Contains(source.Id))], planting is null ? null : (await planting).Sources[0]);
        }

        void Acknowledged(AcknowledgedListing listing)
        {
            fill!.Add(listing.Source, listing.Listing.DefinitionVersion, listing.Listing.Content);
            tally.Add(listing);
        }
    }

    private Func<SourceDefinition, StoredSession?> Sessions()
    {
        var store = new SessionStore(_installation.Sessions);
        return source => store.Find(source.Id);
    }

    private Func<SourceDefinition, IReadOnlyList<string>> Keywords(TimeProvider time)
    {
        var book = new KeywordBook(_installation.Rules);
        var day = DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime);
        return source => source.Search is { } search ? [.. book.For(search, day).Select(keyword => keyword.Text)] : [];
    }

    private async Task<Func<SourceDefinition, bool>> ApprovedAsync(IReadOnlyList<SourceDefinition> sources, CancellationToken cancellationToken)
    {
        var mandates = new Mandates(_services.Store.Approvals, Time);
        var approved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
            if (await mandates.IsApprovedAsync(source, cancellationToken)) approved.Add(source.Id);
        return source => approved.Contains(source.Id);
    }

    /// <summary>Counts listings of one scan; one seen on two pages counts once.</summary>
    private sealed class Tally(Action<AcknowledgedListing>? next, DateTimeOffset began)
    {
        private readonly Lock _gate = new();
        private readonly SeenListings _seen = new(began);
        private readonly HashSet<Guid> _flaggedSeen = [];
        private readonly Dictionary<string, int> _listings = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _newListings = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _flagged = new(StringComparer.Ordinal);
        private readonly Dictionary<(string, string), int> _byViolation = [];

        public IReadOnlyDictionary<string, int> Listings => _listings;

        public IReadOnlyDictionary<string, int> NewListings => _newListings;

        public IReadOnlyDictionary<string, int> Flagged => _flagged;

        public IReadOnlyDictionary<(string Source, string Violation), int> ByViolation => _byViolation;

        public void Add(AcknowledgedListing listing)
        {
            if (listing.Source == WellKnownUnits.Canary) return;
            lock (_gate)
            {
                if (_seen.Add(listing.Receipt.ListingId, listing.Receipt.ListingIsNew)) Count(_listings, listing.Source);
                if (listing.Receipt.ListingIsNew) Count(_newListings, listing.Source);
                if (listing.Listing.Result.Flagged && _flaggedSeen.Add(listing.Receipt.ListingId))
                {
                    Count(_flagged, listing.Source);
                    foreach (var code in listing.Listing.Result.SuspectedCodes) Count(_byViolation, (listing.Source, code));
                }

                next?.Invoke(listing);
            }
        }

        /// <summary>A source that another worker scanned, by its summary.</summary>
        public void Elsewhere(SourceSummary source)
        {
            lock (_gate)
            {
                if (source.Listings > 0) _listings[source.SourceId] = source.Listings;
                if (source.Flagged > 0) _flagged[source.SourceId] = source.Flagged;
            }
        }

        public void AddUnchanged(string source, SeenListing listing)
        {
            if (source == WellKnownUnits.Canary) return;
            lock (_gate)
            {
                if (_seen.Add(listing.ListingId, isNew: false)) Count(_listings, source);
                if (!listing.Flagged || !_flaggedSeen.Add(listing.ListingId)) return;
                Count(_flagged, source);
                foreach (var code in listing.Codes) Count(_byViolation, (source, code));
            }
        }

        private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
            where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
