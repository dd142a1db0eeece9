using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>When a source's output counts as fallen away.</summary>
public sealed class DriftTestTests
{
    private static readonly DriftLimits Limits = new(0.001, 0.25, 0.3, 12, 1, 20, 0.02);

    [Fact]
    public void A_field_that_is_suddenly_empty_is_noticed_and_the_others_are_not()
    {
        var drops = DriftTest.Judge(Scan(40, title: 40, price: 0), [Scan(40, 40, 39), Scan(38, 38, 38)], Limits);
        var drop = Assert.Single(drops);
        Assert.Equal(("price", 0.0, 40), (drop.Measure, drop.Now, drop.Of));
        Assert.InRange(drop.P, 0, 1e-4);
    }

    [Fact]
    public void Pages_that_hold_no_listing_any_more_are_noticed()
    {
        var now = Scan(0, 0, 0) with { Pages = 50, PagesRead = 2 };
        Assert.Equal(DriftTest.Pages, Assert.Single(DriftTest.Judge(now, [Scan(50, 50, 50)], Limits)).Measure);
    }

    [Fact]
    public void A_field_that_always_varied_may_go_on_varying()
    {
        var history = new[] { 38, 12, 30, 8, 36, 20, 10 }.Select(filled => Scan(40, 40, filled)).ToList();
        Assert.Empty(DriftTest.Judge(Scan(40, 40, 5), history, Limits));
        var steady = Enumerable.Repeat(Scan(40, 40, 22), 7).ToList();
        Assert.Single(DriftTest.Judge(Scan(40, 40, 5), steady, Limits));
    }

    [Fact]
    public void Without_history_or_with_few_listings_nothing_is_said()
    {
        Assert.Empty(DriftTest.Judge(Scan(40, 0, 0), [], Limits));
        Assert.Empty(DriftTest.Judge(Scan(5, 0, 0), [Scan(40, 40, 40)], Limits));
        Assert.Empty(DriftTest.Judge(Scan(40, 0, 0), [Scan(40, 40, 40) with { IsBaseline = false }], Limits));
    }

    [Fact]
    public void Scans_that_vary_as_ever_raise_an_alarm_less_often_than_promised()
    {
        // Rates of each night drawn anew around 0.8: the alarm's own promise, counted.
        var random = new Random(389);
        var alarms = 0;
        const int Nights = 4_000;
        for (var night = 0; night < Nights; night++)
        {
            var history = Enumerable.Range(0, 10).Select(_ => Drawn(random)).ToList();
            alarms += DriftTest.Judge(Drawn(random), history, Limits).Count > 0 ? 1 : 0;
        }

        Assert.InRange(alarms, 0, (int)(Nights * Limits.Alpha));
    }

    [Theory]
    [InlineData(10, 10, 0.5, 0.1, 1)]
    [InlineData(0, 1, 0.25, 0.1, 0.75)]
    [InlineData(1, 2, 0.5, 1.0 / 3, 2.0 / 3)]
    public void The_beta_binomial_adds_up(int k, int n, double mean, double rho, double expected) =>
        Assert.Equal(expected, BetaBinomial.AtMost(k, n, mean, rho), 9);

    [Fact]
    public void The_correlation_of_runs_is_none_for_equal_runs_and_high_for_all_or_nothing()
    {
        Assert.Equal(0, BetaBinomial.Correlation([(20, 40), (20, 40), (20, 40)]));
        Assert.InRange(BetaBinomial.Correlation([(40, 40), (0, 40), (40, 40), (0, 40)]), 0.9, 1);
    }

    private static SourceFill Drawn(Random random)
    {
        var rate = 0.8 + ((random.NextDouble() - 0.5) * 0.3);
        var filled = Enumerable.Range(0, 60).Count(_ => random.NextDouble() < rate);
        return Scan(60, 60, filled);
    }

    private static SourceFill Scan(int listings, int title, int price) =>
        new(Guid.Empty, "a", "v", DateTimeOffset.UnixEpoch, listings, listings, listings, new Dictionary<string, int>(StringComparer.Ordinal) { ["title"] = title, ["price"] = price });
}
