using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Learning.Tests;

public sealed class MetricsTests
{
    private static readonly Scored[] Perfect = [new(0.9, true), new(0.8, true), new(0.2, false), new(0.1, false)];

    [Fact]
    public void A_perfect_ranking_has_average_precision_one() => Assert.Equal(1, RankingMetrics.AveragePrecision(Perfect), 12);

    [Fact]
    public void Equal_scores_are_kept_together() =>
        Assert.Equal(0.5, RankingMetrics.AveragePrecision([new(0.5, true), new(0.5, false)]), 12);

    [Fact]
    public void Average_precision_is_the_step_area_of_a_known_curve() =>
        Assert.Equal((1.0 / 2) + (2.0 / 3 / 2), RankingMetrics.AveragePrecision([new(4, true), new(3, false), new(2, true), new(1, false)]), 12);

    [Fact]
    public void At_most_the_given_share_exceeds_the_threshold()
    {
        var ordinary = Enumerable.Range(0, 3263).Select(i => i / 3263.0).ToList();
        var threshold = RankingMetrics.ThresholdFor(ordinary, 0.002);
        Assert.Equal(6, ordinary.Count(score => score > threshold));
    }

    [Fact]
    public void Scores_that_are_the_true_shares_have_no_calibration_error()
    {
        var items = Enumerable.Range(0, 100).Select(i => new Scored(i < 50 ? 0.2 : 0.8, i % 5 == 0 == i < 50)).ToList();
        Assert.Equal(0, Calibration.Ece(items, 2), 9);
    }

    [Fact]
    public void Calibration_can_be_judged_on_another_mix()
    {
        Scored[] items = [new(0.45, true), new(0.45, false), new(0.45, false), new(0.45, false)];
        Assert.Equal(0, Calibration.Ece(items, 1, 0.45), 9);
        Assert.Equal(0.2, Calibration.Ece(items, 1), 9);
    }

    [Fact]
    public void A_share_of_none_in_many_has_an_upper_bound_above_zero()
    {
        var share = new Proportion(0, 3263);
        Assert.Equal(0, share.Low, 9);
        Assert.InRange(share.High, 0.0005, 0.0025);
    }
}
