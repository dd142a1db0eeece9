using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>A SQLite store as a few nights and a morning leave it: listings, one in ten flagged, some decided, a source stopped.</summary>
internal static class FilledStore
{
    private const int OnAPage = 100;

    public static async Task MakeAsync(string file, int listings, CancellationToken cancellationToken)
    {
        await using var store = SqliteStore.Open(file, new ReviewPolicy(), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var run = await store.Frontier.BeginRunAsync(SyntheticNight.Source.Id, now, cancellationToken);
        for (var first = 0; first < listings; first += OnAPage)
        {
            await store.Frontier.AddAsync(run, [SyntheticNight.Link(first)], cancellationToken);
            var entry = await store.Frontier.LeaseAsync(run.Id, "bench", TimeSpan.FromMinutes(5), cancellationToken);
            var page = Enumerable.Range(first, Math.Min(OnAPage, listings - first)).Select(number => SyntheticNight.Listing(number, flaggedIn: 10));
            var found = Enumerable.Range(first + 1, OnAPage - 1).Select(SyntheticNight.Link);
            await store.Intake.AcknowledgeAsync(SyntheticNight.Page(run, entry!, [.. page], [.. found]), cancellationToken);
        }

        var lan = new Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        var service = new ReviewService(store.Queue, store.Approvals, store.Audit, TimeProvider.System, new ReviewSettings { HighPriority = 2 });
        for (var i = 0; i < Math.Min(200, listings / 20); i++)
        {
            if (await service.NextAsync(new QueueFilter(), lan, cancellationToken) is not { } entry) break;
            await service.DecideAsync(new DecideCommand(entry.Item.Id, i % 2 == 0 ? DecisionKind.Dismiss : DecisionKind.Confirm, i % 2 == 0 ? null : entry.Item.Codes, "đã xem, số liệu đo"), lan, cancellationToken);
        }

        await store.Stops.StopAsync(new CrawlStop("mot-nguon", "lan", now, "thử"), new AuditEvent(now, "lan", "stop", "mot-nguon", null, WellKnownUnits.Ministry), cancellationToken);
        await store.Frontier.EndRunAsync(run.Id, now, "{}", cancellationToken);
    }
}
