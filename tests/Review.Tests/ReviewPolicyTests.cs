using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review.Tests;

public sealed class ReviewPolicyTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly Guid ListingId = Guid.CreateVersion7(At);

    private readonly ReviewPolicy _policy = new();

    [Fact]
    public void A_flagged_finding_opens_an_item_for_the_sources_unit()
    {
        var finding = Finding(["counterfeit", "smuggled"], priority: 0.6);
        var change = _policy.OnFinding(current: null, finding, Context(previous: null) with { UnitId = "can-tho", Place = "Cần Thơ" })!;

        Assert.Equal("opened", change.Trigger);
        Assert.Equal((ReviewState.New, 0.6, "can-tho", "Cần Thơ", 1), (change.Item.State, change.Item.Priority, change.Item.UnitId, change.Item.Place, change.Item.Revision));
        Assert.Equal((finding.Id, ListingId), (change.Item.FindingId, change.Item.ListingId));
        Assert.Equal(["counterfeit", "smuggled"], change.Item.Codes);
    }

    [Fact]
    public void An_unflagged_finding_opens_nothing() =>
        Assert.Null(_policy.OnFinding(current: null, Finding([], flagged: false), Context(previous: null)));

    [Theory]
    [InlineData(ReviewState.New)]
    [InlineData(ReviewState.Leased)]
    [InlineData(ReviewState.Waiting)]
    public void A_finding_attaches_to_an_open_item_whatever_its_state(ReviewState state)
    {
        var seen = Finding(["counterfeit"], priority: 0.6);
        var item = Item(seen, state);
        var finding = Finding(["smuggled"], priority: 0.3);
        var change = _policy.OnFinding(item, finding, Context(seen))!;

        Assert.Equal(("attached", state, 0.6, finding.Id), (change.Trigger, change.Item.State, change.Item.Priority, change.Item.FindingId));
        Assert.Equal(["smuggled"], change.Item.Codes);
        Assert.Equal((item.LeasedBy, item.LeasedUntil, item.WaitUntil), (change.Item.LeasedBy, change.Item.LeasedUntil, change.Item.WaitUntil));
    }

    [Fact]
    public void A_seller_who_cleans_up_the_text_does_not_empty_the_items_codes()
    {
        var seen = Finding(["counterfeit"]);
        Assert.Equal(["counterfeit"], _policy.OnFinding(Item(seen, ReviewState.New), Finding([], flagged: false), Context(seen))!.Item.Codes);
    }

    [Fact]
    public void The_finding_it_shows_already_changes_nothing()
    {
        var seen = Finding(["counterfeit"]);
        foreach (var state in Enum.GetValues<ReviewState>())
            Assert.Null(_policy.OnFinding(Item(seen, state), seen, Context(seen)));
    }

    [Theory]
    [InlineData(ReviewState.Confirmed)]
    [InlineData(ReviewState.Dismissed)]
    public void A_closed_item_stays_closed_when_nothing_is_new(ReviewState state)
    {
        var seen = Finding(["counterfeit", "smuggled"], cues: [("rule", "counterfeit.replica", 1.2)]);
        var again = Finding(["counterfeit"], cues: [("rule", "counterfeit.replica", 2.0)]);
        Assert.Null(_policy.OnFinding(Item(seen, state), again, Context(seen, price: 90, previousPrice: 100)));
    }

    [Fact]
    public void A_new_code_reopens()
    {
        var seen = Finding(["counterfeit"]);
        var change = _policy.OnFinding(Item(seen, ReviewState.Dismissed), Finding(["counterfeit", "smuggled"], priority: 0.2), Context(seen))!;

        Assert.Equal(("reopened:new-code", ReviewState.New, "new-code", 0.2), (change.Trigger, change.Item.State, change.Item.ReopenedBy, change.Item.Priority));
        Assert.Equal(At, change.Item.OpenedAt);
    }

    [Fact]
    public void A_code_the_person_saw_and_did_not_confirm_is_not_new()
    {
        var seen = Finding(["counterfeit", "smuggled"]);
        var confirmed = Item(seen, ReviewState.Confirmed) with { Codes = ["counterfeit"] };
        Assert.Null(_policy.OnFinding(confirmed, Finding(["counterfeit", "smuggled"]), Context(seen)));
    }

    [Theory]
    [InlineData(50L, 100L, true)]
    [InlineData(51L, 100L, false)]
    [InlineData(50L, 101L, true)]
    [InlineData(0L, 100L, false)]
    [InlineData(null, 100L, false)]
    [InlineData(50L, null, false)]
    public void A_price_of_half_or_less_reopens(long? price, long? previous, bool reopens)
    {
        var seen = Finding(["counterfeit"]);
        var change = _policy.OnFinding(Item(seen, ReviewState.Confirmed), Finding(["counterfeit"]), Context(seen, price, previous));
        Assert.Equal(reopens ? "reopened:price-halved" : null, change?.Trigger);
    }

    [Theory]
    [InlineData("rule", 0.5, true)]
    [InlineData("registry", 0.9, true)]
    [InlineData("rule", 0.49, false)]
    [InlineData("rule", -2.0, false)]
    [InlineData("model", 3.0, false)]
    public void A_strong_cue_that_was_not_there_reopens(string kind, double weight, bool reopens)
    {
        var seen = Finding(["counterfeit"], cues: [("rule", "counterfeit.replica", 1.0)]);
        var again = Finding(["counterfeit"], cues: [("rule", "counterfeit.replica", 1.0), (kind, "counterfeit.inbox-only", weight)]);
        var change = _policy.OnFinding(Item(seen, ReviewState.Dismissed), again, Context(seen));
        Assert.Equal(reopens ? "reopened:new-cue" : null, change?.Trigger);
    }

    [Fact]
    public void What_is_no_longer_flagged_reopens_nothing()
    {
        var seen = Finding(["counterfeit"]);
        Assert.Null(_policy.OnFinding(Item(seen, ReviewState.Dismissed), Finding(["smuggled"], flagged: false), Context(seen, 10, 100)));
    }

    private static FindingContext Context(Finding? previous, long? price = 100, long? previousPrice = 100) =>
        new(previous, price, previousPrice, WellKnownUnits.Ministry, null);

    private static Finding Finding(string[] codes, bool flagged = true, double priority = 0.5, (string Kind, string Id, double Weight)[]? cues = null) => new()
    {
        Id = Guid.CreateVersion7(At),
        ListingId = ListingId,
        SnapshotId = Guid.CreateVersion7(At),
        ScoredAt = At,
        Result = new ScoreResult(
            "x",
            0.9,
            flagged,
            priority,
            [.. codes.Select(code => new ViolationScore(code, 0.9))],
            [.. (cues ?? []).Select(cue => new Signal(cue.Kind, cue.Id, "counterfeit", cue.Weight, null, null, null, null, "Nghi vấn", null))]),
        Versions = new ScorerVersions("f", "m", "p", "r"),
    };

    private static ReviewItem Item(Finding finding, ReviewState state) => new()
    {
        Id = Guid.CreateVersion7(At),
        ListingId = ListingId,
        State = state,
        FindingId = finding.Id,
        Priority = finding.Result.Priority,
        Codes = [.. finding.Result.Violations.Select(violation => violation.Code)],
        OpenedAt = At.AddDays(-3),
        UpdatedAt = At.AddDays(-1),
        LeasedBy = state == ReviewState.Leased ? "lan" : null,
        LeasedUntil = state == ReviewState.Leased ? At.AddMinutes(15) : null,
        WaitUntil = state == ReviewState.Waiting ? new DateOnly(2026, 4, 1) : null,
        Revision = 3,
    };
}
