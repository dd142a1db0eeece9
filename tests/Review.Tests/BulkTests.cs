using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review.Tests;

public sealed class BulkTests : IAsyncLifetime
{
    private readonly QueueFixture _queue = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task Exactly_what_the_preview_showed_is_done()
    {
        var items = new[] { await _queue.FlagAsync("a"), await _queue.FlagAsync("b"), await _queue.FlagAsync("c") };
        var command = Confirm(items[..2]);
        var preview = await _queue.Service.PreviewAsync(command, QueueFixture.Lan, default);
        Assert.All(preview.Rows, row => Assert.Equal(BulkEffect.Decided, row.Effect));
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(items[0])).State);

        var result = (await _queue.Service.DecideManyAsync(command, preview.Stamps, preview.Seal!, QueueFixture.Lan, default))!;
        Assert.Equal((2, 0, 0), (result.Decided, result.Asked, result.LeftOut));
        Assert.Equal([ReviewState.Confirmed, ReviewState.Confirmed, ReviewState.New], [(await _queue.ItemAsync(items[0])).State, (await _queue.ItemAsync(items[1])).State, (await _queue.ItemAsync(items[2])).State]);
        Assert.Single(await _queue.Store.Queue.DecisionsAsync(items[0], default));
    }

    [Fact]
    public async Task What_changed_meanwhile_is_left_out_and_said()
    {
        var items = new[] { await _queue.FlagAsync("a"), await _queue.FlagAsync("b"), await _queue.FlagAsync("c") };
        var command = Confirm(items);
        var preview = await _queue.Service.PreviewAsync(command, QueueFixture.Lan, default);
        await _queue.Service.OpenAsync(items[0], QueueFixture.Minh, default);
        await _queue.Service.DecideAsync(new(items[1], DecisionKind.Wait, null, "chờ", new DateOnly(2026, 3, 9)), QueueFixture.Minh, default);

        var result = (await _queue.Service.DecideManyAsync(command, preview.Stamps, preview.Seal!, QueueFixture.Lan, default))!;
        Assert.Equal([BulkEffect.HeldByOther, BulkEffect.Changed, BulkEffect.Decided], result.Rows.Select(row => row.Effect));
        Assert.Equal(ReviewState.Waiting, (await _queue.ItemAsync(items[1])).State);
    }

    [Fact]
    public async Task A_seal_fits_its_own_preview_alone()
    {
        var items = new[] { await _queue.FlagAsync("a"), await _queue.FlagAsync("b") };
        var command = Confirm(items);
        var preview = await _queue.Service.PreviewAsync(command, QueueFixture.Lan, default);
        var one = await _queue.Service.PreviewAsync(Confirm(items[..1]), QueueFixture.Lan, default);

        Assert.Null(await _queue.Service.DecideManyAsync(command, preview.Stamps, preview.Seal!, QueueFixture.Minh, default));
        Assert.Null(await _queue.Service.DecideManyAsync(command with { Reason = "khác" }, preview.Stamps, preview.Seal!, QueueFixture.Lan, default));
        Assert.Null(await _queue.Service.DecideManyAsync(command with { Kind = DecisionKind.Dismiss }, preview.Stamps, preview.Seal!, QueueFixture.Lan, default));
        Assert.Null(await _queue.Service.DecideManyAsync(command, preview.Stamps, one.Seal!, QueueFixture.Lan, default));
        Assert.Null(await _queue.Service.DecideManyAsync(command, preview.Stamps, "không phải niêm phong", QueueFixture.Lan, default));
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(items[0])).State);
    }

    [Fact]
    public async Task Each_line_of_a_preview_says_what_becomes_of_its_item()
    {
        var high = await _queue.FlagAsync("high", priority: 0.95);
        var low = await _queue.FlagAsync("low");
        var held = await _queue.FlagAsync("held");
        var closed = await _queue.FlagAsync("closed");
        await _queue.Service.OpenAsync(held, QueueFixture.Minh, default);
        await _queue.Service.DecideAsync(new(closed, DecisionKind.Confirm, ["counterfeit"], "rõ"), QueueFixture.Minh, default);
        var unseen = await _queue.FlagAsync("other", unit: "can-tho");

        var preview = await _queue.Service.PreviewAsync(new([high, low, held, closed], DecisionKind.Dismiss, [], "hàng thật"), QueueFixture.Lan, default);
        Assert.Equal([BulkEffect.AsksSecondPerson, BulkEffect.Decided, BulkEffect.HeldByOther, BulkEffect.NotOpen], preview.Rows.Select(row => row.Effect));
        var province = await _queue.Service.PreviewAsync(new([unseen, low], DecisionKind.Dismiss, [], "x"), QueueFixture.Province, default);
        Assert.Equal(unseen, Assert.Single(province.Rows).Entry.Item.Id);
    }

    [Fact]
    public async Task Without_a_reason_or_for_a_leader_there_is_no_seal()
    {
        var item = await _queue.FlagAsync("a");
        var blank = await _queue.Service.PreviewAsync(Confirm([item]) with { Reason = " " }, QueueFixture.Lan, default);
        Assert.Equal([DecisionFault.ReasonMissing], blank.Faults);
        Assert.Null(blank.Seal);
        Assert.Null((await _queue.Service.PreviewAsync(Confirm([item]), QueueFixture.Leader, default)).Seal);
    }

    private static BulkCommand Confirm(IReadOnlyList<Guid> items) => new(items, DecisionKind.Confirm, ["counterfeit"], "Cùng một lời chào bán");
}
