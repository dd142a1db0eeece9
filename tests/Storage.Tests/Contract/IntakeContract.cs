using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_listing_comes_back_as_it_was_taken_in()
    {
        var judged = Pages.Listing("a", "Kích sóng 4G “chuẩn hãng”", "Bao khách 😀 ib giá", codes: ["uncertified"], priority: 0.7, signals: [new("rule", "uncertified.booster", "uncertified", 1.4, "title", 0, 8, "Kích sóng", "Nghi vấn", null)]);
        var receipt = await TakeInAsync(judged);

        var listing = await Store.Listings.FindAsync(receipt.ListingId, None);
        var snapshot = Assert.Single(await Store.Listings.SnapshotsAsync(receipt.ListingId, None));
        var finding = Assert.Single(await Store.Listings.FindingsAsync(receipt.ListingId, None));
        var capture = await Store.Listings.CaptureAsync(snapshot.CaptureId, None);

        Assert.True(receipt is { ListingIsNew: true, SnapshotIsNew: true, ItemTrigger: "opened" });
        Assert.Equal(("cho-mau", "a", "available", "Cần Thơ"), (listing!.SourceId, listing.Key, listing.State, listing.Place));
        Assert.Equal(JsonContractText(judged.Content), JsonContractText(snapshot.Content));
        Assert.Equal(JsonContractText(judged.Result), JsonContractText(finding.Result));
        Assert.Equal(judged.Scorer, finding.Versions);
        Assert.Equal((snapshot.Id, receipt.SnapshotId), (finding.SnapshotId, snapshot.Id));
        Assert.Equal((200, RenderMode.Http, new ArchiveLocation("2026-03.warc.gz", 128, 4096)), (capture!.Status, capture.Mode, capture.Archive));
        Assert.Equal(Time.GetUtcNow(), snapshot.CapturedAt);
    }

    [Fact]
    public async Task A_listing_that_says_the_same_twice_keeps_one_snapshot_and_one_finding()
    {
        var first = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var second = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));

        Assert.Equal((first.ListingId, first.SnapshotId, first.FindingId), (second.ListingId, second.SnapshotId, second.FindingId));
        Assert.False(second.ListingIsNew || second.SnapshotIsNew);
        Assert.Equal(new StoreTotals(1, 1, 1, 2, 1), await Store.Listings.TotalsAsync(None));
        Assert.Equal(Time.GetUtcNow(), (await Store.Listings.FindAsync(first.ListingId, None))!.LastSeen);
    }

    [Fact]
    public async Task A_changed_text_is_another_snapshot_of_the_same_listing()
    {
        var first = await TakeInAsync(Pages.Listing("a", "Loa cũ"));
        var second = await TakeInAsync(Pages.Listing("a", "Loa mới"));

        Assert.Equal(first.ListingId, second.ListingId);
        Assert.True(second is { ListingIsNew: false, SnapshotIsNew: true });
        Assert.Equal(["Loa mới", "Loa cũ"], (await Store.Listings.SnapshotsAsync(first.ListingId, None)).Select(snapshot => snapshot.Content.Record.Title));
    }

    [Fact]
    public async Task Another_model_makes_another_finding_of_the_same_snapshot()
    {
        var first = await TakeInAsync(Pages.Listing("a"));
        var second = await TakeInAsync(Pages.Listing("a", scorer: Pages.Scorer with { Model = "m2" }));

        Assert.Equal(first.SnapshotId, second.SnapshotId);
        Assert.NotEqual(first.FindingId, second.FindingId);
        Assert.Equal(["m2", "m1"], (await Store.Listings.FindingsAsync(first.ListingId, None)).Select(finding => finding.Versions.Model));
    }

    [Fact]
    public async Task A_card_never_replaces_what_the_listings_own_page_said()
    {
        var full = await TakeInAsync([Pages.Listing("a", description: "Mô tả đầy đủ")]);
        var card = await TakeInAsync([Pages.Listing("a", description: "")], PageKind.List);

        Assert.Equal(full[0].SnapshotId, card[0].SnapshotId);
        Assert.False(card[0].SnapshotIsNew);
        var again = await TakeInAsync([Pages.Listing("a", description: "Mô tả đầy đủ")]);
        Assert.False(again[0].SnapshotIsNew);
    }

    [Fact]
    public async Task A_full_page_replaces_a_card()
    {
        var card = await TakeInAsync([Pages.Listing("a", description: "")], PageKind.List);
        var full = await TakeInAsync([Pages.Listing("a", description: "Mô tả đầy đủ")]);

        Assert.True(full[0].SnapshotIsNew);
        Assert.Equal(card[0].ListingId, full[0].ListingId);
    }

    [Fact]
    public async Task The_same_key_twice_on_a_page_is_one_listing()
    {
        var receipts = await TakeInAsync([Pages.Listing("a", "Một"), Pages.Listing("b"), Pages.Listing("a", "Hai")], PageKind.List);

        Assert.Equal(receipts[0], receipts[2]);
        Assert.Equal(2, (await Store.Listings.TotalsAsync(None)).Listings);
    }

    [Fact]
    public async Task The_same_key_in_two_sources_is_two_listings()
    {
        var here = await TakeInAsync(Pages.Listing("a"), Pages.Source("cho-mau"));
        var there = await TakeInAsync(Pages.Listing("a"), Pages.Source("shop-mau"));

        Assert.NotEqual(here.ListingId, there.ListingId);
    }

    [Fact]
    public async Task A_listing_is_found_by_every_url_it_was_seen_at()
    {
        var first = await TakeInAsync([Pages.Listing("a") with { Url = "https://m.cho-mau.example/tin/a" }], path: "/tin/a?ref=1");
        await TakeInAsync(Pages.Listing("a") with { Url = "https://cho-mau.example/tin/a-moi" });

        foreach (var url in new[] { "https://m.cho-mau.example/tin/a", "https://cho-mau.example/tin/a-moi", "https://cho-mau.example/tin/a?ref=1", "https://cho-mau.example/tin/a" })
            Assert.Equal(first[0].ListingId, (await Store.Listings.FindByUrlAsync(url, None))?.Id);
        Assert.Null(await Store.Listings.FindByUrlAsync("https://cho-mau.example/tin/b", None));
    }

    [Fact]
    public async Task A_sold_out_listing_says_so()
    {
        var judged = Pages.Listing("a");
        var receipt = await TakeInAsync(judged with { Content = judged.Content with { Availability = "OutOfStock" } });

        Assert.Equal("sold-out", (await Store.Listings.FindAsync(receipt.ListingId, None))!.State);
    }

    [Fact]
    public async Task Unflagged_listings_open_no_item()
    {
        var receipt = await TakeInAsync(Pages.Listing("a"));

        Assert.Null(receipt.ItemId);
        Assert.Null(await Store.Queue.FindByListingAsync(receipt.ListingId, None));
    }

    [Fact]
    public async Task A_new_finding_attaches_to_the_open_item_even_when_it_is_no_longer_flagged()
    {
        var opened = await TakeInAsync(Pages.Listing("a", codes: "counterfeit", priority: 0.6));
        var attached = await TakeInAsync(Pages.Listing("a", "Loa chính hãng", priority: 0.01));

        Assert.Equal((opened.ItemId, "attached"), (attached.ItemId, attached.ItemTrigger));
        var item = await Store.Queue.FindByListingAsync(opened.ListingId, None);
        Assert.Equal((attached.FindingId, 0.6, 2), (item!.FindingId, item.Priority, item.Revision));
        Assert.Equal(["opened", "attached"], (await Store.Queue.TransitionsAsync(item.Id, None)).Select(transition => transition.Trigger));
    }

    [Fact]
    public async Task A_dismissed_item_comes_back_by_a_named_rule_only()
    {
        var opened = await TakeInAsync(Pages.Listing("a", codes: "counterfeit", priceVnd: 200_000));
        var item = (await Store.Queue.FindByListingAsync(opened.ListingId, None))!;
        Assert.True(await ChangeAsync(item, ReviewState.Dismissed, "decide:dismiss"));

        var same = await TakeInAsync(Pages.Listing("a", "Tên khác", codes: "counterfeit", priceVnd: 150_000));
        Assert.Null(same.ItemTrigger);
        var cheaper = await TakeInAsync(Pages.Listing("a", "Tên khác nữa", codes: "counterfeit", priceVnd: 90_000));
        Assert.Equal((item.Id, "reopened:price-halved"), (cheaper.ItemId, cheaper.ItemTrigger));
    }

    [Fact]
    public async Task A_page_that_fails_half_way_leaves_nothing_behind()
    {
        var run = await Store.Frontier.BeginRunAsync("cho-mau", Time.GetUtcNow(), None);
        await Store.Frontier.AddAsync(run, [Pages.Link("/a")], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "tester", TimeSpan.FromMinutes(5), None);
        var broken = Pages.Listing("b") with { Key = null! };
        var page = Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.List, [Pages.Listing("a", codes: "counterfeit"), broken], Pages.Link("/b"));

        await Assert.ThrowsAnyAsync<Exception>(() => Store.Intake.AcknowledgeAsync(page, None));

        Assert.Equal(new StoreTotals(0, 0, 0, 0, 0), await Store.Listings.TotalsAsync(None));
        Assert.Equal(new FrontierCounts(Pending: 0, Leased: 1, Done: 0, Failed: 0, Refused: 0), await Store.Frontier.CountsAsync(run.Id, None));
    }

    [Fact]
    public async Task Pages_acknowledged_at_the_same_time_are_all_there()
    {
        var run = await Store.Frontier.BeginRunAsync("cho-mau", Time.GetUtcNow(), None);
        await Store.Frontier.AddAsync(run, [.. Enumerable.Range(0, 60).Select(i => Pages.Link($"/{i}"))], None);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var entry = await Store.Frontier.LeaseAsync(run.Id, $"w{i}", TimeSpan.FromMinutes(5), None);
            return await Store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.List, [Pages.Listing($"k{i % 20}", codes: "smuggled")]), None);
        }));

        Assert.Equal(new StoreTotals(20, 20, 20, 60, 20), await Store.Listings.TotalsAsync(None));
        Assert.Equal(20, receipts.Count(receipt => receipt[0].ListingIsNew));
        Assert.Equal(60, (await Store.Frontier.CountsAsync(run.Id, None)).Done);
    }

    [Fact]
    public async Task Fields_longer_than_any_real_one_are_kept_and_keep_no_page_from_being_taken_in()
    {
        // Random words: a database that compresses must not save the day.
        string Long(int length) => string.Concat(Enumerable.Range(0, length / 32).Select(_ => Guid.NewGuid().ToString("N")));
        var listing = Pages.Listing("k" + Long(6_400), Long(64_000) + " loa", codes: "counterfeit");
        var record = listing.Content.Record with { Seller = new() { Name = Long(64_000), Location = Long(64_000) } };
        listing = listing with { Url = "https://cho-mau.example/" + Long(6_400), Content = listing.Content with { Record = record, CanonicalUrl = "https://cho-mau.example/" + Long(6_400) } };

        var receipt = await TakeInAsync(listing);
        Assert.Equal((receipt.ListingId, false), (await TakeInAsync(listing)) is var again ? (again.ListingId, again.ListingIsNew) : default);
        var stored = (await Store.Listings.FindAsync(receipt.ListingId, None))!;
        Assert.Equal((200, listing.Url), (stored.Place!.Length, stored.Url));
        Assert.Equal(record.Seller.Location, (await Store.Listings.SnapshotsAsync(receipt.ListingId, None))[0].Content.Record.Seller.Location);
        var waiting = Assert.Single(await Store.Search.UnindexedAsync(10, None));
        await Store.Search.SaveMarksAsync([(waiting.ListingPosition, new(MarkKind.Seller, record.Seller.Name!))], waiting.Position, None);
        Assert.Single((await Store.Search.MarkAsync(new(MarkKind.Seller, record.Seller.Name!), null, 10, None)).Hits);
        Assert.Empty((await Store.Care.CheckAsync(None)).Faults);
    }

    private static string JsonContractText<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, JsonContract.Indented);
}
