using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Review.Tests;

public sealed class WorthAndSamplingTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly ItemWorth Worth = new()
    {
        Harm = new Dictionary<string, double>(StringComparer.Ordinal) { ["prohibited-device"] = 1, ["counterfeit"] = 0.5 },
        Channels = new Dictionary<Channel, double> { [Channel.Website] = 0.5 },
        Sales = [new(100, 1.2), new(1000, 2)],
    };

    [Fact]
    public void Expected_value_is_priority_times_the_greatest_harm_times_reach()
    {
        Assert.Equal(0.25, Worth.Of(0.5, ["counterfeit"], Channel.Marketplace, null), 6);
        Assert.Equal(0.5, Worth.Of(0.5, ["counterfeit", "prohibited-device"], Channel.Marketplace, null), 6);
        Assert.Equal(0.5 * 0.5 * 0.5 * 2, Worth.Of(0.5, ["counterfeit"], Channel.Website, new ListingRecord { Seller = new() { Sold = 5000 } }), 6);
        Assert.Equal(0.5, Worth.Of(0.5, ["new-code"], null, null), 6);
    }

    [Fact]
    public void A_flagged_finding_opens_an_item_at_its_worth_with_the_ratio_its_price_signal_states()
    {
        var finding = Finding(flagged: true, new Signal("price", "price.low", "counterfeit", 1, null, null, null, null, "Giá thấp.", new Dictionary<string, string>(StringComparer.Ordinal) { ["ratio"] = "0.07" }));
        var change = new ReviewPolicy(Worth).OnFinding(null, finding, Context("a"))!;
        Assert.Equal((0.25, 0.07, ItemOrigin.Flagged, false), (change.Item.Value, change.Item.PriceRatio, change.Item.Origin, change.Item.IsBlind));
    }

    [Fact]
    public void About_the_rate_of_unflagged_listings_is_drawn_and_always_the_same_ones()
    {
        var policy = new ReviewPolicy(Worth, new BlindSampling { Rate = 0.1, Seed = "s" });
        string[] Drawn() => [.. Enumerable.Range(0, 4000).Select(i => $"k{i}").Where(key => policy.OnFinding(null, Finding(flagged: false), Context(key)) is not null)];
        var drawn = Drawn();
        // Five standard deviations of a binomial around 400.
        Assert.InRange(drawn.Length, 305, 495);
        Assert.Equal(drawn, Drawn());
        Assert.NotEqual(drawn, [.. Enumerable.Range(0, 4000).Select(i => $"k{i}").Where(key => new BlindSampling { Rate = 0.1, Seed = "t" }.Draws(key))]);
    }

    [Fact]
    public void A_drawn_one_is_blind_without_codes_and_stands_where_its_priority_would_not_put_it()
    {
        var sampling = new BlindSampling { Rate = 1, ControlRate = 1, Seed = "s" };
        var policy = new ReviewPolicy(Worth, sampling);
        var drawn = policy.OnFinding(null, Finding(flagged: false), Context("a"))!.Item;
        var control = policy.OnFinding(null, Finding(flagged: true), Context("a"))!.Item;
        Assert.Equal((ItemOrigin.Sample, true, true), (drawn.Origin, drawn.IsBlind, drawn.HidesJudgement));
        Assert.Empty(drawn.Codes);
        Assert.Equal((ItemOrigin.Flagged, true), (control.Origin, control.IsBlind));
        // The same identity stands at the same place, whichever of the two it is.
        Assert.Equal(drawn.Value, control.Value);
        Assert.InRange(drawn.Value, sampling.LowestValue, sampling.HighestValue);
    }

    [Fact]
    public void A_canary_is_never_drawn() =>
        Assert.Null(new ReviewPolicy(null, new BlindSampling { Rate = 1 }).OnFinding(null, Finding(flagged: false), Context("a") with { UnitId = WellKnownUnits.Canary }));

    [Fact]
    public void A_drawn_one_that_is_flagged_later_is_a_flagged_one_from_then_on()
    {
        var policy = new ReviewPolicy(Worth, new BlindSampling { Rate = 1 });
        var drawn = policy.OnFinding(null, Finding(flagged: false), Context("a"))!.Item;
        var later = policy.OnFinding(drawn, Finding(flagged: true), Context("a"))!.Item;
        Assert.Equal((ItemOrigin.Flagged, false, 0.25), (later.Origin, later.IsBlind, later.Value));
        Assert.Equal(["counterfeit"], later.Codes);
    }

    [Fact]
    public void An_interval_holds_its_share_and_narrows_with_cases() =>
        Prop.ForAll(
            Gen.Choose(0, 200).ToArbitrary(),
            Gen.Choose(0, 200).ToArbitrary(),
            (hits, others) =>
            {
                if (hits + others == 0)
                {
                    Assert.Null(ShareEstimate.Of(hits, 0));
                    return;
                }
                var one = ShareEstimate.Of(hits, hits + others)!;
                var ten = ShareEstimate.Of(10L * hits, 10L * (hits + others))!;
                Assert.InRange(one.Share, one.Low, one.High);
                Assert.InRange(one.Low, 0, 1);
                Assert.InRange(one.High, 0, 1);
                Assert.True(ten.High - ten.Low <= one.High - one.Low + 1e-12);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recall_is_what_was_found_of_what_there_is_and_nothing_is_claimed_without_a_sample()
    {
        Assert.Null(RecallEstimate.Of(new(50, 0, 0, 10_000, 80, 20, 0, 0)));
        var estimate = RecallEstimate.Of(new(100, 2, 98, 10_000, 700, 20, 200, 100))!;
        Assert.Equal(0.02, estimate.MissRate.Share, 6);
        Assert.Equal(800, estimate.Found, 6);
        Assert.Equal(200, estimate.Missed, 6);
        Assert.Equal(0.8, estimate.Recall.Share, 6);
        Assert.True(estimate.Recall.Low < 0.8 && estimate.Recall.High > 0.8);
    }

    private static FindingContext Context(string identity) => new(null, null, null, WellKnownUnits.Ministry, null) { Channel = Channel.Marketplace, Identity = identity };

    private static Finding Finding(bool flagged, params Signal[] signals) => new()
    {
        Id = Guid.CreateVersion7(),
        ListingId = Guid.CreateVersion7(),
        SnapshotId = Guid.CreateVersion7(),
        ScoredAt = At,
        Result = new ScoreResult("x", 0.9, flagged, 0.5, [new ViolationScore("counterfeit", 0.9)], signals),
        Versions = new ScorerVersions("f", "m", "p", "r"),
    };
}
