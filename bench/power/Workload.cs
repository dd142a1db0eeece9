using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Extraction;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>
/// All that the monitor promises to keep, at once and without end: pages of three sources taken in by the product's own page handler,
/// archive and chain of custody, decisions, runs of jobs, evidence read on the site, seals. Prints each promise once it is made.
/// </summary>
internal sealed class Workload
{
    private const int Sources = 3;
    private const int PagesARun = 25;

    private readonly Installation _installation;
    private readonly Lock _output = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<Guid> _captures = new();

    public Workload(Installation installation) => _installation = installation;

    /// <summary>Where an installation of the workload lies in a folder.</summary>
    /// <param name="data">The folder of its data.</param>
    /// <param name="store">Address of a PostgreSQL store; null for SQLite below the folder.</param>
    public static Installation At(string data, string? store = null)
    {
        var installation = new Installation(data, Path.Combine(AppContext.BaseDirectory, "rules"), Path.Combine(AppContext.BaseDirectory, "models"));
        return store is null ? installation : installation with { Server = StoreAddress.Server(store) };
    }

    /// <summary>Opens the archive as a scan does, with files so small that many are begun and closed.</summary>
    public static ScanEvidence OpenEvidence(Installation installation) => ScanEvidence.Open(installation, new WarcArchiveOptions(installation.Evidence, "Bench") { RotateAt = 64 << 10 });

    public async Task<int> RunAsync()
    {
        await using var services = MonitorServices.Open(_installation);
        SigningKey.OpenOrCreate(_installation.CustodyKeys, TimeProvider.System).Dispose();
        await using var evidence = OpenEvidence(_installation);
        Tell(new Acknowledgement("ready"));
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Sources).Select(number => Task.Run(() => ScanAsync(services, evidence.Archive, number))),
            Task.Run(() => DecideAsync(services)),
            Task.Run(() => RunJobsAsync(services)),
            Task.Run(() => ReadAsync(services)),
            Task.Run(SealAsync),
        ]);
        return 0;
    }

    private async Task ScanAsync(MonitorServices services, ICaptureArchive archive, int number)
    {
        var (source, none) = (SyntheticPage.Source(number), CancellationToken.None);
        var links = new LinkPolicy(source);
        var placed = new Placed(archive);
        var findings = new List<Guid>();
        var handler = new PageHandler(placed, new PageExtractor(new()), new EveryFourthScorer(), services.Store.Intake, Judged, (_, _) => { }) { Evidence = new FindingEvidence(_installation.Evidence) };
        for (var edition = Environment.TickCount; ; edition++)
        {
            var run = await services.Store.Frontier.BeginRunAsync(source.Id, Now(), none);
            var first = Math.Abs(edition * 7 % 60);
            await services.Store.Frontier.AddAsync(run, [.. Enumerable.Range(first, 5).Select(page => SyntheticPage.Url(number, page)).Select(url => new FrontierUrl(url, new CaptureRequest(url, "start")))], none);
            var wish = new LeaseWish(source.Id, TimeSpan.FromMinutes(5));
            var next = await services.Store.Frontier.LeaseAsync(run.Id, wish.Worker, wish.Lease, none);
            for (var pages = 0; pages < PagesARun && next is { } entry; pages++)
            {
                var page = int.Parse(entry.CanonicalUrl[(entry.CanonicalUrl.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
                var capture = SyntheticPage.Fetch(number, page, edition, Now());
                findings.Clear();
                next = (await handler.HandleAsync(new PageContext(run, entry, source, links) { Next = wish }, capture, none)).Next;
                Tell(new Acknowledgement("page") { Name = entry.CanonicalUrl, Id = capture.Id, Text = capture.BodySha256, Location = placed.Last, Findings = [.. findings] });
                _captures.Enqueue(capture.Id);
            }

            await services.Store.Frontier.EndRunAsync(run.Id, Now(), "{}", none);
            Tell(new Acknowledgement("run") { Name = source.Id, Id = run.Id });
        }

        void Judged(AcknowledgedListing listing)
        {
            if (listing.Listing.Result.Flagged) findings.Add(listing.Receipt.FindingId);
        }
    }

    private async Task DecideAsync(MonitorServices services)
    {
        var actor = new Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        for (var turn = 0; ; turn++)
        {
            if (await services.Review.NextAsync(new QueueFilter(), actor, CancellationToken.None) is not { } entry)
            {
                await Task.Delay(20);
                continue;
            }

            var command = turn % 2 == 0
                ? new DecideCommand(entry.Item.Id, DecisionKind.Confirm, ["counterfeit"], "phép thử")
                : new DecideCommand(entry.Item.Id, DecisionKind.Wait, null, "phép thử", DateOnly.FromDateTime(Now().UtcDateTime).AddDays(30));
            if (await services.Review.DecideAsync(command, actor, CancellationToken.None) is DecideResult.Decided decided) Tell(new Acknowledgement("decision") { Id = decided.Item.Id, Number = decided.Item.Revision });
        }
    }

    private async Task RunJobsAsync(MonitorServices services)
    {
        while (true)
        {
            var start = new JobStart("bench", Guid.CreateVersion7().ToString("N"), "schedule", "system:schedule", null, Retry: false);
            await services.Store.JobRuns.BeginAsync(start, Now(), CancellationToken.None);
            await services.Store.JobRuns.EndAsync(start.Job, start.Slot, JobState.Done, "xong", Now(), CancellationToken.None);
            Tell(new Acknowledgement("job") { Name = start.Job, Text = start.Slot });
            await Task.Delay(10);
        }
    }

    private async Task ReadAsync(MonitorServices services)
    {
        var custody = new SiteCustody(_installation, TimeProvider.System);
        while (true)
        {
            if (_captures.TryDequeue(out var id) && await services.Store.Listings.CaptureAsync(id, CancellationToken.None) is { } capture)
            {
                await custody.RecordReadAsync("lan", capture, id, CancellationToken.None);
                Tell(new Acknowledgement("read") { Id = id });
            }

            await Task.Delay(15);
        }
    }

    private async Task SealAsync()
    {
        using var key = SigningKey.TryOpen(_installation.CustodyKeys)!;
        var sealer = new Sealer(new CustodyFolder(_installation.Custody), key, TimeProvider.System);
        while (true)
        {
            try
            {
                foreach (var outcome in sealer.SealAll())
                {
                    if (outcome.Problem is not null) throw new InvalidDataException($"{outcome.Writer}: {outcome.Problem}");
                    if (outcome.Sequence > 0) Tell(new Acknowledgement("seal") { Name = outcome.Writer, Number = outcome.Sequence });
                }
            }
            catch (IOException)
            {
                // The scan's own sealer is at it.
            }

            await Task.Delay(60);
        }
    }

    private void Tell(Acknowledgement acknowledgement)
    {
        lock (_output)
        {
            Console.Out.WriteLine(acknowledgement.ToLine());
            Console.Out.Flush();
        }
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    /// <summary>Remembers where the last capture of one source came to lie.</summary>
    private sealed class Placed(ICaptureArchive archive) : ICaptureArchive
    {
        public ArchiveLocation? Last { get; private set; }

        public async ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken) => Last = await archive.AppendAsync(capture, cancellationToken);

        public async ValueTask<IWrittenCapture> WriteAsync(Capture capture, CancellationToken cancellationToken)
        {
            var written = await archive.WriteAsync(capture, cancellationToken);
            Last = written.Location;
            return written;
        }
    }
}
