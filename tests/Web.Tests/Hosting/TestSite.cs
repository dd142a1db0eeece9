using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Violations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>The real site on a free loopback port over a real store in a folder of its own.</summary>
public sealed class TestSite : IAsyncDisposable
{
    public const string Password = "mot cau that de nho";

    // Hashing is slow on purpose; once is enough for all tests.
    private static readonly Lazy<Dictionary<string, string>> Hashes = new(() =>
    {
        var passwords = new Passwords();
        return ((string[])["minh", "lan", "sep", "tinh", "quan-tri"]).ToDictionary(name => name, name => passwords.Hash(name, Password), StringComparer.Ordinal);
    });

    // The page of the offer as a shop would have shown it, drawn once.
    private static readonly Lazy<byte[]> Picture = new(() => PagePainter.Png(480, 640));

    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-web-").FullName;
    private readonly Dictionary<string, byte[]> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceDefinition> _sources;
    private readonly WebApplication _app;

    private TestSite(Func<ReviewSiteOptions, ReviewSiteOptions>? change, BlindSampling? sampling)
    {
        _sources = ((SourceDefinition[])
        [
            Source("cho-lon", "Chợ Lớn Online", Channel.Marketplace),
            Source("rao-vat", "Rao Vặt 24h", Channel.Marketplace),
            Source("mxh", "Nhóm Mua Bán Công Nghệ", Channel.Social),
            Source("website", "Cửa hàng độc lập", Channel.Website),
        ]).ToDictionary(source => source.Id, StringComparer.Ordinal);
        Store = SqliteStore.Open(Path.Combine(_folder, "store.db"), new ReviewPolicy(null, sampling), Clock);
        Review = new(Store.Queue, Store.Approvals, Store.Audit, Clock, new(), Store.Objections);
        Accounts = new(Store.Users, Clock);
        var options = new ReviewSiteOptions
        {
            Urls = ["http://127.0.0.1:0"],
            Title = "Cửa hàng mẫu",
            Queue = Store.Queue,
            Listings = Store.Listings,
            Approvals = Store.Approvals,
            Audit = Store.Audit,
            Users = Store.Users,
            Credentials = Store.Credentials,
            Search = Store.Search,
            CaptureRequests = Store.CaptureRequests,
            Figures = Store.Figures,
            Stops = Store.Stops,
            Review = Review,
            Health = Store.Health,
            Time = Clock,
            Sources = [.. _sources.Values],
            Violations = Catalogue,
            SignInsPerMinute = 1000,
            ReadCapture = (capture, _) => Task.FromResult<ReadOnlyMemory<byte>?>(_bodies.TryGetValue(capture.Url, out var body) ? body : null),
            Desk = new()
            {
                Kin = Store.Kin,
                Views = Store.Views,
                Objections = Store.Objections,
                Workload = Store.Workload,
                Recall = Store.Recall,
                Registry = Store.Registry,
                FindRich = (finding, source) => new(finding.ScoredAt, "https://cho-lon.example/p/ap2", new(finding.Id, source, "https://cho-lon.example/p/ap2", "https://cho-lon.example/p/ap2", finding.ScoredAt, RenderMode.Browser, 200, "00", 1, "allowed", new("2026-11-20.warc.gz", 1, 1))),
                ReadPicture = _ => new("image/png", Picture.Value),
                Route = (entry, codes) => codes.Contains("counterfeit") || codes.Contains("uncertified") ? [new("Chi cục Quản lý thị trường", "UBND tỉnh", ["Cơ quan Công an", "Sở Khoa học và Công nghệ"], "3986/VPCP-V.I ngày 28/06/2022; nguồn: văn bản gốc", true)] : [],
                Training = new(() => TrainingOffers.All),
                SampleRate = sampling?.Rate ?? 0,
            },
            LastRuns = async cancellationToken => [.. (await Store.Runs.LatestBySourceAsync(cancellationToken)).Select(run => new SourceRun(run.SourceId, run.StartedAt, run.EndedAt, 12, 180, 9, null))],
        };
        _app = ReviewSite.Build(change?.Invoke(options) ?? options);
    }

    public static IViolationCatalogue Catalogue { get; } = new ViolationCatalogue(
    [
        new("counterfeit", "Hàng giả, nhái", "Counterfeit", "Hàng giả", [new("NĐ 98/2020/NĐ-CP, khoản 7 Điều 3", "định nghĩa hàng giả", "https://vanban.example/98-2020")], "Quản lý thị trường"),
        new("smuggled", "Hàng nhập lậu", "Smuggled", "Hàng nhập lậu", [], null),
        new("uncertified", "Không hợp quy", "Uncertified", "Không hợp quy", [new("NĐ 15/2020/NĐ-CP", null, null, false)], "Cục Tần số vô tuyến điện"),
        new("prohibited-device", "Thiết bị cấm", "Prohibited device", "Hàng cấm", [], null),
        new("sim-abuse", "SIM, OTP trái phép", "SIM abuse", null, [], null),
        new("used-import", "Hàng cũ cấm nhập", "Used import", "Hàng cấm", [], null),
        new("piracy", "Xâm phạm bản quyền", "Piracy", "Xâm phạm SHTT", [], null),
        new("impersonation", "Mạo danh", "Impersonation", null, [], null),
        new("label-printing", "In tem nhãn giả", "Label printing", "Hàng giả", [], null),
        new("unlicensed-infosec", "ATTT không phép", "Unlicensed infosec", null, [], null),
    ]);

    public TestClock Clock { get; } = new();

    public SqliteStore Store { get; }

    public ReviewService Review { get; }

    public SiteAccounts Accounts { get; }

    /// <summary>Every route the site answers: its pattern and methods (none stands for GET of a page and its posts).</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<string> Methods)> Endpoints =>
    [
        .. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])),
    ];

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A running site with five people and no offers.</summary>
    public static async Task<TestSite> StartAsync(Func<ReviewSiteOptions, ReviewSiteOptions>? change = null, BlindSampling? sampling = null)
    {
        var site = new TestSite(change, sampling);
        foreach (var (name, display, role, unit) in ((string, string, Role, string)[])
        [
            ("minh", "Nguyễn Văn Minh", Role.Inspector, WellKnownUnits.Ministry),
            ("lan", "Phạm Thị Lan", Role.Inspector, WellKnownUnits.Ministry),
            ("sep", "Trần Lãnh Đạo", Role.Leader, WellKnownUnits.Ministry),
            ("quan-tri", "Đỗ Quản Trị", Role.Administrator, WellKnownUnits.Ministry),
            ("tinh", "Lê Thanh Tra Tỉnh", Role.Inspector, "tinh-a"),
        ])
        {
            if (unit != WellKnownUnits.Ministry)
                await site.Store.Users.SaveUnitAsync(new(unit, "Sở A", "Tỉnh A", new(2025, 3, 1), null), new(site.Clock.GetUtcNow(), "test", "unit.saved", "unit:" + unit, null), default);
            var user = new User(name, display, role, unit, Hashes.Value[name]);
            await site.Store.Users.SaveAsync(user, new(site.Clock.GetUtcNow(), "test", "user.saved", "user:" + name, null, unit), default);
        }

        await site._app.StartAsync();
        site.Address = ReviewSite.Addresses(site._app)[0].TrimEnd('/');
        return site;
    }

    /// <summary>A running site with <see cref="Offers.Morning"/> in the queue.</summary>
    public static async Task<TestSite> StartWithMorningAsync(BlindSampling? sampling = null, bool withJobs = false)
    {
        var site = await StartAsync(withJobs ? options => options with { Jobs = new NightJobs(options.Time) } : null, sampling);
        var morning = site.Clock.GetUtcNow();
        var hours = 5 * Offers.Morning.Count;
        foreach (var offer in Offers.Morning.Reverse())
        {
            site.Clock.Set(morning.AddHours(-(hours -= 5)).AddMinutes(-25));
            await site.TakeInAsync(offer, TimeSpan.FromMinutes(1));
        }

        site.Clock.Set(morning);
        return site;
    }

    /// <summary>Takes an offer in as a scan would, captured so long ago. Returns its item, or null when none came of it.</summary>
    public async Task<Guid?> TakeInAsync(Offer offer, TimeSpan ago, bool flagged = true)
    {
        var source = _sources[offer.Source];
        var at = Clock.GetUtcNow() - ago;
        var body = Encoding.UTF8.GetBytes($"<!DOCTYPE html><title>{offer.Record.Title}</title><script>alert('captured')</script>\n{offer.Record.Description}");
        _bodies[offer.Url] = body;
        var run = await Store.Frontier.BeginRunAsync(source.Id, at, default);
        await Store.Frontier.AddAsync(run, [new($"{offer.Url}?{Guid.NewGuid()}", new(offer.Url, "start"))], default);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "test", TimeSpan.FromMinutes(5), default) ?? throw new InvalidOperationException("Nothing to lease.");
        var capture = new Capture
        {
            Id = Guid.CreateVersion7(at),
            SourceId = source.Id,
            RequestUrl = offer.Url,
            Url = offer.Url,
            CapturedAt = at,
            Mode = RenderMode.Http,
            Status = 200,
            Body = body,
            BodySha256 = ContentHash.Of(body),
            RobotsDecision = "allowed",
        };
        var content = new ExtractedListing
        {
            Record = offer.Record,
            Images = [$"https://{offer.Source}.example/anh/{offer.Key}-1.jpg"],
        };
        var judged = new JudgedListing(offer.Key, offer.Url, content, ContentHash.Of(offer.Record.Title + "\n" + offer.Record.Description + "\n" + offer.Record.PriceText), "extractor-1", "definition-1", offer.Judge() with { Flagged = flagged },
            new("features-9f2c41d07a6b", "model-4be1907f55ac", "prior-02", "packs-77d0e2b1c9a4"));
        var receipts = await Store.Intake.AcknowledgeAsync(new PageAcknowledgement(run, entry, source, capture, new("2026-11-20.warc.gz", 48_211, 9_120), PageKind.Listing, [judged], []), default);
        await Store.Frontier.EndRunAsync(run.Id, at.AddMinutes(4), "{}", default);
        return receipts[0].ItemId;
    }

    /// <summary>The item of an offer taken in before.</summary>
    public async Task<ReviewItem> ItemAsync(string key)
    {
        var page = await Store.Queue.ListAsync(new() { Limit = 500 }, default);
        return page.Entries.First(entry => string.Equals(entry.Listing.Key, key, StringComparison.Ordinal)).Item;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SourceDefinition Source(string id, string name, Channel channel) => new() { Id = id, Name = name, Channel = channel, Version = "v1", Start = [$"https://{id}.example/"] };
}
