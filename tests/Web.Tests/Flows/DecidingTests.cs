using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Flows;

/// <summary>An inspector's morning in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class DecidingTests(Browser browser)
{
    [ChromiumFact]
    public async Task Three_keys_confirm_an_item_and_the_next_opens_by_itself()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        var first = await site.ItemAsync("ap2");
        var second = await site.ItemAsync("kichsong");

        await visitor.PressAsync("j", "Enter");
        await visitor.Page.WaitForURLAsync($"**/muc/{first.Id}");
        await visitor.PressAsync("1", "a", "Enter");
        await visitor.Page.WaitForURLAsync($"**/muc/{second.Id}");

        await Assertions.Expect(visitor.Page.Locator(".toast")).ToContainTextAsync("Đã xác nhận nghi vấn");
        var decided = await site.ItemAsync("ap2");
        Assert.Equal(ReviewState.Confirmed, decided.State);
        var decision = Assert.Single(await site.Store.Queue.DecisionsAsync(first.Id, default));
        Assert.Equal("Lời chào bán thể hiện rõ nghi vấn", decision.Reason);
        Assert.Equal("counterfeit,uncertified", string.Join(',', decision.Codes));
        Assert.Equal("minh", decision.DecidedBy);
        Assert.Equal("minh", (await site.ItemAsync("kichsong")).LeasedBy);
        Assert.Contains(await site.Store.Audit.ReadAsync($"item:{first.Id}", 10, default), entry => entry.Action == "item.decided");
        Assert.Empty(visitor.Offences);
    }

    [ChromiumFact]
    public async Task A_decision_without_a_reason_is_not_sent_and_the_server_would_refuse_it()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        var item = await site.ItemAsync("ap2");
        await visitor.Page.GotoAsync($"/muc/{item.Id}");
        await visitor.PressAsync("1");
        await visitor.Page.ClickAsync("#submit");
        Assert.EndsWith($"/muc/{item.Id}", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Equal("Hãy ghi lý do.", await visitor.Page.Locator("#ly-do").EvaluateAsync<string>("field => field.validationMessage"));

        await visitor.Page.Locator("#ly-do").EvaluateAsync("field => { field.required = false; field.value = '   '; field.setCustomValidity(''); }");
        await visitor.Page.ClickAsync("#submit");
        await Assertions.Expect(visitor.Page.Locator(".decide .notice.bad")).ToContainTextAsync("Hãy ghi lý do.");
        Assert.True((await site.ItemAsync("ap2")).IsOpen);
    }

    [ChromiumFact]
    public async Task Dismissing_a_high_priority_item_waits_for_a_second_person_who_approves_it()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var asker = await browser.VisitAsync(site);
        await asker.SignInAsync("minh");
        var item = await site.ItemAsync("ap2");
        await asker.Page.GotoAsync($"/muc/{item.Id}");
        await asker.PressAsync("2", "a", "Enter");
        await Assertions.Expect(asker.Page.Locator(".toast")).ToContainTextAsync("người thứ hai");
        Assert.Equal(ReviewState.Waiting, (await site.ItemAsync("ap2")).State);

        await asker.Page.GotoAsync("/phe-duyet");
        await Assertions.Expect(asker.Page.Locator(".approval")).ToContainTextAsync("đề nghị của anh/chị");
        Assert.Equal(0, await asker.Page.Locator(".approval button").CountAsync());

        await using var second = await browser.VisitAsync(site);
        await second.SignInAsync("lan");
        await Assertions.Expect(second.Page.Locator(".nav .count")).ToHaveTextAsync("1");
        await second.Page.ClickAsync("text=Phê duyệt");
        await second.Page.FillAsync(".approval textarea", "Đã xem hoá đơn của hãng.");
        await second.Page.ClickAsync("text=Duyệt: loại mục này");
        await Assertions.Expect(second.Page.Locator(".notice")).ToContainTextAsync("Đã duyệt");
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("ap2")).State);
        Assert.Empty(asker.Offences);
        Assert.Empty(second.Offences);
    }

    [ChromiumFact]
    public async Task A_decision_can_be_taken_back_with_one_key()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        var item = await site.ItemAsync("router");
        await visitor.Page.GotoAsync($"/muc/{item.Id}");
        await visitor.PressAsync("2", "s", "Enter");
        await visitor.Page.WaitForSelectorAsync(".toast");
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("router")).State);
        await visitor.PressAsync("u");
        await visitor.Page.WaitForURLAsync($"**/muc/{item.Id}");
        await Assertions.Expect(visitor.Page.Locator(".notice")).ToContainTextAsync("Đã hoàn tác");
        Assert.Equal("minh", (await site.ItemAsync("router")).LeasedBy);
    }

    [ChromiumFact]
    public async Task Waiting_takes_a_date_and_a_reason()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        var item = await site.ItemAsync("tvbox");
        await visitor.Page.GotoAsync($"/muc/{item.Id}");
        await visitor.PressAsync("3", "a");
        await visitor.Page.FillAsync("#den-ngay", "2026-12-01");
        await visitor.Page.ClickAsync("#submit");
        await visitor.Page.WaitForSelectorAsync(".toast");
        var waiting = await site.ItemAsync("tvbox");
        Assert.Equal(ReviewState.Waiting, waiting.State);
        Assert.Equal(new DateOnly(2026, 12, 1), waiting.WaitUntil);
    }

    [ChromiumFact]
    public async Task What_one_holds_the_other_reads_and_cannot_decide()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var item = await site.ItemAsync("ap2");
        await site.Review.OpenAsync(item.Id, new Actor("lan", Role.Inspector, WellKnownUnits.Ministry), default);
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        await Assertions.Expect(visitor.Page.Locator("tr.held").First).ToContainTextAsync("đang được lan xử lý");
        await visitor.Page.GotoAsync($"/muc/{item.Id}");
        await Assertions.Expect(visitor.Page.Locator(".notice")).ToContainTextAsync("Đang được lan xử lý đến 08:45");
        Assert.Equal(0, await visitor.Page.Locator("#decide").CountAsync());
    }

    [ChromiumFact]
    public async Task Passing_over_does_not_bring_the_same_item_round_again()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        await visitor.PressAsync("n");
        await visitor.Page.WaitForURLAsync("**/muc/**");
        var seen = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            seen.Add(visitor.Page.Url);
            await visitor.PressAsync("n");
            await visitor.Page.WaitForURLAsync(url => url.Contains("/muc/", StringComparison.Ordinal) && url != seen[^1]);
        }

        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(ReviewState.New, (await site.ItemAsync("ap2")).State);
    }

    [ChromiumFact]
    public async Task The_next_item_comes_from_the_same_narrowing()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        await visitor.Page.ClickAsync(".filters a:has-text('Không hợp quy')");
        await visitor.PressAsync("j", "j", "Enter");
        await visitor.Page.WaitForURLAsync("**/muc/**");
        await visitor.PressAsync("1", "a", "Enter");
        await visitor.Page.WaitForSelectorAsync(".toast");
        Assert.Contains("loai=uncertified", visitor.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(visitor.Page.Locator(".item-name")).ToContainTextAsync("Không hợp quy");
    }

    [ChromiumFact]
    public async Task Focusing_marked_words_says_why_and_lights_the_signal()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        await visitor.Page.GotoAsync($"/muc/{(await site.ItemAsync("ap2")).Id}");
        var marked = await visitor.Page.Locator("mark.hl").AllTextContentsAsync();
        Assert.Contains("rep 1:1", marked, StringComparer.Ordinal);
        Assert.Contains("Hàng rep 1:1 chip hổ vằn", marked, StringComparer.Ordinal);
        await visitor.PressAsync("j");
        await Assertions.Expect(visitor.Page.Locator("#tip")).ToContainTextAsync("cách gọi hàng nhái");
        await Assertions.Expect(visitor.Page.Locator(".signal-list li.lit")).ToHaveCountAsync(1);
        Assert.Empty(visitor.Offences);
    }

    [ChromiumFact]
    public async Task The_whole_way_works_in_English_too()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var visitor = await browser.VisitAsync(site, language: "vi");
        await visitor.SignInAsync("minh");
        await visitor.Page.ClickAsync("text=English");
        await Assertions.Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Queue");
        Assert.Equal("en", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
        await visitor.PressAsync("j", "Enter");
        await visitor.Page.WaitForURLAsync("**/muc/**");
        await visitor.PressAsync("1", "a", "Enter");
        await Assertions.Expect(visitor.Page.Locator(".toast")).ToContainTextAsync("Suspicion confirmed");
        Assert.Equal("The offer's own words are plain", Assert.Single(await site.Store.Queue.DecisionsAsync((await site.ItemAsync("ap2")).Id, default)).Reason);
        Assert.Empty(visitor.Offences);
    }

    [Fact]
    public async Task Without_scripts_an_item_can_still_be_decided()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        var item = await site.ItemAsync("ap2");
        using var response = await client.PostAsync($"/muc/{item.Id}", $"/muc/{item.Id}?handler=Decide", ("quyet-dinh", "Confirm"), ("ma", "counterfeit"), ("ly-do", "Rõ ràng"));
        Assert.Equal($"/muc/{(await site.ItemAsync("kichsong")).Id}", response.Headers.Location!.OriginalString);
    }
}
