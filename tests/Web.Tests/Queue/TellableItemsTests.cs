using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Queue;

/// <summary>What a notice of high-priority suspicions may name.</summary>
public sealed class TellableItemsTests
{
    [Fact]
    public async Task A_notice_names_no_item_that_is_read_blind()
    {
        await using var site = await TestSite.StartAsync(sampling: new BlindSampling { Rate = 1, ControlRate = 0.5, Seed = "tin" });
        var offer = Offers.Morning[0];
        var opened = new List<OpenedItem>();
        for (var i = 0; i < 12; i++)
        {
            var item = await site.TakeInAsync(offer with { Key = $"tin-{i}", Record = offer.Record with { Id = $"tin-{i}" } }, TimeSpan.FromMinutes(1), flagged: i < 8);
            opened.Add(new(item!.Value, offer.Source, 0.95, ["counterfeit"]));
        }

        var told = (await new TellableItems(site.Store.Queue).OfAsync(opened, default)).Select(item => item.Item).ToHashSet();

        var blind = 0;
        foreach (var item in opened)
        {
            var hides = (await site.Store.Queue.FindAsync(item.Item, default))!.Item.IsBlind;
            if (hides) blind++;
            Assert.Equal(!hides, told.Contains(item.Item));
        }

        // Both kinds were there: controls among the flagged, and every one of the sample.
        Assert.InRange(blind, 5, 11);
    }
}
