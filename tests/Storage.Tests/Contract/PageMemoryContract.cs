using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    private static readonly SourceDefinition Shop = Pages.Source();

    [Fact]
    public async Task A_page_that_is_not_due_is_not_fetched_again_for_a_link_and_is_for_a_person()
    {
        await FetchAsync(await ShopRunAsync(), "/tin/a", interval: TimeSpan.FromHours(20));
        var next = await NextShopRunAsync(TimeSpan.FromHours(1));

        Assert.Equal(0, await Store.Frontier.AddAsync(next, [Pages.Link("/tin/a")], None));
        var asked = Pages.Link("/tin/a");
        Assert.Equal(1, await Store.Frontier.AddAsync(next, [asked with { Request = asked.Request with { Reason = "person" } }], None));
    }

    [Fact]
    public async Task A_page_that_is_due_comes_back_by_itself_with_what_is_remembered_of_it()
    {
        await FetchAsync(await ShopRunAsync(), "/tin/a", TimeSpan.FromHours(20), etag: "\"v1\"");
        await FetchAsync(await ShopRunAsync(), "/tin/b", TimeSpan.FromDays(5));
        var next = await NextShopRunAsync(TimeSpan.FromHours(24));

        Assert.Equal(1, await Store.Pages.AddDueAsync(next, "r1", 100, None));
        var entry = await Store.Frontier.LeaseAsync(next.Id, "tester", TimeSpan.FromMinutes(5), None);

        Assert.Equal(("https://cho-mau.example/tin/a", "revisit"), (entry!.CanonicalUrl, entry.Request.Reason));
        Assert.Equal(("\"v1\"", "r1", TimeSpan.FromHours(20)), (entry.Known!.ETag, entry.Known.Reader, entry.Known.Interval));
    }

    [Fact]
    public async Task What_another_reader_read_is_due_at_once_and_what_is_gone_for_good_never()
    {
        await FetchAsync(await ShopRunAsync(), "/tin/a", TimeSpan.FromDays(5));
        await FetchAsync(await ShopRunAsync(), "/tin/mat", TimeSpan.MaxValue, status: 404);
        var next = await NextShopRunAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, await Store.Pages.AddDueAsync(next, "r2", 100, None));
        Assert.Equal("https://cho-mau.example/tin/a", (await Store.Frontier.LeaseAsync(next.Id, "tester", TimeSpan.FromMinutes(5), None))!.CanonicalUrl);
        // A link to it may mean that it is back.
        Assert.Equal(1, await Store.Frontier.AddAsync(next, [Pages.Link("/tin/mat")], None));
    }

    [Fact]
    public async Task An_unchanged_page_is_a_capture_and_sees_its_listing_again()
    {
        var first = await FetchAsync(await ShopRunAsync(), "/tin/a", TimeSpan.Zero);
        var run = await NextShopRunAsync(TimeSpan.FromHours(24));
        Assert.Equal(1, await Store.Pages.AddDueAsync(run, "r1", 100, None));
        var entry = await Store.Frontier.LeaseAsync(run.Id, "tester", TimeSpan.FromMinutes(5), None);
        Time.Advance(TimeSpan.FromSeconds(1));
        var page = Pages.Page(run, entry!, Shop, Time.GetUtcNow(), PageKind.Listing, []);

        var seen = await Store.Intake.AcknowledgeAsync(new UnchangedPage(run, entry!, Shop, page.Capture with { Status = 304 }, page.Archive, Memory(TimeSpan.FromHours(20))), None);

        Assert.Equal((first.ListingId, false), (Assert.Single(seen).ListingId, seen[0].Flagged));
        Assert.Equal(Time.GetUtcNow(), (await Store.Listings.FindAsync(first.ListingId, None))!.LastSeen);
        Assert.Equal(new StoreTotals(1, 1, 1, 2, 0), await Store.Listings.TotalsAsync(None));
        Assert.Equal(1, (await Store.Frontier.CountsAsync(run.Id, None)).Done);
    }

    [Fact]
    public async Task A_listing_whose_page_answers_not_found_is_gone_and_comes_back_when_it_is_there_again()
    {
        var listing = await FetchAsync(await ShopRunAsync(), "/tin/a", TimeSpan.Zero);
        var gone = await NextShopRunAsync(TimeSpan.FromHours(24));
        await FetchAsync(gone, "/tin/a", TimeSpan.FromHours(20), status: 404);
        Assert.Equal("gone", (await Store.Listings.FindAsync(listing.ListingId, None))!.State);

        await FetchAsync(await NextShopRunAsync(TimeSpan.FromHours(24)), "/tin/a", TimeSpan.Zero);
        Assert.Equal("available", (await Store.Listings.FindAsync(listing.ListingId, None))!.State);
    }

    [Fact]
    public async Task A_listing_met_in_the_same_run_at_another_address_is_not_gone_because_the_old_one_is()
    {
        var listing = await FetchAsync(await ShopRunAsync(), "/tin/a", TimeSpan.Zero);
        var run = await NextShopRunAsync(TimeSpan.FromHours(24));
        await FetchAsync(run, "/tin/moi/a", TimeSpan.Zero);
        await FetchAsync(run, "/tin/a", TimeSpan.FromHours(20), status: 410);

        Assert.Equal("available", (await Store.Listings.FindAsync(listing.ListingId, None))!.State);
    }

    [Fact]
    public async Task What_was_learned_of_parameters_is_kept_a_source()
    {
        await Store.Pages.SaveParametersAsync("cho-mau", [new("vi_tri", 4, 0), new("mau", 0, 9)], None);
        await Store.Pages.SaveParametersAsync("khac", [new("x", 1, 1)], None);

        Assert.Equal([new("mau", 0, 9), new("vi_tri", 4, 0)], await Store.Pages.ParametersAsync("cho-mau", None));
        await Store.Pages.SaveParametersAsync("cho-mau", [], None);
        Assert.Empty(await Store.Pages.ParametersAsync("cho-mau", None));
        Assert.Single(await Store.Pages.ParametersAsync("khac", None));
    }

    [Fact]
    public async Task A_stop_stands_for_everyone_until_it_is_lifted_and_both_are_in_the_audit()
    {
        var stop = new CrawlStop(CrawlStop.Everything, "hoa", Time.GetUtcNow(), "Máy chủ sàn kêu");
        Assert.True(await Store.Stops.StopAsync(stop, Audit("crawl.stopped", "stop:*"), None));
        Assert.False(await Store.Stops.StopAsync(stop with { StoppedBy = "lan" }, Audit("crawl.stopped", "stop:*"), None));
        await using (var other = OpenAgain()) Assert.Equal([stop], await other.Stops.StandingAsync(None));

        Assert.True(await Store.Stops.ResumeAsync("*", "lan", Time.GetUtcNow(), Audit("crawl.resumed", "stop:*"), None));
        Assert.False(await Store.Stops.ResumeAsync("*", "lan", Time.GetUtcNow(), Audit("crawl.resumed", "stop:*"), None));
        Assert.Empty(await Store.Stops.StandingAsync(None));
        Assert.Equal(["crawl.resumed", "crawl.stopped"], (await Store.Audit.ReadAsync("stop:*", 10, None)).Select(audit => audit.Action));
    }

    private Task<CrawlRun> ShopRunAsync() => Store.Frontier.BeginRunAsync(Shop.Id, Time.GetUtcNow(), None);

    private async Task<CrawlRun> NextShopRunAsync(TimeSpan later)
    {
        await Store.Frontier.EndRunAsync((await ShopRunAsync()).Id, Time.GetUtcNow(), "{}", None);
        Time.Advance(later);
        return await ShopRunAsync();
    }

    private PageMemory Memory(TimeSpan interval, int status = 200, string? etag = null) => new("c1", "r1", interval, Time.GetUtcNow(), status, etag, null, IsFlagged: false);

    /// <summary>Fetches the page of listing <c>a</c>; a page that is not there holds none.</summary>
    private async Task<ListingReceipt> FetchAsync(CrawlRun run, string path, TimeSpan interval, int status = 200, string? etag = null)
    {
        await Store.Frontier.AddAsync(run, [Pages.Link(path, priority: 1)], None);
        var entry = await Store.Frontier.LeaseAsync(run.Id, "tester", TimeSpan.FromMinutes(5), None);
        Time.Advance(TimeSpan.FromSeconds(1));
        var page = Pages.Page(run, entry!, Shop, Time.GetUtcNow(), status == 200 ? PageKind.Listing : PageKind.Other, status == 200 ? [Pages.Listing("a")] : []);
        var receipts = await Store.Intake.AcknowledgeAsync(page with { Capture = page.Capture with { Status = status }, Memory = Memory(interval, status, etag) }, None);
        return receipts.Count > 0 ? receipts[0] : new(default, default, default, false, false, null, null);
    }
}
