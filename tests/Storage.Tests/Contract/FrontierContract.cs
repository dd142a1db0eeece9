using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    // A lease that has ended when it begins: what a dead worker leaves, without waiting for it.
    private static readonly TimeSpan Ended = TimeSpan.FromSeconds(-1);

    [Fact]
    public async Task A_url_is_added_to_a_run_once()
    {
        var run = await BeginAsync();
        Assert.Equal(2, await Store.Frontier.AddAsync(run, [Pages.Link("/a"), Pages.Link("/b"), Pages.Link("/a")], None));
        Assert.Equal(0, await Store.Frontier.AddAsync(run, [Pages.Link("/b")], None));
        Assert.Equal(2, (await Store.Frontier.CountsAsync(run.Id, None)).Pending);
    }

    [Fact]
    public async Task The_highest_priority_goes_first_then_the_oldest()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a", 0.5), Pages.Link("/b", 0.9), Pages.Link("/c", 0.5)], None);

        foreach (var path in new[] { "/b", "/a", "/c", null })
            Assert.Equal(path, await LeasePathAsync(run));
    }

    [Fact]
    public async Task What_somebody_asks_for_with_more_urgency_moves_forward()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a", 0.6), Pages.Link("/b", 0.5)], None);
        await Store.Frontier.AddAsync(run, [Pages.Link("/b", 1)], None);

        Assert.Equal("/b", await LeasePathAsync(run));
    }

    [Fact]
    public async Task No_two_workers_get_the_same_row()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [.. Enumerable.Range(0, 50).Select(i => Pages.Link($"/{i}"))], None);
        var entries = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Store.Frontier.LeaseAsync(run.Id, $"w{i}", FiveMinutes, None)));

        Assert.Equal(50, entries.Where(entry => entry is not null).Select(entry => entry!.Id).Distinct().Count());
        Assert.Equal(10, entries.Count(entry => entry is null));
    }

    [Fact]
    public async Task A_lease_that_ended_comes_back_and_counts_as_no_failure()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a")], None);
        var lost = await Store.Frontier.LeaseAsync(run.Id, "w1", Ended, None);
        var found = await Store.Frontier.LeaseAsync(run.Id, "w2", FiveMinutes, None);

        Assert.Equal((lost!.Id, 0), (found!.Id, found.Attempts));
    }

    [Fact]
    public async Task A_row_put_off_is_leased_only_when_it_is_due()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a"), Pages.Link("/b")], None);
        await ReleaseAsync(run, FrontierOutcome.Retry, DateTimeOffset.UtcNow.AddHours(1));
        await ReleaseAsync(run, FrontierOutcome.Retry, DateTimeOffset.UtcNow.AddHours(-1));

        var due = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        Assert.Equal(("https://cho-mau.example/b", 1), (due!.CanonicalUrl, due.Attempts));
        Assert.Null(await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None));
    }

    [Fact]
    public async Task Outcomes_are_counted()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [.. "abcde".Select(letter => Pages.Link($"/{letter}"))], None);
        await ReleaseAsync(run, FrontierOutcome.Failed, null);
        await ReleaseAsync(run, FrontierOutcome.Refused, null);
        await LeasePathAsync(run);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        await Store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.Other, [], Pages.Link("/f"), Pages.Link("/a")), None);

        Assert.Equal(new FrontierCounts(Pending: 2, Leased: 1, Done: 1, Failed: 1, Refused: 1), await Store.Frontier.CountsAsync(run.Id, None));
    }

    [Fact]
    public async Task With_a_page_acknowledged_the_next_row_is_leased_links_of_the_page_among_them()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a", 0.9), Pages.Link("/b", 0.5)], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        var page = Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.Listing, [Pages.Listing("a")], Pages.Link("/c", 0.7));

        var taken = await Store.Intake.AcknowledgeAndLeaseAsync(page, new("w", FiveMinutes), None);

        Assert.True(Assert.Single(taken.Listings).ListingIsNew);
        Assert.Equal(("https://cho-mau.example/c", run.Id, run.SourceId, 0), (taken.Next!.CanonicalUrl, taken.Next.RunId, taken.Next.SourceId, taken.Next.Attempts));
        Assert.Equal(new FrontierCounts(Pending: 1, Leased: 1, Done: 1, Failed: 0, Refused: 0), await Store.Frontier.CountsAsync(run.Id, None));
        Assert.Equal("/b", await LeasePathAsync(run));
        Assert.Null(await LeasePathAsync(run));
    }

    [Fact]
    public async Task A_row_given_back_untried_is_due_as_it_was()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a"), Pages.Link("/b")], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        await Store.Frontier.ReleaseAsync(entry!, FrontierOutcome.Untouched, "not-tried", null, None);

        var again = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        Assert.Equal((entry!.Id, 0), (again!.Id, again.Attempts));
    }

    [Fact]
    public async Task Of_a_run_that_ended_no_further_row_is_leased_with_a_late_page()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a"), Pages.Link("/b")], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        await Store.Frontier.EndRunAsync(run.Id, Time.GetUtcNow(), "{}", None);

        var taken = await Store.Intake.AcknowledgeAndLeaseAsync(Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.Other, []), new("w", FiveMinutes), None);
        Assert.Null(taken.Next);
    }

    [Fact]
    public async Task A_page_whose_capture_is_not_on_disk_is_not_stored()
    {
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [Pages.Link("/a")], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        var page = Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.Listing, [Pages.Listing("a")]) with { Archived = Task.FromException(new IOException("đĩa đầy")) };

        await Assert.ThrowsAsync<IOException>(() => Store.Intake.AcknowledgeAsync(page, None));
        Assert.Equal(1, (await Store.Frontier.CountsAsync(run.Id, None)).Leased);
        Assert.Equal(0, (await Store.Listings.TotalsAsync(None)).Captures);
    }

    [Fact]
    public async Task An_unfinished_run_is_resumed_and_a_finished_one_is_not()
    {
        var first = await BeginAsync();
        var resumed = await BeginAsync();
        Assert.Equal((first.Id, true, false), (resumed.Id, resumed.Resumed, first.Resumed));

        await Store.Frontier.EndRunAsync(first.Id, Time.GetUtcNow(), """{"pages":0}""", None);
        var next = await BeginAsync();
        Assert.NotEqual(first.Id, next.Id);
        Assert.False(next.Resumed);
        Assert.Null(await Store.Frontier.LeaseAsync(first.Id, "w", FiveMinutes, None));
    }

    [Fact]
    public async Task What_a_run_left_pending_is_known_to_the_next_one()
    {
        var first = await BeginAsync();
        await Store.Frontier.AddAsync(first, [Pages.Link("/a"), Pages.Link("/b"), Pages.Link("/c")], None);
        await ReleaseAsync(first, FrontierOutcome.Failed, null);
        await LeasePathAsync(first);
        await Store.Frontier.EndRunAsync(first.Id, Time.GetUtcNow(), "{}", None);

        var next = await BeginAsync();
        Assert.Equal(2, (await Store.Frontier.CountsAsync(next.Id, None)).Pending);
        Assert.Equal(["/b", "/c"], new[] { await LeasePathAsync(next), await LeasePathAsync(next) }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Runs_are_remembered_with_their_summary()
    {
        var run = await BeginAsync();
        await Store.Frontier.EndRunAsync(run.Id, Time.GetUtcNow(), """{"pages":3}""", None);
        await Store.Frontier.BeginRunAsync("shop-mau", Time.GetUtcNow(), None);
        var again = await BeginAsync();

        Assert.Equal([again.Id, run.Id], (await Store.Runs.RecentAsync("cho-mau", 10, None)).Select(record => record.Id));
        Assert.Equal("""{"pages":3}""", (await Store.Runs.RecentAsync("cho-mau", 10, None))[1].Summary);
        Assert.Equal(["cho-mau", "shop-mau"], (await Store.Runs.LatestBySourceAsync(None)).Select(record => record.SourceId));
    }

    private Task<CrawlRun> BeginAsync() => Store.Frontier.BeginRunAsync("cho-mau", Time.GetUtcNow(), None);

    private async Task<string?> LeasePathAsync(CrawlRun run) =>
        (await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None))?.CanonicalUrl.Replace("https://cho-mau.example", "", StringComparison.Ordinal);

    private async Task ReleaseAsync(CrawlRun run, FrontierOutcome outcome, DateTimeOffset? retryAt)
    {
        var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
        await Store.Frontier.ReleaseAsync(entry!, outcome, "503", retryAt, None);
    }
}
