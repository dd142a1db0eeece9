using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Another_process_sees_everything_acknowledged_and_decided()
    {
        var run = await BeginAsync();
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        await ChangeAsync(item, ReviewState.Dismissed, "decide:dismiss", DecisionOn(item));

        await using var other = OpenAgain();
        Assert.Equal(ReviewState.Dismissed, (await other.Queue.FindAsync(item.Id, None))!.Item.State);
        Assert.Single(await other.Queue.DecisionsAsync(item.Id, None));
        Assert.Equal(await Store.Listings.TotalsAsync(None), await other.Listings.TotalsAsync(None));
        Assert.Equal((run.Id, true), await other.Frontier.BeginRunAsync("cho-mau", Time.GetUtcNow(), None) is var resumed ? (resumed.Id, resumed.Resumed) : default);
        await CheckInvariantsAsync(other);
    }

    [Fact]
    public async Task Two_processes_write_side_by_side()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [.. Enumerable.Range(0, 40).Select(i => Pages.Link($"/{i}"))], None);
        await using var other = OpenAgain();

        await Task.WhenAll(Crawl(Store, "w1"), Crawl(other, "w2"));

        Assert.Equal(40, (await Store.Frontier.CountsAsync(run.Id, None)).Done);
        Assert.Equal(new StoreTotals(10, 10, 10, 40, 10), await Store.Listings.TotalsAsync(None));
        await CheckInvariantsAsync(Store);

        async Task Crawl(MonitorStore store, string worker)
        {
            while (await store.Frontier.LeaseAsync(run.Id, worker, FiveMinutes, None) is { } entry)
                await store.Intake.AcknowledgeAsync(Pages.Page(run, entry, Pages.Source(), Time.GetUtcNow(), PageKind.List, [Pages.Listing($"k{entry.Id % 10}", codes: "smuggled")]), None);
        }
    }
}
