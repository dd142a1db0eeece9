using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Dashboard;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Dashboard;

public sealed class DashboardTests
{
    // Reference values: Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_the_published_one(int successes, int cases, double low, double high)
    {
        var interval = Wilson.Of(successes, cases);
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void Of_no_cases_nothing_is_known()
    {
        var nothing = Wilson.Of(0, 0);
        Assert.True(double.IsNaN(nothing.Share));
        Assert.Equal((0, 1), (nothing.Low, nothing.High));
    }

    [Fact]
    public async Task Precision_counts_what_people_decided_by_week_source_place_and_rule()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await DecideAsync(site, "ap2", DecisionKind.Confirm);
        await DecideAsync(site, "laptop-nhat", DecisionKind.Confirm);
        var figures = await site.Store.Figures.PrecisionAsync(null, site.Clock.GetUtcNow().AddDays(-84), default);
        Assert.Equal(new NamedOutcomes("2026-11-16", new(2, 0)), Assert.Single(figures.ByWeek));
        Assert.Equal(new NamedOutcomes("cho-lon", new(2, 0)), Assert.Single(figures.BySource));
        Assert.Contains(figures.ByRule, rule => rule == new NamedOutcomes("counterfeit.replica-1-1", new(1, 0)));
        Assert.DoesNotContain(figures.ByRule, rule => rule.Name.StartsWith("price.", StringComparison.Ordinal));
        Assert.Contains(figures.ByPlace, place => place.Name == "Bình Dương");
        Assert.Empty((await site.Store.Figures.PrecisionAsync(["tinh-a"], DateTimeOffset.UnixEpoch, default)).ByWeek);
    }

    [Fact]
    public async Task A_decision_taken_back_is_not_counted()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var id = await DecideAsync(site, "ap2", DecisionKind.Confirm);
        await site.Review.UndoAsync(id, Lan, default);
        Assert.Empty((await site.Store.Figures.PrecisionAsync(null, DateTimeOffset.UnixEpoch, default)).ByWeek);
    }

    [Fact]
    public async Task Ages_and_days_add_up_to_the_queue()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await DecideAsync(site, "ap2", DecisionKind.Confirm);
        var now = site.Clock.GetUtcNow();
        var ages = await site.Store.Figures.AgesAsync(null, now, default);
        Assert.Equal(Offers.Morning.Count - 1, ages.Total);
        var today = DateOnly.FromDateTime(now.ToDisplayTime().DateTime);
        var days = await site.Store.Figures.DaysAsync(null, today.AddDays(-13), today, default);
        Assert.Equal(14, days.Count);
        Assert.Equal(Offers.Morning.Count, days.Sum(day => day.Opened));
        Assert.Equal((today, 1), (days[^1].Day, days[^1].Decided));
        Assert.Equal(Offers.Morning.Count - 1, (await site.Store.Figures.OpenByPlaceAsync(null, default)).Sum(place => place.Value));
    }

    [Fact]
    public async Task The_overview_shows_every_chart_with_its_numbers_and_is_kept_for_a_while()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await DecideAsync(site, "ap2", DecisionKind.Confirm);
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var first = await client.ReadAsync("/");
        Assert.Contains("<svg class=\"overview-chart\"", first, StringComparison.Ordinal);
        Assert.Contains("role=\"img\"", first, StringComparison.Ordinal);
        Assert.Contains("1 / 1", first, StringComparison.Ordinal);
        await DecideAsync(site, "laptop-nhat", DecisionKind.Confirm);
        Assert.DoesNotContain("2 / 2", await client.ReadAsync("/"), StringComparison.Ordinal);
    }

    private static Actor Lan { get; } = new("lan", Role.Inspector, WellKnownUnits.Ministry);

    private static async Task<Guid> DecideAsync(TestSite site, string key, DecisionKind kind)
    {
        var item = await site.ItemAsync(key);
        Assert.IsType<DecideResult.Decided>(await site.Review.DecideAsync(new(item.Id, kind, item.Codes, "Đã xem"), Lan, default));
        return item.Id;
    }
}
