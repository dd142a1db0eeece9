using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>Words that stand in more listings than a search may pass over, in SQLite's own word index.</summary>
public sealed class CommonWordsTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ecom389-words-");
    private readonly SqliteStore _store;

    public CommonWordsTests() => _store = SqliteStore.Open(File, new ReviewPolicy(), _time);

    private string File => Path.Combine(_folder.FullName, "monitor.db");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_word_that_stands_in_thousands_of_listings_finds_the_first_items_in_order_and_says_there_may_be_more()
    {
        await TakeInAsync("a", "Loa kéo", 0.5, codes: "piracy");
        await TakeInAsync("b", "Loa nhái", 0.9, place: "Hà Nội", codes: "counterfeit");
        await TakeInAsync("c", "Tai nghe", 0.8, codes: "counterfeit");
        // Words of listings that are nobody's matter, as a year of nights leaves them.
        using (var nights = new SqliteSession(File, TimeSpan.FromSeconds(5)))
            nights.Script("INSERT INTO listing_words (rowid, title, body) WITH RECURSIVE n (i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n WHERE i < 1005000) SELECT i, 'loa keo', '' FROM n;");

        var page = await _store.Queue.ListAsync(new QueueFilter { Text = "loa" }, default);
        Assert.Equal(["b", "a"], page.Entries.Select(entry => entry.Listing.Key));
        Assert.Equal((2, true), (page.Total, page.IsAtLeast));
        var narrowed = await _store.Queue.ListAsync(new QueueFilter { Text = "loa", Violation = "counterfeit", Place = "Hà Nội", States = [ReviewState.New] }, default);
        Assert.Equal("b", Assert.Single(narrowed.Entries).Listing.Key);
        var second = await _store.Queue.ListAsync(new QueueFilter { Text = "loa", Offset = 1, Limit = 1 }, default);
        Assert.Equal("a", Assert.Single(second.Entries).Listing.Key);
        Assert.Empty((await _store.Queue.ListAsync(new QueueFilter { Text = "loa", Person = "lan" }, default)).Entries);
        var last = await _store.Queue.ListAsync(new QueueFilter { Text = "loa keo", Violation = "piracy", MinPriority = 0.1 }, default);
        Assert.Equal(("a", true), (Assert.Single(last.Entries).Listing.Key, last.IsAtLeast));
    }

    [Fact]
    public async Task Where_matches_must_be_gone_through_counting_ends_and_says_so()
    {
        foreach (var key in (string[])["a", "b", "c"]) await TakeInAsync(key, "Loa " + key, 0.9, place: "Hà Nội", codes: "counterfeit");
        var filter = new QueueFilter { Place = "Hà Nội" };
        Assert.Equal((3, false), await _store.Queue.ListAsync(filter with { CountAtMost = 3 }, default) is var whole ? (whole.Total, whole.IsAtLeast) : default);
        Assert.Equal((2, true), await _store.Queue.ListAsync(filter with { CountAtMost = 2 }, default) is var cut ? (cut.Total, cut.IsAtLeast) : default);
        Assert.Equal((3, false), await _store.Queue.ListAsync(new QueueFilter { CountAtMost = 1 }, default) is var kept ? (kept.Total, kept.IsAtLeast) : default);
    }

    private async Task TakeInAsync(
        string key, string title, double priority, string description = "Hàng đẹp.", string? place = null, params string[] codes)
    {
        var from = Pages.Source("cho-mau");
        var run = await _store.Frontier.BeginRunAsync(from.Id, _time.GetUtcNow(), default);
        await _store.Frontier.AddAsync(run, [Pages.Link("/" + key)], default);
        var entry = await _store.Frontier.LeaseAsync(run.Id, "t", TimeSpan.FromMinutes(5), default);
        var listing = Pages.Listing(key, title, description, priority, codes: codes);
        listing = listing with { Content = listing.Content with { Record = listing.Content.Record with { Seller = new() { Name = "Tiệm " + key, Location = place } } } };
        await _store.Intake.AcknowledgeAsync(Pages.Page(run, entry!, from, _time.GetUtcNow(), PageKind.Listing, [listing]), default);
    }
}
