using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>Makes pages as the crawl would hand them over.</summary>
internal static class Pages
{
    public static readonly ScorerVersions Scorer = new("f1", "m1", "p1", "r1");

    public static SourceDefinition Source(string id = "cho-mau", string unit = WellKnownUnits.Ministry, Channel channel = Channel.Marketplace) => new()
    {
        Id = id,
        Name = "Chợ mẫu",
        Channel = channel,
        Unit = unit,
        Version = "d1",
    };

    public static FrontierUrl Link(string path, double priority = 0.5) =>
        new("https://cho-mau.example" + path, new CaptureRequest("https://cho-mau.example" + path, "link", priority, 1));

    public static JudgedListing Listing(
        string key,
        string title = "Bộ phát wifi cũ",
        string description = "Hàng gia đình dùng, còn tốt.",
        double priority = 0,
        long? priceVnd = 250_000,
        IReadOnlyList<Signal>? signals = null,
        ScorerVersions? scorer = null,
        params string[] codes)
    {
        var record = new ListingRecord
        {
            Id = key,
            Title = title,
            Description = description,
            PriceVnd = priceVnd,
            PriceText = "250k",
            Seller = new SellerRecord { Name = "Tiệm nhà Ba", Location = "Cần Thơ" },
            Attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["Xuất xứ"] = "không rõ" },
        };
        var url = $"https://cho-mau.example/tin/{key}";
        return new(
            key,
            url,
            new ExtractedListing
            {
                Record = record,
                Price = priceVnd is { } amount ? new Money(amount, "VND") : null,
                CanonicalUrl = url,
                Provenance = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "jsonld:name" },
            },
            ContentHash.Of($"{title}|{description}|{priceVnd}"),
            "e1",
            "d1",
            new ScoreResult(key, codes.Length > 0 ? 0.9 : 0.1, codes.Length > 0, priority, [.. codes.Select(code => new ViolationScore(code, 0.9))], signals ?? []),
            scorer ?? Scorer);
    }

    public static PageAcknowledgement Page(CrawlRun run, FrontierEntry entry, SourceDefinition source, DateTimeOffset at, PageKind kind, IReadOnlyList<JudgedListing> listings, params FrontierUrl[] discovered) => new(
        run,
        entry,
        source,
        new Capture
        {
            Id = Guid.CreateVersion7(at),
            SourceId = source.Id,
            RequestUrl = entry.Request.Url,
            Url = entry.Request.Url,
            CapturedAt = at,
            Mode = RenderMode.Http,
            Status = 200,
            Body = "<html>"u8.ToArray(),
            BodySha256 = ContentHash.Of("<html>"),
            RobotsDecision = "allowed",
        },
        new ArchiveLocation("2026-03.warc.gz", 128, 4096),
        kind,
        listings,
        discovered);
}

/// <content>Steps that many tests take.</content>
public abstract partial class StoreContract
{
    /// <summary>Fetches one page of a run, from the frontier to the acknowledgement.</summary>
    private protected async Task<IReadOnlyList<ListingReceipt>> TakeInAsync(IReadOnlyList<JudgedListing> listings, PageKind kind = PageKind.Listing, SourceDefinition? source = null, string? path = null)
    {
        source ??= Pages.Source();
        var run = await Store.Frontier.BeginRunAsync(source.Id, Time.GetUtcNow(), None);
        await Store.Frontier.AddAsync(run, [Pages.Link(path ?? $"/trang/{Guid.NewGuid()}", priority: 1)], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "tester", TimeSpan.FromMinutes(5), None);
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, source, Time.GetUtcNow(), kind, listings), None);
    }

    private protected async Task<ListingReceipt> TakeInAsync(JudgedListing listing, SourceDefinition? source = null) =>
        (await TakeInAsync([listing], PageKind.Listing, source))[0];

    /// <summary>Stores a change of the item as it is now.</summary>
    private protected async Task<bool> ChangeAsync(ReviewItem item, ReviewState to, string trigger, Decision? decision = null) => await Store.Queue.TryChangeAsync(
        item with
        {
            State = to,
            LeasedBy = to == ReviewState.Leased ? "lan" : null,
            LeasedUntil = to == ReviewState.Leased ? Time.GetUtcNow().AddMinutes(15) : null,
            WaitUntil = to == ReviewState.Waiting ? new DateOnly(2026, 4, 1) : null,
        },
        item.Revision,
        trigger,
        "lan",
        Time.GetUtcNow(),
        decision,
        Audit("item.changed", $"item:{item.Id}"),
        None);

    private protected AuditEvent Audit(string action, string subject) => new(Time.GetUtcNow(), "lan", action, subject, null);
}
