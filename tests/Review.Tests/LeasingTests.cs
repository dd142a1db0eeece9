using Ecom389.Monitor.Core;
using static Ecom389.Monitor.Review.Tests.QueueFixture;

namespace Ecom389.Monitor.Review.Tests;

public sealed class LeasingTests : IAsyncLifetime
{
    private readonly QueueFixture _queue = new();

    private ReviewService Service => _queue.Service;

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task Who_opens_an_item_holds_it_for_a_quarter_of_an_hour()
    {
        var id = await _queue.FlagAsync("a");
        var opened = await Service.OpenAsync(id, Lan, None);
        var other = await Service.OpenAsync(id, Minh, None);

        Assert.Equal((OpenOutcome.Leased, "lan", _queue.Time.GetUtcNow().AddMinutes(15)), (opened.Outcome, opened.LeasedBy, opened.LeasedUntil));
        Assert.Equal((OpenOutcome.LeasedByOther, "lan"), (other.Outcome, other.LeasedBy));
        Assert.NotNull(other.Entry);
    }

    [Fact]
    public async Task Opening_again_prolongs_the_lease()
    {
        var id = await _queue.FlagAsync("a");
        await Service.OpenAsync(id, Lan, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(10));
        await Service.OpenAsync(id, Lan, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(OpenOutcome.LeasedByOther, (await Service.OpenAsync(id, Minh, None)).Outcome);
    }

    [Fact]
    public async Task Opening_what_one_has_just_taken_writes_nothing_more()
    {
        var id = await _queue.FlagAsync("a");
        var taken = await Service.OpenAsync(id, Lan, None);
        _queue.Time.Advance(TimeSpan.FromSeconds(5));
        var opened = await Service.OpenAsync(id, Lan, None);

        Assert.Equal((OpenOutcome.Leased, "lan", taken.LeasedUntil), (opened.Outcome, opened.LeasedBy, opened.LeasedUntil));
        Assert.Equal(["opened", "lease"], await _queue.TriggersAsync(id));
    }

    [Fact]
    public async Task A_lease_that_ended_is_free_for_the_next_person()
    {
        var id = await _queue.FlagAsync("a");
        await Service.OpenAsync(id, Lan, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal((OpenOutcome.Leased, "minh"), await Service.OpenAsync(id, Minh, None) is var opened ? (opened.Outcome, opened.LeasedBy) : default);
        Assert.Equal(["opened", "lease", "lease-expired", "lease"], await _queue.TriggersAsync(id));
    }

    [Fact]
    public async Task A_released_item_is_new_again_and_only_its_holder_releases_it()
    {
        var id = await _queue.FlagAsync("a");
        await Service.OpenAsync(id, Lan, None);

        Assert.False(await Service.ReleaseAsync(id, Minh, None));
        Assert.True(await Service.ReleaseAsync(id, Lan, None));
        Assert.False(await Service.ReleaseAsync(id, Lan, None));
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(id)).State);
    }

    [Fact]
    public async Task A_held_item_is_handed_to_a_colleague_who_may_decide_it()
    {
        var id = await _queue.FlagAsync("a");
        Assert.False(await Service.HandOverAsync(id, Minh, Lan, None));
        await Service.OpenAsync(id, Lan, None);

        Assert.False(await Service.HandOverAsync(id, Leader, Lan, None));
        Assert.False(await Service.HandOverAsync(id, Province, Lan, None));
        Assert.True(await Service.HandOverAsync(id, Minh, Lan, None));
        Assert.Equal((OpenOutcome.LeasedByOther, "minh"), await Service.OpenAsync(id, Lan, None) is var opened ? (opened.Outcome, opened.LeasedBy) : default);
    }

    [Fact]
    public async Task A_leader_reads_and_takes_nothing()
    {
        var id = await _queue.FlagAsync("a");

        Assert.Equal(OpenOutcome.ReadOnly, (await Service.OpenAsync(id, Leader, None)).Outcome);
        Assert.Null(await Service.NextAsync(new QueueFilter(), Leader, None));
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(id)).State);
        Assert.Contains(await _queue.Store.Audit.ReadAsync($"item:{id}", 10, None), audit => audit is { Actor: "ha", Action: "item.read" });
    }

    [Fact]
    public async Task Next_takes_the_best_free_item_within_the_filter()
    {
        var low = await _queue.FlagAsync("a", 0.2, codes: "smuggled");
        var high = await _queue.FlagAsync("b", 0.7);
        var middle = await _queue.FlagAsync("c", 0.4);

        Assert.Equal(low, (await Service.NextAsync(new QueueFilter { Violation = "smuggled" }, Minh, None))!.Item.Id);
        Assert.Equal(high, (await Service.NextAsync(new QueueFilter(), Lan, None))!.Item.Id);
        Assert.Equal(middle, (await Service.NextAsync(new QueueFilter(), Minh, None))!.Item.Id);
        Assert.Null(await Service.NextAsync(new QueueFilter(), Lan, None));
        _queue.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(high, (await Service.NextAsync(new QueueFilter(), Minh, None))!.Item.Id);
    }

    [Fact]
    public async Task Ten_people_at_once_get_ten_items()
    {
        for (var i = 0; i < 10; i++) await _queue.FlagAsync($"k{i}", i / 20.0);
        var entries = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Service.NextAsync(new QueueFilter(), new Actor($"u{i}", Role.Inspector, "bo"), None)));

        Assert.Equal(10, entries.Select(entry => entry!.Item.Id).Distinct().Count());
        foreach (var entry in entries) Assert.Equal(entry!.Item.LeasedBy, (await _queue.ItemAsync(entry.Item.Id)).LeasedBy);
    }

    [Fact]
    public async Task A_province_sees_its_own_and_the_ministry_sees_all()
    {
        var ministry = await _queue.FlagAsync("a");
        var province = await _queue.FlagAsync("b", unit: "can-tho");

        Assert.Equal(OpenOutcome.NotFound, (await Service.OpenAsync(ministry, Province, None)).Outcome);
        Assert.Equal(OpenOutcome.Leased, (await Service.OpenAsync(province, Province, None)).Outcome);
        Assert.Equal(1, (await Service.ListAsync(new QueueFilter { Units = ["bo"] }, Province, None)).Total);
        Assert.Equal(2, (await Service.ListAsync(new QueueFilter(), Lan, None)).Total);
        Assert.IsType<DecideResult.NotAllowed>(await Service.DecideAsync(new DecideCommand(ministry, DecisionKind.Dismiss, null, "không phải của tôi"), Province, None));
        Assert.Null(await Service.PeekAsync(ministry, Province, None));
    }

    [Fact]
    public async Task A_waiting_item_wakes_on_its_day_in_vietnam()
    {
        var id = await _queue.FlagAsync("a");
        await Service.DecideAsync(new DecideCommand(id, DecisionKind.Wait, null, "chờ hoá đơn", new DateOnly(2026, 3, 4)), Lan, None);

        _queue.Time.Advance(TimeSpan.FromHours(39.9)); // 23:54 on the third, Asia/Ho_Chi_Minh
        Assert.Equal(0, await Service.SweepAsync(None));
        _queue.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await Service.SweepAsync(None));
        Assert.Equal((ReviewState.New, null), await _queue.ItemAsync(id) is var item ? (item.State, item.WaitUntil) : default);
    }

    [Fact]
    public async Task Looking_at_a_waiting_item_does_not_end_its_wait()
    {
        var id = await _queue.FlagAsync("a");
        var until = new DateOnly(2026, 3, 20);
        await Service.DecideAsync(new DecideCommand(id, DecisionKind.Wait, null, "chờ hoá đơn", until), Lan, None);

        await Service.OpenAsync(id, Minh, None);
        await Service.ReleaseAsync(id, Minh, None);
        Assert.Equal((ReviewState.Waiting, until), await _queue.ItemAsync(id) is var released ? (released.State, released.WaitUntil!.Value) : default);

        await Service.OpenAsync(id, Minh, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(16));
        await Service.SweepAsync(None);
        Assert.Equal((ReviewState.Waiting, until), await _queue.ItemAsync(id) is var expired ? (expired.State, expired.WaitUntil!.Value) : default);
    }
}
