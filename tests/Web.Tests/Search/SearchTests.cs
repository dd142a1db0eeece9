using System.Net;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Search;

/// <summary>One box over everything.</summary>
public sealed class SearchTests
{
    private const string Key = "ap2";
    private const string Url = "https://cho-lon.example/p/ap2";

    [Theory]
    [InlineData("tai nghe pro 2 rep 1:1")]
    [InlineData("hổ vằn")]
    [InlineData("ho van")]
    [InlineData("HO VAN xuyen am")]
    [InlineData("0900 000 118")]
    [InlineData("0900.000.118")]
    [InlineData("+84900000118")]
    [InlineData("(+84) 900-000-118")]
    [InlineData("tainghe_sieure_sg")]
    [InlineData("ap2")]
    public async Task A_listing_is_found_by_words_with_or_without_diacritics_telephone_in_any_spelling_shop_or_item_id(string typed)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        Assert.Contains($"/muc/{(await site.ItemAsync(Key)).Id}", await client.ReadAsync("/tim?q=" + Uri.EscapeDataString(typed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_s_number_finds_the_listings_that_name_it()
    {
        await using var site = await TestSite.StartAsync();
        var offer = Offers.Make("co-so", "rao-vat", "Bộ phát wifi", "Hợp quy số C0955191224AE15A3, đầy đủ giấy tờ", "1tr", 1, 0.5, ["uncertified"], new(), [], Offers.Pairs());
        var item = await site.TakeInAsync(offer, TimeSpan.FromMinutes(1));
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var typed in (string[])["C0955191224AE15A3", "c0955191224ae15a3"])
            Assert.Contains($"/muc/{item}", await client.ReadAsync("/tim?q=" + typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_s_id_opens_the_item()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var id = (await site.ItemAsync(Key)).Id;
        using var answer = await client.GetAsync("/tim?q=" + id);
        Assert.Equal("/muc/" + id, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_known_address_says_what_was_decided_when_by_whom_and_why()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync(Key);
        await site.Review.DecideAsync(new(item.Id, DecisionKind.Confirm, ["counterfeit"], "Ảnh trùng tin đã xác nhận tuần trước"), new Actor("lan", Role.Inspector, WellKnownUnits.Ministry), default);
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        foreach (var typed in (string[])[Url, Url + "?utm_source=zalo", "cho-lon.example/p/ap2"])
        {
            var page = await client.ReadAsync("/tim?q=" + Uri.EscapeDataString(typed));
            Assert.Contains("20/11/2026", page, StringComparison.Ordinal);
            Assert.Contains("lan", page, StringComparison.Ordinal);
            Assert.Contains("Ảnh trùng tin đã xác nhận tuần trước", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_address_can_be_asked_for_once_and_the_next_run_of_its_source_takes_it_first()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        const string Unknown = "https://cho-lon.example/p/chua-biet";
        var path = "/tim?q=" + Uri.EscapeDataString(Unknown);
        Assert.Contains("chưa từng được thu thập", await client.ReadAsync(path), StringComparison.Ordinal);
        using (var blank = await client.PostAsync(path, "/tim?handler=Capture", ("q", Unknown), ("ly-do", " "))) Assert.Equal(HttpStatusCode.OK, blank.StatusCode);
        using (var asked = await client.PostAsync(path, "/tim?handler=Capture", ("q", Unknown), ("ly-do", "Người dân báo"))) Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        using (await client.PostAsync(path, "/tim?handler=Capture", ("q", Unknown), ("ly-do", "Lần nữa"))) Assert.Single(await site.Store.CaptureRequests.WaitingAsync(null, default));
        Assert.Equal("capture.asked", (await site.Store.Audit.ReadAsync("source:cho-lon", 1, default))[0].Action);

        var run = await site.Store.Frontier.BeginRunAsync("cho-lon", site.Clock.GetUtcNow(), default);
        await site.Store.Frontier.AddAsync(run, [new("https://cho-lon.example/", new("https://cho-lon.example/", "start"))], default);
        var first = await site.Store.Frontier.LeaseAsync(run.Id, "test", TimeSpan.FromMinutes(1), default);
        Assert.Equal(Unknown, first!.CanonicalUrl);
        Assert.Empty(await site.Store.CaptureRequests.WaitingAsync(null, default));
        Assert.Contains("nguồn đã nhận", await client.ReadAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_no_source_and_a_leader_cannot_ask()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        Assert.Contains("Chưa có nguồn nào", await client.ReadAsync("/tim?q=" + Uri.EscapeDataString("https://khac.example/p/1")), StringComparison.Ordinal);
        using var leader = new FormClient(site);
        await leader.SignInAsync("sep");
        using var refused = await leader.PostAsync("/", "/tim?handler=Capture", ("q", "https://cho-lon.example/p/1"), ("ly-do", "x"));
        Assert.Equal("/loi/403", refused.Headers.Location?.AbsolutePath);
        Assert.Empty(await site.Store.CaptureRequests.WaitingAsync(null, default));
    }

    [Fact]
    public async Task A_unit_finds_its_own_and_a_leader_sees_numbers_starred()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var id = (await site.ItemAsync(Key)).Id.ToString();
        using var province = new FormClient(site);
        await province.SignInAsync("tinh");
        foreach (var typed in (string[])["ho van", "0900000118", Key, Url, id])
            Assert.DoesNotContain("/muc/" + id, await province.ReadAsync("/tim?q=" + Uri.EscapeDataString(typed)), StringComparison.Ordinal);
        using var leader = new FormClient(site);
        await leader.SignInAsync("sep");
        Assert.DoesNotContain("+84900000118", await leader.ReadAsync("/tim?q=" + Uri.EscapeDataString("(+84) 900-000-118")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canaries_are_found_by_nobody()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var page = await site.Store.Search.WordsAsync("tai nghe", units: null, 50, default);
        Assert.NotEmpty(page.Hits);
        Assert.DoesNotContain(page.Hits, hit => hit.Listing.UnitId == WellKnownUnits.Canary);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("\"")]
    [InlineData("a* OR b")]
    [InlineData("NEAR(x y)")]
    [InlineData("' OR 1=1 --")]
    [InlineData("\uD800")]
    public async Task Nothing_typed_breaks_the_search(string typed)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var page = await site.Store.Search.WordsAsync(typed, null, 50, default);
        Assert.True(page.IsWhole);
    }
}
