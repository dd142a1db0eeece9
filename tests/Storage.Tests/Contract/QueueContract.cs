using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task The_queue_is_read_by_priority_page_by_page()
    {
        await TakeInAsync([.. Enumerable.Range(1, 7).Select(i => Pages.Listing($"k{i}", priority: i / 10.0, codes: "counterfeit"))], PageKind.List);

        var first = await Store.Queue.ListAsync(new QueueFilter { Limit = 3 }, None);
        var last = await Store.Queue.ListAsync(new QueueFilter { Limit = 3, Offset = 6 }, None);

        Assert.Equal((7, 7), (first.Total, last.Total));
        Assert.Equal([0.7, 0.6, 0.5], first.Entries.Select(entry => entry.Item.Priority));
        Assert.Equal([0.1], last.Entries.Select(entry => entry.Item.Priority));
    }

    [Fact]
    public async Task A_queue_entry_carries_listing_snapshot_and_finding()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", "Loa nhái", codes: "counterfeit"));
        var entry = (await Store.Queue.FindAsync(receipt.ItemId!.Value, None))!;

        Assert.Equal((receipt.ListingId, receipt.SnapshotId, receipt.FindingId), (entry.Listing.Id, entry.Snapshot.Id, entry.Finding.Id));
        Assert.Equal("Loa nhái", entry.Snapshot.Content.Record.Title);
        Assert.Null(await Store.Queue.FindAsync(Guid.CreateVersion7(), None));
    }

    [Fact]
    public async Task Filters_narrow_and_the_total_narrows_with_them()
    {
        await TakeInAsync([Pages.Listing("a", "Sim rác kích sẵn", codes: ["sim-abuse", "smuggled"], priority: 0.9), Pages.Listing("b", "Điện thoại dựng", codes: "counterfeit", priority: 0.4)], PageKind.List);
        await TakeInAsync([Pages.Listing("c", "Loa nhái", codes: "counterfeit", priority: 0.2)], PageKind.Timeline, Pages.Source("trang-mau", unit: "can-tho", channel: Channel.Social));

        await Shows(["a", "b", "c"], new QueueFilter());
        await Shows(["b", "c"], new QueueFilter { Violation = "counterfeit" });
        await Shows(["a"], new QueueFilter { Violation = "smuggled" });
        await Shows([], new QueueFilter { Violation = "piracy" });
        await Shows(["c"], new QueueFilter { SourceId = "trang-mau" });
        await Shows(["a", "b"], new QueueFilter { Channel = Channel.Marketplace });
        await Shows(["c"], new QueueFilter { Violation = "counterfeit", Channel = Channel.Social, Units = ["can-tho"] });
        await Shows(["a", "b"], new QueueFilter { MinPriority = 0.3 });
        await Shows(["b"], new QueueFilter { MinPriority = 0.3, Violation = "counterfeit" });
        await Shows(["c"], new QueueFilter { Units = ["can-tho"] });
        await Shows(["a", "b", "c"], new QueueFilter { Units = ["can-tho", "bo"] });
        await Shows([], new QueueFilter { Units = [] });
        await Shows([], new QueueFilter { States = [ReviewState.Dismissed] });
        await Shows(["a", "b", "c"], new QueueFilter { States = [ReviewState.New, ReviewState.New, ReviewState.Waiting] });
    }

    [Theory]
    [InlineData("điện thoại dựng", "b")]
    [InlineData("dien thoai", "b")]
    [InlineData("ĐIỆN THO", "b")]
    [InlineData("thoại dien", "b")]
    [InlineData("hop \"dien", "b")]
    [InlineData("nhái", "c")]
    [InlineData("can tho ba", null)]
    [InlineData("-loa* OR (", null)]
    [InlineData("!!!", null)]
    public async Task Words_are_found_with_and_without_diacritics(string text, string? key)
    {
        await TakeInAsync([Pages.Listing("b", "Điện thoại dựng", "máy hộp", codes: "counterfeit"), Pages.Listing("c", "Loa nhái", codes: "counterfeit")], PageKind.List);

        await Shows(key is null ? [] : [key], new QueueFilter { Text = text });
        await Shows(key is null ? [] : [key], new QueueFilter { Text = text, Violation = "counterfeit", MinPriority = 0 });
    }

    [Fact]
    public async Task A_changed_listing_is_found_by_its_new_words_only()
    {
        await TakeInAsync(Pages.Listing("a", "Loa nhái", codes: "counterfeit"));
        await TakeInAsync(Pages.Listing("a", "Tai nghe nhái", codes: "counterfeit"));

        await Shows(["a"], new QueueFilter { Text = "tai nghe" });
        await Shows([], new QueueFilter { Text = "loa" });
    }

    [Fact]
    public async Task Counts_follow_every_change()
    {
        var receipts = await TakeInAsync([Pages.Listing("a", codes: ["sim-abuse", "smuggled"]), Pages.Listing("b", codes: "smuggled")], PageKind.List);
        await TakeInAsync([Pages.Listing("c", codes: "smuggled")], source: Pages.Source("shop-mau", unit: "can-tho"));
        var item = (await Store.Queue.FindAsync(receipts[0].ItemId!.Value, None))!.Item;
        await ChangeAsync(item, ReviewState.Leased, "lease");
        await ChangeAsync(item with { Revision = 2 }, ReviewState.Confirmed, "decide:confirm");

        var all = await Store.Queue.CountsAsync(units: null, None);
        Assert.Equal((2, 0, 1, 0, 0), (all.ByState[ReviewState.New], all.ByState[ReviewState.Leased], all.ByState[ReviewState.Confirmed], all.ByState[ReviewState.Dismissed], all.ByState[ReviewState.Waiting]));
        Assert.Equal([("smuggled", 2)], all.OpenByViolation.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal((1, 1), (all.OpenBySource["cho-mau"], all.OpenBySource["shop-mau"]));

        var province = await Store.Queue.CountsAsync(["can-tho"], None);
        Assert.Equal((1, 0), (province.ByState[ReviewState.New], province.ByState[ReviewState.Confirmed]));
        Assert.Equal(2, (await Store.Listings.TotalsAsync(None)).OpenItems);
    }

    [Fact]
    public async Task A_change_against_an_older_revision_stores_nothing()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        Assert.True(await ChangeAsync(item, ReviewState.Leased, "lease"));
        Assert.False(await ChangeAsync(item, ReviewState.Dismissed, "decide:dismiss", DecisionOn(item)));

        var stored = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        Assert.Equal((ReviewState.Leased, item.Revision + 1, "lan"), (stored.State, stored.Revision, stored.LeasedBy));
        Assert.Empty(await Store.Queue.DecisionsAsync(item.Id, None));
        Assert.Equal(2, (await Store.Queue.TransitionsAsync(item.Id, None)).Count);
        Assert.Single(await Store.Audit.ReadAsync($"item:{item.Id}", 10, None));
    }

    [Fact]
    public async Task Of_many_who_decide_at_once_one_wins()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ChangeAsync(item, ReviewState.Dismissed, "decide:dismiss", DecisionOn(item))));

        Assert.Equal(1, won.Count(success => success));
        Assert.Single(await Store.Queue.DecisionsAsync(item.Id, None));
    }

    [Fact]
    public async Task A_decision_comes_back_as_it_was_made()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        var decision = DecisionOn(item) with { Kind = DecisionKind.Confirm, Codes = ["counterfeit", "smuggled"], WaitUntil = new DateOnly(2026, 3, 9) };
        await ChangeAsync(item, ReviewState.Confirmed, "decide:confirm", decision);

        var stored = Assert.Single(await Store.Queue.DecisionsAsync(item.Id, None));
        Assert.Equal(decision.Codes, stored.Codes);
        Assert.Equal(decision with { Codes = stored.Codes }, stored);
        Assert.Equal(
            [new ItemTransition(item.Id, 1, null, ReviewState.New, "opened", "system:scan", item.OpenedAt), new ItemTransition(item.Id, 2, ReviewState.New, ReviewState.Confirmed, "decide:confirm", "lan", Time.GetUtcNow())],
            await Store.Queue.TransitionsAsync(item.Id, None));
    }

    [Fact]
    public async Task A_decision_without_a_reason_is_refused_by_the_store_itself()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;

        await Assert.ThrowsAnyAsync<Exception>(() => ChangeAsync(item, ReviewState.Dismissed, "decide:dismiss", DecisionOn(item) with { Reason = "  " }));
        Assert.Equal(ReviewState.New, (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!.State);
    }

    [Fact]
    public async Task Due_items_are_those_whose_lease_or_wait_has_ended()
    {
        var receipts = await TakeInAsync([.. "abc".Select(key => Pages.Listing($"{key}", codes: "counterfeit"))], PageKind.List);
        var items = await Task.WhenAll(receipts.Select(async receipt => (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!));
        await ChangeAsync(items[0], ReviewState.Leased, "lease");
        await ChangeAsync(items[1], ReviewState.Waiting, "decide:wait");
        var day = new DateOnly(2026, 3, 31);

        Assert.Empty(await Store.Queue.DueAsync(Time.GetUtcNow(), day, 10, None));
        Assert.Equal([items[0].Id], (await Store.Queue.DueAsync(Time.GetUtcNow().AddMinutes(15), day, 10, None)).Select(item => item.Id));
        Assert.Equal([items[1].Id], (await Store.Queue.DueAsync(Time.GetUtcNow(), day.AddDays(1), 10, None)).Select(item => item.Id));
    }

    [Fact]
    public async Task An_approval_is_asked_for_and_answered_in_one_state_with_the_item()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        var approval = ApprovalOn(item);
        Assert.True(await ChangeWithAsync(item, ReviewState.Waiting, approval));
        Assert.False(await ChangeWithAsync(item, ReviewState.Waiting, approval with { Id = Guid.CreateVersion7() }));
        Assert.Equal([approval], await Store.Approvals.OpenAsync(units: null, None));

        var answered = approval with { Approved = true, DecidedBy = "minh", DecidedAt = Time.GetUtcNow(), DecisionReason = "đúng" };
        var waiting = item with { Revision = item.Revision + 1 };
        Assert.True(await ChangeWithAsync(waiting, ReviewState.Dismissed, answered));
        Assert.False(await ChangeWithAsync(waiting with { Revision = waiting.Revision + 1 }, ReviewState.New, answered));
        Assert.Equal(answered, await Store.Approvals.FindAsync(approval.Id, None));
        Assert.Equal(ReviewState.Dismissed, (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!.State);
    }

    private static Decision DecisionOn(ReviewItem item) => new()
    {
        Id = Guid.CreateVersion7(),
        ItemId = item.Id,
        FindingId = item.FindingId,
        Kind = DecisionKind.Dismiss,
        Reason = "Hàng chính hãng, có hoá đơn",
        DecidedBy = "lan",
        DecidedAt = item.UpdatedAt,
    };

    private Approval ApprovalOn(ReviewItem item) => new()
    {
        Id = Guid.CreateVersion7(),
        Subject = $"decision:{item.Id}",
        Request = "{}",
        AskedBy = "lan",
        AskedAt = Time.GetUtcNow(),
        Reason = "Không phải hàng nhái",
    };

    private Task<bool> ChangeWithAsync(ReviewItem item, ReviewState to, Approval approval) => Store.Queue.TryChangeAsync(
        item with { State = to }, item.Revision, "step", "lan", Time.GetUtcNow(), null, new ApprovalStep(approval), Audit("item.step", $"item:{item.Id}"), None);

    private async Task Shows(string[] keys, QueueFilter filter)
    {
        var page = await Store.Queue.ListAsync(filter, None);
        Assert.Equal(keys, page.Entries.Select(entry => entry.Listing.Key));
        Assert.Equal(keys.Length, page.Total);
    }
}
