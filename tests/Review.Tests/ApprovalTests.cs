using Ecom389.Monitor.Core;
using static Ecom389.Monitor.Review.Tests.QueueFixture;

namespace Ecom389.Monitor.Review.Tests;

public sealed class ApprovalTests : IAsyncLifetime
{
    private readonly QueueFixture _queue = new();

    private ReviewService Service => _queue.Service;

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task Dismissing_a_high_score_waits_for_a_second_person()
    {
        var (item, approval) = await AskAsync();

        var waiting = await _queue.ItemAsync(item);
        Assert.Equal((ReviewState.Waiting, null), (waiting.State, waiting.WaitUntil));
        Assert.Empty(await _queue.Store.Queue.DecisionsAsync(item, None));
        Assert.Equal(approval, Assert.Single(await Service.OpenApprovalsAsync(Minh, None)).Id);
        Assert.Equal(OpenOutcome.ReadOnly, (await Service.OpenAsync(item, Minh, None)).Outcome);
        Assert.IsType<DecideResult.Changed>(await Service.DecideAsync(new DecideCommand(item, DecisionKind.Confirm, ["counterfeit"], "vì"), Minh, None));
    }

    [Fact]
    public async Task Confirming_a_high_score_needs_one_person()
    {
        var item = await _queue.FlagAsync("a", 0.95);
        Assert.IsType<DecideResult.Decided>(await Service.DecideAsync(new DecideCommand(item, DecisionKind.Confirm, ["counterfeit"], "vì"), Lan, None));
    }

    [Fact]
    public async Task The_second_persons_yes_dismisses_with_the_first_persons_reason()
    {
        var (item, approval) = await AskAsync();
        Assert.IsType<DecideResult.Decided>(await Service.ApproveAsync(approval, approved: true, "đã xem hoá đơn", Minh, None));

        Assert.Equal(ReviewState.Dismissed, (await _queue.ItemAsync(item)).State);
        var decision = Assert.Single(await _queue.Store.Queue.DecisionsAsync(item, None));
        Assert.Equal(("lan", "có hoá đơn", DecisionKind.Dismiss), (decision.DecidedBy, decision.Reason, decision.Kind));
        var stored = (await _queue.Store.Approvals.FindAsync(approval, None))!;
        Assert.Equal(("minh", true, "đã xem hoá đơn"), (stored.DecidedBy, stored.Approved, stored.DecisionReason));
        Assert.IsType<DecideResult.Changed>(await Service.ApproveAsync(approval, approved: false, "đổi ý", Minh, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.UndoAsync(item, Minh, None));
    }

    [Fact]
    public async Task The_second_persons_no_puts_the_item_back()
    {
        var (item, approval) = await AskAsync();
        await Service.ApproveAsync(approval, approved: false, "chưa đủ", Minh, None);

        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(item)).State);
        Assert.Empty(await _queue.Store.Queue.DecisionsAsync(item, None));
        Assert.IsType<DecideResult.NeedsApproval>(await Service.DecideAsync(new DecideCommand(item, DecisionKind.Dismiss, null, "có hoá đơn"), Lan, None));
    }

    [Fact]
    public async Task Nobody_is_their_own_second_person_and_a_leader_is_none()
    {
        var (_, approval) = await AskAsync();

        Assert.IsType<DecideResult.NotAllowed>(await Service.ApproveAsync(approval, approved: true, "vì", Lan, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.ApproveAsync(approval, approved: true, "vì", Leader, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.ApproveAsync(approval, approved: true, "vì", Province, None));
        Assert.IsType<DecideResult.NotAllowed>(await Service.ApproveAsync(Guid.CreateVersion7(), approved: true, "vì", Minh, None));
        Assert.IsType<DecideResult.Invalid>(await Service.ApproveAsync(approval, approved: true, " ", Minh, None));
    }

    [Fact]
    public async Task A_finding_that_came_after_the_request_makes_a_yes_void()
    {
        var (item, approval) = await AskAsync();
        await _queue.FlagAsync("a", 0.97, title: "Loa rep 1:1 siêu cấp");

        Assert.IsType<DecideResult.Changed>(await Service.ApproveAsync(approval, approved: true, "đồng ý", Minh, None));
        Assert.Equal(ReviewState.New, (await _queue.ItemAsync(item)).State);
        Assert.False((await _queue.Store.Approvals.FindAsync(approval, None))!.Approved);
    }

    [Fact]
    public async Task Of_a_yes_and_a_no_at_once_one_counts()
    {
        var (item, approval) = await AskAsync();
        var third = new Actor("quan", Role.Inspector, WellKnownUnits.Ministry);
        var results = await Task.WhenAll(
            Service.ApproveAsync(approval, approved: true, "được", Minh, None),
            Service.ApproveAsync(approval, approved: false, "không", third, None));

        Assert.Single(results.OfType<DecideResult.Decided>());
        var approved = (await _queue.Store.Approvals.FindAsync(approval, None))!.Approved;
        Assert.Equal(approved == true ? ReviewState.Dismissed : ReviewState.New, (await _queue.ItemAsync(item)).State);
    }

    [Fact]
    public async Task The_sweep_leaves_items_that_await_a_person_alone()
    {
        var (item, _) = await AskAsync();
        _queue.Time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(0, await Service.SweepAsync(None));
        Assert.Equal(ReviewState.Waiting, (await _queue.ItemAsync(item)).State);
    }

    private async Task<(Guid Item, Guid Approval)> AskAsync()
    {
        var item = await _queue.FlagAsync("a", 0.95);
        await Service.OpenAsync(item, Lan, None);
        var result = await Service.DecideAsync(new DecideCommand(item, DecisionKind.Dismiss, null, "có hoá đơn"), Lan, None);
        return (item, Assert.IsType<DecideResult.NeedsApproval>(result).ApprovalId);
    }
}
