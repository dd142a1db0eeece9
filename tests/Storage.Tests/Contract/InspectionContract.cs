using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <content>What an inspector's morning asks.</content>
public abstract partial class StoreContract
{
    private protected static ItemWorth Worth { get; } = new() { Harm = new Dictionary<string, double>(StringComparer.Ordinal) { ["piracy"] = 0.5, ["prohibited-device"] = 1, ["counterfeit"] = 1 } };

    [Fact]
    public async Task The_queue_is_read_by_expected_value_and_not_by_priority_alone()
    {
        await using var store = OpenWith(new ReviewPolicy(Worth));
        await TakeInOfAsync("harmless", "Loa nhái", 0.9, store: store, codes: "piracy");
        await TakeInOfAsync("harmful", "Máy phá sóng", 0.6, store: store, codes: "prohibited-device");
        Assert.Equal(["harmful", "harmless"], await KeysOfAsync(new QueueFilter()));
        Assert.Equal(["harmful"], await KeysOfAsync(new QueueFilter { Violation = "prohibited-device" }));
    }

    [Fact]
    public async Task Place_ratio_age_seller_and_person_narrow_and_the_total_narrows_with_them()
    {
        await TakeInOfAsync("a", "Tai nghe", 0.9, place: "Cần Thơ", phone: "0900 000 118", ratio: "0.1", codes: "counterfeit");
        Time.Advance(TimeSpan.FromDays(3));
        await TakeInOfAsync("b", "Ốp lưng", 0.5, place: "Hà Nội", phone: "+84 900000118", ratio: "0.5", codes: "counterfeit");
        await TakeInOfAsync("c", "Sạc dự phòng", 0.4, place: "Hà Nội", codes: "counterfeit");

        Assert.Equal(["b", "c"], await KeysOfAsync(new QueueFilter { Place = "Hà Nội" }));
        Assert.Equal(["a"], await KeysOfAsync(new QueueFilter { MaxPriceRatio = 0.2 }));
        Assert.Equal(["a", "b"], await KeysOfAsync(new QueueFilter { SellerKey = "p:900000118" }));
        Assert.Equal(["b"], await KeysOfAsync(new QueueFilter { SellerKey = "p:900000118", Violation = "counterfeit", Place = "Hà Nội" }));
        Assert.Equal(["a"], await KeysOfAsync(new QueueFilter { OpenedBefore = Time.GetUtcNow().AddDays(-1) }));
        Assert.Equal(["b", "c"], await KeysOfAsync(new QueueFilter { OpenedSince = Time.GetUtcNow().AddDays(-1), Units = ["bo"] }));

        var review = new ReviewService(Store.Queue, Store.Approvals, Store.Audit, Time, new ReviewSettings());
        var lan = new Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        await review.NextAsync(new QueueFilter { Place = "Cần Thơ" }, lan, default);
        Assert.Equal(["a"], await KeysOfAsync(new QueueFilter { Person = "lan" }));
        Assert.Equal(["Hà Nội:2", "Cần Thơ:1"], (await Store.Workload.PlacesAsync(null, 10, default)).Select(place => $"{place.Place}:{place.Open}"));
        var outlook = await Store.Workload.OutlookAsync(null, 1, default);
        Assert.Equal((1, 0.5), (outlook.Items, outlook.Expected));
    }

    [Fact]
    public async Task Near_duplicates_are_found_by_their_words_likest_first_and_others_are_not()
    {
        const string Words = "Tai nghe không dây rep 1:1 hổ vằn, định vị đổi tên, check seri ra web hãng, bao test 7 ngày, full box seal như hàng hãng.";
        var first = await TakeInOfAsync("a", "Tai nghe Pro 2", 0.9, description: Words, codes: "counterfeit");
        await TakeInOfAsync("b", "Tai nghe Pro 2", 0.8, description: Words, codes: "counterfeit");
        await TakeInOfAsync("c", "TAI NGHE PRO 2", 0.7, description: Words + " Freeship.", codes: "counterfeit");
        await TakeInOfAsync("d", "Bộ kích sóng", 0.9, description: "Máy kích sóng di động cho nhà ống, anten yagi, lắp đặt tận nơi trong ngày tại Hà Nội.", codes: "prohibited-device");

        var near = await Store.Kin.NearAsync(first, null, 0.7, 10, default);
        Assert.Equal(["b", "c"], near.Listings.Select(kin => kin.Listing.Key));
        Assert.Equal(1.0, near.Listings[0].Likeness);
        Assert.InRange(near.Listings[1].Likeness!.Value, 0.8, 0.999);
        Assert.NotNull(near.Listings[0].Item);
        Assert.Empty((await Store.Kin.NearAsync(first, ["can-tho"], 0.7, 10, default)).Listings);
        Assert.Empty((await Store.Kin.NearAsync(Guid.CreateVersion7(), null, 0.7, 10, default)).Listings);
    }

    [Fact]
    public async Task A_sellers_other_listings_are_found_by_telephone_number_across_sources_and_by_name_within_one()
    {
        var first = await TakeInOfAsync("a", "Tai nghe", 0.9, phone: "0900.000.118", codes: "counterfeit");
        await TakeInOfAsync("b", "Sạc", 0, phone: "+84900000118", source: "trang-khac", codes: []);
        await TakeInOfAsync("c", "Cáp", 0.5, codes: "counterfeit");
        Assert.Equal(["b"], (await Store.Kin.OfSellerAsync(first, null, 10, default)).Listings.Select(kin => kin.Listing.Key));
    }

    [Fact]
    public async Task What_is_read_blind_is_in_no_list_that_asks_how_it_was_judged()
    {
        await using var store = OpenWith(new ReviewPolicy(Worth, new BlindSampling { Rate = 1, ControlRate = 1, Seed = "s" }));
        await TakeInOfAsync("flagged", "Tai nghe", 0.9, store: store, codes: "counterfeit");
        await TakeInOfAsync("plain", "Loa cũ", 0.01, store: store, codes: []);
        Assert.Equal(2, (await store.Queue.ListAsync(new QueueFilter(), default)).Total);
        Assert.Equal(0, (await store.Queue.ListAsync(new QueueFilter { Violation = "counterfeit" }, default)).Total);
        Assert.Equal(0, (await store.Queue.ListAsync(new QueueFilter { MinPriority = 0.001 }, default)).Total);
        Assert.Empty((await store.Queue.CountsAsync(null, default)).OpenByViolation);
        Assert.Equal(1, (await store.Recall.CountAsync(null, default)).Drawn);
        Assert.Empty(await store.Recall.DecidedAsync(null, 10, default));
    }

    private async Task<string[]> KeysOfAsync(QueueFilter filter)
    {
        var page = await Store.Queue.ListAsync(filter, default);
        Assert.Equal(page.Entries.Count, page.Total);
        return [.. page.Entries.Select(entry => entry.Listing.Key)];
    }

    private protected async Task<Guid> TakeInOfAsync(
        string key, string title, double priority, string description = "Hàng đẹp.", string? place = null, string? phone = null, string? ratio = null, string source = "cho-mau", MonitorStore? store = null, params string[] codes)
    {
        store ??= Store;
        var from = Pages.Source(source);
        var run = await store.Frontier.BeginRunAsync(from.Id, Time.GetUtcNow(), default);
        await store.Frontier.AddAsync(run, [Pages.Link("/" + key)], default);
        var entry = await store.Frontier.LeaseAsync(run.Id, "t", TimeSpan.FromMinutes(5), default);
        Signal[] signals = ratio is null ? [] : [new("price", "price.low", null, 1, null, null, null, null, "Giá thấp.", new Dictionary<string, string>(StringComparer.Ordinal) { ["ratio"] = ratio })];
        var listing = Pages.Listing(key, title, description, priority, signals: signals, codes: codes);
        listing = listing with { Content = listing.Content with { Record = listing.Content.Record with { Seller = new() { Name = "Tiệm " + key, Phone = phone, Location = place } } } };
        var receipts = await store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, from, Time.GetUtcNow(), PageKind.Listing, [listing]), default);
        return receipts[0].ListingId;
    }
}
