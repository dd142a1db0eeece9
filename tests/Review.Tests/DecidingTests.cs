using Ecom389.Monitor.Core;
using static Ecom389.Monitor.Review.Tests.QueueFixture;

namespace Ecom389.Monitor.Review.Tests;

public sealed class DecidingTests : IAsyncLifetime
{
    private readonly QueueFixture _queue = new();

    private ReviewService Service => _queue.Service;

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task A_confirmation_keeps_who_when_why_and_which_codes()
    {
        var id = await _queue.FlagAsync("a", codes: ["counterfeit", "smuggled"]);
        await Service.OpenAsync(id, Lan, None);
        var result = await Service.DecideAsync(Confirm(id, "  Ghi rõ rep 1:1  ", "counterfeit"), Lan, None);

        var item = Assert.IsType<DecideResult.Decided>(result).Item;
        Assert.Equal(ReviewState.Confirmed, item.State);
        Assert.Equal(["counterfeit"], item.Codes);
        var decision = Assert.Single(await _queue.Store.Queue.DecisionsAsync(id, None));
        Assert.Equal(("lan", "Ghi rõ rep 1:1", DecisionKind.Confirm, _queue.Time.GetUtcNow()), (decision.DecidedBy, decision.Reason, decision.Kind, decision.DecidedAt));
        Assert.Equal(["opened", "lease", "decide:confirm"], await _queue.TriggersAsync(id));
        Assert.Contains(await _queue.Store.Audit.ReadAsync($"item:{id}", 10, None), audit => audit is { Actor: "lan", Action: "item.decided" });
    }

    [Fact]
    public async Task A_free_item_may_be_decided_without_opening_it()
    {
        var id = await _queue.FlagAsync("a");
        Assert.IsType<DecideResult.Decided>(await Service.DecideAsync(Dismiss(id), Lan, None));
        Assert.Equal(["opened", "lease", "decide:dismiss"], await _queue.TriggersAsync(id));
    }

    [Fact]
    public async Task What_a_command_lacks_is_said_all_at_once()
    {
        var id = await _queue.FlagAsync("a");

        await Lacks([DecisionFault.ReasonMissing, DecisionFault.CodesMissing], new DecideCommand(id, DecisionKind.Confirm, [], " \t"));
        await Lacks([DecisionFault.CodesMissing], new DecideCommand(id, DecisionKind.Confirm, ["  "], "vì"));
        await Lacks([DecisionFault.WaitDateMissing], new DecideCommand(id, DecisionKind.Wait, null, "vì"));
        await Lacks([DecisionFault.WaitDateOutOfRange], new DecideCommand(id, DecisionKind.Wait, null, "vì", new DateOnly(2026, 3, 2)));
        await Lacks([DecisionFault.WaitDateOutOfRange], new DecideCommand(id, DecisionKind.Wait, null, "vì", new DateOnly(2027, 3, 2)));
        await Lacks([DecisionFault.ReasonTooLong], Dismiss(id) with { Reason = new string('x', 4001) });
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(id)).State);
    }

    [Fact]
    public async Task Nobody_decides_what_somebody_else_holds()
    {
        var id = await _queue.FlagAsync("a");
        await Service.OpenAsync(id, Lan, None);

        var result = Assert.IsType<DecideResult.LeasedBy>(await Service.DecideAsync(Dismiss(id), Minh, None));
        Assert.Equal(("lan", _queue.Time.GetUtcNow().AddMinutes(15)), (result.Name, result.Until));
    }

    [Fact]
    public async Task A_decided_item_is_not_decided_again()
    {
        var id = await _queue.FlagAsync("a");
        await Service.DecideAsync(Dismiss(id), Lan, None);

        Assert.IsType<DecideResult.Changed>(await Service.DecideAsync(Confirm(id, "vì", "counterfeit"), Minh, None));
        Assert.Single(await _queue.Store.Queue.DecisionsAsync(id, None));
    }

    [Fact]
    public async Task A_decision_on_words_that_have_changed_since_is_not_taken()
    {
        var id = await _queue.FlagAsync("a");
        var seen = (await Service.OpenAsync(id, Lan, None)).Entry!.Finding.Id;
        await _queue.FlagAsync("a", title: "Loa chính hãng");

        Assert.IsType<DecideResult.Changed>(await Service.DecideAsync(Dismiss(id) with { SeenFindingId = seen }, Lan, None));
        var now = (await Service.OpenAsync(id, Lan, None)).Entry!.Finding.Id;
        Assert.IsType<DecideResult.Decided>(await Service.DecideAsync(Dismiss(id) with { SeenFindingId = now }, Lan, None));
    }

    [Fact]
    public async Task A_leader_decides_nothing()
    {
        var id = await _queue.FlagAsync("a");
        Assert.IsType<DecideResult.NotAllowed>(await Service.DecideAsync(Dismiss(id), Leader, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.DecideAsync(Dismiss(Guid.CreateVersion7()), Lan, None));
    }

    [Fact]
    public async Task Of_people_who_decide_at_once_one_decides()
    {
        var id = await _queue.FlagAsync("a");
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Service.DecideAsync(Dismiss(id), new Actor($"u{i}", Role.Inspector, "bo"), None)));

        Assert.Single(results.OfType<DecideResult.Decided>());
        Assert.Single(await _queue.Store.Queue.DecisionsAsync(id, None));
    }

    [Fact]
    public async Task A_person_takes_their_decision_back_within_ten_minutes()
    {
        var id = await _queue.FlagAsync("a", codes: ["counterfeit", "smuggled"]);
        await Service.DecideAsync(Confirm(id, "vì", "counterfeit"), Lan, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.IsType<DecideResult.NotAllowed>(await Service.UndoAsync(id, Minh, None));
        var item = Assert.IsType<DecideResult.Decided>(await Service.UndoAsync(id, Lan, None)).Item;
        Assert.Equal((ReviewState.Leased, "lan"), (item.State, item.LeasedBy));
        Assert.Equal(["counterfeit", "smuggled"], (await _queue.ItemAsync(id)).Codes);
        Assert.Single(await _queue.Store.Queue.DecisionsAsync(id, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.UndoAsync(id, Lan, None));
        Assert.IsType<DecideResult.Decided>(await Service.DecideAsync(Dismiss(id), Lan, None));
    }

    [Fact]
    public async Task After_ten_minutes_a_decision_stands()
    {
        var id = await _queue.FlagAsync("a");
        await Service.DecideAsync(Dismiss(id), Lan, None);
        _queue.Time.Advance(TimeSpan.FromMinutes(10.1));

        Assert.IsType<DecideResult.NotAllowed>(await Service.UndoAsync(id, Lan, None));
    }

    [Fact]
    public async Task A_closed_item_reopens_by_a_rule_and_an_open_one_does_not()
    {
        var id = await _queue.FlagAsync("a");
        Assert.False(await Service.ReopenAsync(id, ReopenRule.NetworkConfirmed, "system:cases", None));
        await Service.DecideAsync(Dismiss(id), Lan, None);

        Assert.True(await Service.ReopenAsync(id, ReopenRule.NetworkConfirmed, "system:cases", None));
        Assert.Equal((ReviewState.New, "network-confirmed"), await _queue.ItemAsync(id) is var item ? (item.State, item.ReopenedBy) : default);
    }

    private static DecideCommand Confirm(Guid id, string reason, params string[] codes) => new(id, DecisionKind.Confirm, codes, reason);

    private static DecideCommand Dismiss(Guid id) => new(id, DecisionKind.Dismiss, null, "Hàng chính hãng, có hoá đơn");

    private async Task Lacks(DecisionFault[] faults, DecideCommand command) =>
        Assert.Equal(faults, Assert.IsType<DecideResult.Invalid>(await Service.DecideAsync(command, Lan, None)).Faults);
}
