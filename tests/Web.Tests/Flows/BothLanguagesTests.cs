using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Tests.Hosting;
using Ecom389.Monitor.Web.Texts;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Flows;

/// <summary>
/// What <see cref="DecidingTests"/> and <see cref="InspectorBrowserTests"/> leave out, walked through in a real browser in each language:
/// every answer of the site is looked for in the language's own words.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class BothLanguagesTests(Browser browser)
{
    [ChromiumFact]
    public Task Dismissing_approving_waiting_taking_back_and_searching_work_in_vietnamese() => DecideAsync("vi");

    [ChromiumFact]
    public Task Dismissing_approving_waiting_taking_back_and_searching_work_in_english() => DecideAsync("en");

    [ChromiumFact]
    public Task An_administrators_morning_works_in_vietnamese() => AdministerAsync("vi");

    [ChromiumFact]
    public Task An_administrators_morning_works_in_english() => AdministerAsync("en");

    private async Task DecideAsync(string language)
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await using var asker = await browser.VisitAsync(site, language);
        await asker.SignInAsync("minh");
        var (high, low, later) = (await site.ItemAsync("ap2"), await site.ItemAsync("router"), await site.ItemAsync("tvbox"));

        await asker.Page.GotoAsync($"/muc/{high.Id}");
        await asker.PressAsync("2", "a", "Enter");
        await Says(asker, ".toast", language, "người thứ hai", "second person");
        await asker.Page.GotoAsync("/phe-duyet");
        Assert.Equal(0, await asker.Page.Locator(".approval button").CountAsync());

        await using var second = await browser.VisitAsync(site, language);
        await second.SignInAsync("lan");
        await second.Page.GotoAsync("/phe-duyet");
        await second.Page.FillAsync(".approval textarea", "Đã xem hoá đơn của hãng.");
        await second.Page.Locator(".approval button").First.ClickAsync();
        await Says(second, ".notice", language, "Đã duyệt", "pproved");
        Assert.Equal(ReviewState.Dismissed, (await site.ItemAsync("ap2")).State);

        await asker.Page.GotoAsync($"/muc/{later.Id}");
        await asker.PressAsync("3", "a");
        await asker.Page.FillAsync("#den-ngay", "2026-12-01");
        await asker.Page.ClickAsync("#submit");
        await asker.Page.WaitForSelectorAsync(".toast");
        Assert.Equal(new DateOnly(2026, 12, 1), (await site.ItemAsync("tvbox")).WaitUntil);

        await asker.Page.GotoAsync($"/muc/{low.Id}");
        await asker.PressAsync("2", "s", "Enter");
        await asker.Page.WaitForSelectorAsync(".toast");
        await asker.PressAsync("u");
        await asker.Page.WaitForURLAsync($"**/muc/{low.Id}");
        await Says(asker, ".notice", language, "Đã hoàn tác", "aken back");

        // "/" leads to the one search box; a pasted address that is known says what became of it.
        await asker.PressAsync("/");
        await asker.Page.Keyboard.TypeAsync((await site.Store.Listings.FindAsync(high.ListingId, default))!.Url);
        await asker.PressAsync("Enter");
        await asker.Page.WaitForURLAsync("**/tim?**");
        await Says(asker, ".answer", language, "bởi minh", "by minh");
        await asker.Page.GotoAsync("/tim?q=https%3A%2F%2Frao-vat.example%2Ftin%2Fmoi-thay");
        await asker.Page.FillAsync("#thu-thap #ly-do", "Dân báo");
        await asker.Page.ClickAsync("#thu-thap button");
        await asker.Page.WaitForSelectorAsync(".notice");
        await Says(asker, ".answer", language, "minh", "minh");
        Assert.Empty(asker.Offences);
        Assert.Empty(second.Offences);
    }

    private async Task AdministerAsync(string language)
    {
        await using var site = await TestSite.StartWithMorningAsync(withJobs: true);
        await using var visitor = await browser.VisitAsync(site, language);
        var page = visitor.Page;
        await visitor.SignInAsync("quan-tri");

        await page.GotoAsync("/nguoi-dung");
        await page.FillAsync("#ten", "hoa");
        await page.FillAsync("#ho-ten", "Lê Thị Hoa");
        await page.ClickAsync("button[formaction$='handler=Add']");
        await page.WaitForSelectorAsync("code.key");
        Assert.True((await site.Store.Users.FindAsync("hoa", default))!.Enabled);
        await page.GotoAsync("/nguoi-dung/hoa");
        await page.UncheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[formaction$='handler=Change']");
        await page.WaitForSelectorAsync(".notice");
        Assert.False((await site.Store.Users.FindAsync("hoa", default))!.Enabled);

        await page.GotoAsync("/dung-thu-thap");
        await page.SelectOptionAsync("#pham-vi", "mxh");
        await page.FillAsync("form.fields:has(#pham-vi) input[name=ly-do]", "Sàn báo bảo trì");
        await page.ClickAsync("button[formaction$='handler=Stop']");
        await Says(visitor, ".stop", language, "Sàn báo bảo trì", "Sàn báo bảo trì");
        await page.FillAsync("#r-0", "Bảo trì xong");
        await page.ClickAsync("button[formaction$='handler=Resume']");
        await page.WaitForSelectorAsync(".notice");
        Assert.Empty(await site.Store.Stops.StandingAsync(default));

        await page.GotoAsync("/ma-truy-cap");
        await page.FillAsync("#ten", "Báo cáo tuần");
        await page.ClickAsync("button[formaction$='handler=Add']");
        Assert.StartsWith("e389_", await page.Locator("code.key").TextContentAsync(), StringComparison.Ordinal);
        await page.ClickAsync("button[formaction$='handler=Revoke']");
        await page.WaitForSelectorAsync(".tag.bad");

        await page.GotoAsync("/nhat-ky?viec=user.");
        await Says(visitor, "main", language, "user.saved", "user.saved");
        await page.GotoAsync("/lich-chay");
        await Says(visitor, "h1", language, "Việc theo lịch", "Scheduled jobs");
        await page.GotoAsync("/nguon");
        await Says(visitor, "h1", language, "Nguồn thu thập", "Sources");
        await page.GotoAsync("/");
        Assert.NotEqual(0, await page.Locator("svg[role=img]").CountAsync());
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.DoesNotMatch(@"\[[a-z-]+\.[a-z.-]+\]", await page.Locator("body").InnerTextAsync());
        Assert.Empty(visitor.Offences);
    }

    private static Task Says(Visitor visitor, string where, string language, string vietnamese, string english) =>
        Assertions.Expect(visitor.Page.Locator(where).First).ToContainTextAsync(language == Language.English.Code ? english : vietnamese);
}
