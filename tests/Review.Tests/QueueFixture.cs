using Ecom389.Monitor.Core;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Review.Tests;

/// <summary>A clock that stands until it is moved.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

/// <summary>A review service on a real store in a folder of its own.</summary>
public sealed class QueueFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-review-");

    public QueueFixture()
    {
        Store = SqliteStore.Open(Path.Combine(_folder.FullName, "monitor.db"), new ReviewPolicy(), Time);
        Service = new ReviewService(Store.Queue, Store.Approvals, Store.Audit, Time, new ReviewSettings());
    }

    public static Actor Lan { get; } = new("lan", Role.Inspector, WellKnownUnits.Ministry);

    public static Actor Minh { get; } = new("minh", Role.Inspector, WellKnownUnits.Ministry);

    public static Actor Leader { get; } = new("ha", Role.Leader, WellKnownUnits.Ministry);

    /// <summary>From a province: sees that province only.</summary>
    public static Actor Province { get; } = new("ba", Role.Inspector, "can-tho");

    /// <summary>A Monday, 08:00 in Hà Nội.</summary>
    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    public SqliteStore Store { get; }

    public ReviewService Service { get; }

    /// <summary>Takes a flagged listing in and returns its item's id.</summary>
    public async Task<Guid> FlagAsync(string key, double priority = 0.5, string unit = WellKnownUnits.Ministry, string title = "Loa nhái", params string[] codes)
    {
        if (codes.Length == 0) codes = ["counterfeit"];
        var source = new SourceDefinition { Id = "nguon-" + unit, Name = "Nguồn", Channel = Channel.Marketplace, Unit = unit, Version = "d1" };
        var url = $"https://{source.Id}.example/{key}";
        var run = await Store.Frontier.BeginRunAsync(source.Id, Time.GetUtcNow(), CancellationToken.None);
        await Store.Frontier.AddAsync(run, [new FrontierUrl($"{url}#{Guid.NewGuid()}", new CaptureRequest(url, "link"))], CancellationToken.None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "tester", TimeSpan.FromMinutes(5), CancellationToken.None);
        var judged = new JudgedListing(
            key,
            url,
            new ExtractedListing { Record = new ListingRecord { Id = key, Title = title } },
            ContentHash.Of(title),
            "e1",
            "d1",
            new ScoreResult(key, 0.9, Flagged: true, priority, [.. codes.Select(code => new ViolationScore(code, 0.9))], []),
            new ScorerVersions("f", "m", "p", "r"));
        var capture = new Capture
        {
            Id = Guid.CreateVersion7(),
            SourceId = source.Id,
            RequestUrl = url,
            Url = url,
            CapturedAt = Time.GetUtcNow(),
            Mode = RenderMode.Http,
            Status = 200,
            Body = Array.Empty<byte>(),
            BodySha256 = ContentHash.Of(""),
        };
        var page = new PageAcknowledgement(run, entry!, source, capture, new ArchiveLocation("a.warc.gz", 0, 1), PageKind.Listing, [judged], []);
        var receipts = await Store.Intake.AcknowledgeAsync(page, CancellationToken.None);
        return receipts[0].ItemId!.Value;
    }

    public async Task<ReviewItem> ItemAsync(Guid id) => (await Store.Queue.FindAsync(id, CancellationToken.None))!.Item;

    public async Task<string[]> TriggersAsync(Guid id) => [.. (await Store.Queue.TransitionsAsync(id, CancellationToken.None)).Select(transition => transition.Trigger)];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
