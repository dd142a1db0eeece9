using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Review.Tests;

public sealed class ReviewLifeCycleTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly string[] Triggers = [.. ReviewLifeCycle.Rows.Select(row => row.Trigger).Distinct(StringComparer.Ordinal), "decide:burn", "reopened:", "reopened:whim", ""];

    /// <summary>The table once more, as the design says it; the code's own must be this and nothing else.</summary>
    public static TheoryData<ReviewState?, string, ReviewState> Table => new()
    {
        { null, "opened", ReviewState.New },
        { ReviewState.New, "attached", ReviewState.New },
        { ReviewState.Leased, "attached", ReviewState.Leased },
        { ReviewState.Waiting, "attached", ReviewState.Waiting },
        { ReviewState.New, "lease", ReviewState.Leased },
        { ReviewState.Waiting, "lease", ReviewState.Leased },
        { ReviewState.Leased, "lease", ReviewState.Leased },
        { ReviewState.Leased, "hand-over", ReviewState.Leased },
        { ReviewState.New, "hand-over", ReviewState.New },
        { ReviewState.Waiting, "hand-over", ReviewState.Waiting },
        { ReviewState.Leased, "release", ReviewState.New },
        { ReviewState.Leased, "release-to-waiting", ReviewState.Waiting },
        { ReviewState.Leased, "lease-expired", ReviewState.New },
        { ReviewState.Leased, "lease-expired-to-waiting", ReviewState.Waiting },
        { ReviewState.Leased, "decide:confirm", ReviewState.Confirmed },
        { ReviewState.Leased, "decide:dismiss", ReviewState.Dismissed },
        { ReviewState.Leased, "decide:wait", ReviewState.Waiting },
        { ReviewState.Waiting, "wait-due", ReviewState.New },
        { ReviewState.Leased, "approval-asked", ReviewState.Waiting },
        { ReviewState.Waiting, "approval-granted", ReviewState.Dismissed },
        { ReviewState.Waiting, "approval-refused", ReviewState.New },
        { ReviewState.Confirmed, "undo", ReviewState.Leased },
        { ReviewState.Dismissed, "undo", ReviewState.Leased },
        { ReviewState.Waiting, "undo", ReviewState.Leased },
        { ReviewState.Confirmed, "objection-upheld", ReviewState.Dismissed },
        { ReviewState.Dismissed, "objection-upheld", ReviewState.Confirmed },
        { ReviewState.Confirmed, "reopened:new-code", ReviewState.New },
        { ReviewState.Confirmed, "reopened:price-halved", ReviewState.New },
        { ReviewState.Confirmed, "reopened:new-cue", ReviewState.New },
        { ReviewState.Confirmed, "reopened:network-confirmed", ReviewState.New },
        { ReviewState.Dismissed, "reopened:new-code", ReviewState.New },
        { ReviewState.Dismissed, "reopened:price-halved", ReviewState.New },
        { ReviewState.Dismissed, "reopened:new-cue", ReviewState.New },
        { ReviewState.Dismissed, "reopened:network-confirmed", ReviewState.New },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_row_of_the_table_happens(ReviewState? from, string trigger, ReviewState to)
    {
        Assert.Equal(to, ReviewLifeCycle.Target(from, trigger));
        if (from is not { } state) return;

        var moved = ReviewLifeCycle.Move(Item(state), trigger, At.AddMinutes(1));
        Assert.Equal((to, trigger, 5, At.AddMinutes(1)), (moved.Item.State, moved.Trigger, moved.Item.Revision, moved.Item.UpdatedAt));
    }

    [Fact]
    public void The_table_has_these_rows_and_no_other() => Assert.Equal(Table.Count, ReviewLifeCycle.Rows.Count);

    [Fact]
    public void Nothing_outside_the_table_happens()
    {
        var rows = Table.Select(row => ((ReviewState?)row[0], (string)row[1])).ToHashSet();
        Prop.ForAll(
            Gen.Elements(Enum.GetValues<ReviewState>()).ToArbitrary(),
            Gen.OneOf(Gen.Elements(Triggers), ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)).ToArbitrary(),
            (from, trigger) =>
            {
                if (rows.Contains((from, trigger))) return;
                Assert.Null(ReviewLifeCycle.Target(from, trigger));
                Assert.Throws<InvalidOperationException>(() => ReviewLifeCycle.Move(Item(from), trigger, At));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Along_any_path_a_holder_is_named_exactly_while_the_item_is_leased() =>
        Prop.ForAll(Gen.Elements(Triggers).ArrayOf().Resize(40).ToArbitrary(), triggers =>
        {
            var item = Item(ReviewState.New);
            foreach (var trigger in triggers)
            {
                if (ReviewLifeCycle.Target(item.State, trigger) is null) continue;
                var revision = item.Revision;
                item = ReviewLifeCycle.Move(item, trigger, At).Item;
                if (item.State == ReviewState.Leased) item = item with { LeasedBy = "lan", LeasedUntil = At };
                Assert.Equal(revision + 1, item.Revision);
                Assert.Equal(item.State == ReviewState.Leased, item.LeasedBy is not null);
                Assert.Equal(item.State == ReviewState.Leased, item.LeasedUntil is not null);
                if (item.State is not (ReviewState.Waiting or ReviewState.Leased)) Assert.Null(item.WaitUntil);
            }
        }).QuickCheckThrowOnFailure();

    private static ReviewItem Item(ReviewState state) => new()
    {
        Id = Guid.CreateVersion7(),
        ListingId = Guid.CreateVersion7(),
        State = state,
        FindingId = Guid.CreateVersion7(),
        Priority = 0.5,
        Codes = ["counterfeit"],
        OpenedAt = At,
        UpdatedAt = At,
        LeasedBy = state == ReviewState.Leased ? "lan" : null,
        LeasedUntil = state == ReviewState.Leased ? At.AddMinutes(15) : null,
        Revision = 4,
    };
}
