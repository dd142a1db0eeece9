using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Flows;

/// <summary>The inspector's pages in a real browser, one walk through all of them in each language.</summary>
[Collection(BrowserTests.Name)]
public sealed class InspectorBrowserTests(Browser browser)
{
    [ChromiumFact]
    public async Task A_walk_through_views_screenshot_bulk_objection_hand_over_and_practice_works_in_vietnamese() =>
        await WalkAsync("vi", ("Đã lưu góc nhìn.", "Đã quyết định 3 mục", "Đã ghi nhận khiếu nại.", "Đã bàn giao"));

    [ChromiumFact]
    public async Task The_same_walk_works_in_english() =>
        await WalkAsync("en", ("The view was saved.", "3 items decided", "The objection was registered.", "Handed over"));

    private async Task WalkAsync(string language, (string Saved, string Decided, string Registered, string HandedOver) says)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        var offer = Offers.Morning[0];
        foreach (var key in (string[])["x1", "x2"])
            await site.TakeInAsync(offer with { Key = key, Priority = 0.7, Record = offer.Record with { Id = key, Title = offer.Record.Title + " " + key } }, TimeSpan.FromHours(1));
        await using var visitor = await browser.VisitAsync(site, language);
        var page = visitor.Page;
        await visitor.SignInAsync("minh");

        await page.GotoAsync("/hang-doi?diem=80");
        await page.ClickAsync(".save-view summary");
        await page.FillAsync("#ten-goc-nhin", "80 %");
        await page.PressAsync("#ten-goc-nhin", "Enter");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync(says.Saved);
        await page.GotoAsync("/hang-doi");
        await page.ClickAsync(".view a");
        await page.WaitForURLAsync("**/hang-doi?diem=80");

        var item = await site.ItemAsync("ap2");
        await page.GotoAsync($"/muc/{item.Id}");
        await page.ClickAsync("#shot");
        await Assertions.Expect(page.Locator("#shot-whole img")).ToHaveAttributeAsync("width", "480");
        await page.Keyboard.PressAsync("+");
        await Assertions.Expect(page.Locator("#shot-scale")).ToHaveTextAsync("150%");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("svg.chart[role=img]")).ToHaveCountAsync(1);

        await page.GotoAsync($"/muc/{item.Id}/hang-loat?theo=giong");
        await visitor.PressAsync("1");
        await page.FillAsync("#ly-do", "Cùng một lời chào bán");
        await page.ClickAsync("#bulk button.primary");
        await page.ClickAsync("#do");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync(says.Decided);
        Assert.Equal(ReviewState.Confirmed, (await site.ItemAsync("x2")).State);

        await page.GotoAsync($"/muc/{item.Id}/khieu-nai");
        await page.FillAsync("#ten", "Shop");
        await page.FillAsync("#cach", "Công văn");
        await page.FillAsync("#loi-khieu-nai", "Hàng có hoá đơn.");
        await page.ClickAsync("form.form button.primary");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync(says.Registered);

        var other = await site.ItemAsync("kichsong");
        await page.GotoAsync($"/muc/{other.Id}");
        await page.ClickAsync(".hand-over summary");
        await page.SelectOptionAsync("#cho", "lan");
        await page.ClickAsync(".hand-over button");
        await Assertions.Expect(page.Locator(".notice").First).ToContainTextAsync(says.HandedOver);
        Assert.Equal("lan", (await site.ItemAsync("kichsong")).LeasedBy);

        await page.GotoAsync("/tap-huan");
        await visitor.PressAsync("2", "Enter");
        await page.WaitForSelectorAsync(".truth");
        await visitor.PressAsync("n");
        await page.WaitForSelectorAsync("#decide");
        Assert.Empty(visitor.Offences);
    }
}
