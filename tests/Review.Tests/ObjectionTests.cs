using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review.Tests;

public sealed class ObjectionTests : IAsyncLifetime
{
    private static readonly Actor Hoa = new("hoa", Role.Inspector, WellKnownUnits.Ministry);

    private readonly QueueFixture _queue = new();
    private readonly ReviewService _service;

    public ObjectionTests() => _service = new(_queue.Store.Queue, _queue.Store.Approvals, _queue.Store.Audit, _queue.Time, new ReviewSettings(), _queue.Store.Objections);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    [Fact]
    public async Task An_objection_upheld_by_a_second_person_reverses_the_decision_and_keeps_both_on_record()
    {
        var objection = await RegisteredAsync();
        Assert.IsType<ObjectionResult.Done>(await _service.ProposeUpholdingAsync(objection.Id, "Hoá đơn khớp", [], QueueFixture.Minh, default));
        var approval = Assert.Single(await _service.OpenApprovalsAsync(Hoa, default));

        // Neither who asked, nor who took the decision.
        Assert.IsType<DecideResult.NotAllowed>(await _service.ApproveAsync(approval.Id, true, "ok", QueueFixture.Minh, default));
        Assert.IsType<DecideResult.NotAllowed>(await _service.ApproveAsync(approval.Id, true, "ok", QueueFixture.Lan, default));
        Assert.IsType<DecideResult.Decided>(await _service.ApproveAsync(approval.Id, true, "Đã xem bản gốc", Hoa, default));

        Assert.Equal(ReviewState.Dismissed, (await _queue.ItemAsync(objection.ItemId)).State);
        Assert.Equal([DecisionKind.Confirm, DecisionKind.Dismiss], (await _queue.Store.Queue.DecisionsAsync(objection.ItemId, default)).Select(decision => decision.Kind));
        var upheld = (await _queue.Store.Objections.FindAsync(objection.Id, default))!;
        Assert.Equal((ObjectionState.Upheld, "minh", "Hoá đơn khớp"), (upheld.State, upheld.AnsweredBy, upheld.Answer));
        Assert.Contains(await _queue.Store.Audit.ReadAsync($"objection:{objection.Id}", 10, default), audit => audit.Action == "objection.upheld");
    }

    [Fact]
    public async Task Refused_by_the_second_person_the_objection_is_open_again_and_the_decision_stands()
    {
        var objection = await RegisteredAsync();
        await _service.ProposeUpholdingAsync(objection.Id, "Có vẻ đúng", [], QueueFixture.Minh, default);
        var approval = Assert.Single(await _service.OpenApprovalsAsync(Hoa, default));
        await _service.ApproveAsync(approval.Id, false, "Hoá đơn của máy khác", Hoa, default);
        Assert.Equal(ObjectionState.Open, (await _queue.Store.Objections.FindAsync(objection.Id, default))!.State);
        Assert.Equal(ReviewState.Confirmed, (await _queue.ItemAsync(objection.ItemId)).State);
    }

    [Fact]
    public async Task A_dismissal_is_reversed_into_a_confirmation_with_codes()
    {
        var item = await _queue.FlagAsync("a");
        await _service.DecideAsync(new(item, DecisionKind.Dismiss, null, "hàng thật"), QueueFixture.Lan, default);
        var objection = Assert.IsType<ObjectionResult.Done>(await _service.RegisterObjectionAsync(Entry(item) with { Kind = ObjectorKind.Brand }, QueueFixture.Minh, default)).Objection;
        Assert.Equal([ObjectionFault.CodesMissing], Assert.IsType<ObjectionResult.Invalid>(await _service.ProposeUpholdingAsync(objection.Id, "hãng xác nhận", [], QueueFixture.Minh, default)).Faults);
        await _service.ProposeUpholdingAsync(objection.Id, "hãng xác nhận", ["counterfeit"], QueueFixture.Minh, default);
        await _service.ApproveAsync(Assert.Single(await _service.OpenApprovalsAsync(Hoa, default)).Id, true, "đúng", Hoa, default);
        var reversed = await _queue.ItemAsync(item);
        Assert.Equal(ReviewState.Confirmed, reversed.State);
        Assert.Equal(["counterfeit"], reversed.Codes);
    }

    [Fact]
    public async Task It_is_due_after_fifteen_working_days_and_one_person_may_let_the_decision_stand()
    {
        var objection = await RegisteredAsync();
        // Received on Monday 2 March 2026.
        Assert.Equal(new DateOnly(2026, 3, 23), objection.DueOn);
        Assert.Equal([ObjectionFault.ReasonMissing], Assert.IsType<ObjectionResult.Invalid>(await _service.RejectObjectionAsync(objection.Id, " ", QueueFixture.Minh, default)).Faults);
        Assert.IsType<ObjectionResult.Done>(await _service.RejectObjectionAsync(objection.Id, "Không có chứng từ", QueueFixture.Minh, default));
        Assert.IsType<ObjectionResult.NotAllowed>(await _service.RejectObjectionAsync(objection.Id, "lần nữa", QueueFixture.Minh, default));
        Assert.Equal(ReviewState.Confirmed, (await _queue.ItemAsync(objection.ItemId)).State);
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_open_can_be_objected_to()
    {
        var open = await _queue.FlagAsync("a");
        var faults = Assert.IsType<ObjectionResult.Invalid>(await _service.RegisterObjectionAsync(
            new(open, ObjectorKind.Seller, " ", "", new DateOnly(2026, 3, 3), "", null, "xyz"), QueueFixture.Lan, default)).Faults;
        Assert.Equal([ObjectionFault.FromMissing, ObjectionFault.HowMissing, ObjectionFault.TextMissing, ObjectionFault.DateOutOfRange, ObjectionFault.HashMalformed, ObjectionFault.NotDecided], faults);
        Assert.IsType<ObjectionResult.NotAllowed>(await _service.RegisterObjectionAsync(Entry(open), QueueFixture.Leader, default));
        Assert.IsType<ObjectionResult.NotAllowed>(await _service.RegisterObjectionAsync(Entry(open), QueueFixture.Province, default));
    }

    [Fact]
    public async Task What_a_person_has_in_hand_is_handed_over_as_one_and_every_step_is_audited()
    {
        var held = await _queue.FlagAsync("a");
        var waiting = await _queue.FlagAsync("b");
        await _service.OpenAsync(held, QueueFixture.Lan, default);
        await _service.DecideAsync(new(waiting, DecisionKind.Wait, null, "chờ", new DateOnly(2026, 3, 9)), QueueFixture.Lan, default);
        var load = Assert.Single(await _queue.Store.Workload.LoadsAsync(null, default));
        Assert.Equal(("lan", 1, 1), (load.Person, load.Held, load.ToFollow));

        var inHand = await _queue.Store.Workload.InHandAsync("lan", 100, default);
        Assert.Null(await _service.HandOverAllAsync(inHand, "lan", Hoa, QueueFixture.Minh, default));
        var result = (await _service.HandOverAllAsync(inHand, "lan", Hoa, QueueFixture.Leader, default))!;
        Assert.Equal((2, 0), (result.Moved, result.LeftOut));
        Assert.Equal(("hoa", ReviewState.Leased), ((await _queue.ItemAsync(held)).LeasedBy, (await _queue.ItemAsync(held)).State));
        Assert.Equal(("hoa", ReviewState.Waiting), ((await _queue.ItemAsync(waiting)).AssignedTo, (await _queue.ItemAsync(waiting)).State));
        Assert.Contains(await _queue.Store.Audit.ReadAsync($"item:{waiting}", 10, default), audit => audit.Action == "item.handed-over" && audit.Actor == "ha");
    }

    private async Task<Objection> RegisteredAsync()
    {
        var item = await _queue.FlagAsync("a");
        await _service.DecideAsync(new(item, DecisionKind.Confirm, ["counterfeit"], "rõ ràng"), QueueFixture.Lan, default);
        return Assert.IsType<ObjectionResult.Done>(await _service.RegisterObjectionAsync(Entry(item), QueueFixture.Minh, default)).Objection;
    }

    private static ObjectionEntry Entry(Guid item) => new(item, ObjectorKind.Seller, "Cửa hàng Bình An", "Công văn", new DateOnly(2026, 3, 2), "Hàng của chúng tôi có hoá đơn.", "hoa-don.pdf", new string('a', 64));
}
