using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Web;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Desk;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>The product's site over a filled store, with as many inspectors as the load needs.</summary>
internal sealed class ServedSite : IAsyncDisposable
{
    public const string Password = "mot cau that de nho";

    private readonly SqliteStore _store;
    private readonly WebApplication _app;

    private ServedSite(SqliteStore store, WebApplication app)
    {
        _store = store;
        _app = app;
        Address = ReviewSite.Addresses(app)[0].TrimEnd('/');
    }

    public string Address { get; }

    public static string Inspector(int number) => $"thanh-tra-{number}";

    public static async Task<ServedSite> StartAsync(string path, int inspectors, int port)
    {
        var store = SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System);
        var accounts = new SiteAccounts(store.Users, TimeProvider.System);
        for (var i = 0; i < inspectors; i++)
            await accounts.AddWithPasswordAsync(Inspector(i), $"Thanh tra {i}", Role.Inspector, WellKnownUnits.Ministry, Password, "bench", CancellationToken.None);
        var app = ReviewSite.Build(new ReviewSiteOptions
        {
            Urls = [$"http://127.0.0.1:{port}"],
            Queue = store.Queue,
            Listings = store.Listings,
            Approvals = store.Approvals,
            Audit = store.Audit,
            Users = store.Users,
            Credentials = store.Credentials,
            Search = store.Search,
            CaptureRequests = store.CaptureRequests,
            Figures = store.Figures,
            Stops = store.Stops,
            Review = new ReviewService(store.Queue, store.Approvals, store.Audit, TimeProvider.System, new ReviewSettings()),
            Sources = [.. Enumerable.Range(0, StoreFill.Sources).Select(i => new SourceDefinition { Id = StoreFill.SourceId(i), Name = $"Nguồn số {i}", Channel = Channel.Marketplace, Version = "d1" })],
            LastRuns = async cancellationToken => [.. (await store.Runs.LatestBySourceAsync(cancellationToken)).Select(run => new SourceRun(run.SourceId, run.StartedAt, run.EndedAt, 12, 180, 9, null))],
            Desk = new() { Kin = store.Kin, Views = store.Views, Objections = store.Objections, Workload = store.Workload, Recall = store.Recall, Registry = store.Registry },
            SignInsPerMinute = 10_000,
        });
        await app.StartAsync();
        return new(store, app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}
