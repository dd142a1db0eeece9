using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Screens;

/// <summary>
/// Opens every page in both schemes, both languages and three widths: nothing breaks out sideways and nothing misbehaves. With
/// ECOM389_SCREENS set to a folder the pictures are kept there.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class ScreenTests(Browser browser)
{
    [BrowserFact]
    public async Task Every_page_fits_its_window_in_light_dark_and_on_a_phone()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        await PastAsync(site);
        var item = await site.ItemAsync("ap2");
        var closed = await site.ItemAsync("router");
        (string Name, string Path)[] pages =
        [
            ("overview", "/"), ("queue", "/hang-doi"), ("queue-filtered", "/hang-doi?loai=uncertified"), ("queue-empty", "/hang-doi?tim=khongcogi"),
            ("item", $"/muc/{item.Id}"), ("item-closed", $"/muc/{closed.Id}"), ("approvals", "/phe-duyet"), ("password", "/tai-khoan/mat-khau"), ("not-found", "/khong-co"),
        ];
        (string Name, string Language, int Width, int Height, bool Dark)[] looks =
        [
            ("light", "vi", 1366, 768, false), ("dark", "vi", 1366, 768, true), ("en", "en", 1366, 768, false), ("phone", "vi", 390, 844, false),
        ];
        foreach (var look in looks)
        {
            await using var visitor = await browser.VisitAsync(site, look.Language, look.Width, look.Height, look.Dark);
            await visitor.Page.GotoAsync("/dang-nhap");
            await KeepAsync(visitor.Page, "sign-in-" + look.Name, full: false);
            await visitor.SignInAsync("minh");
            foreach (var (name, path) in pages)
            {
                await visitor.Page.GotoAsync(path);
                await KeepAsync(visitor.Page, $"{name}-{look.Name}", full: false);
                if (name is "item") await KeepAsync(visitor.Page, $"{name}-{look.Name}-full", full: true);
                var overflow = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth");
                Assert.True(overflow <= 0, $"{name} is {overflow} px too wide in {look.Name}.");
            }

            await visitor.Page.GotoAsync($"/muc/{item.Id}");
            await visitor.PressAsync("1", "a");
            await KeepAsync(visitor.Page, "item-deciding-" + look.Name, full: false);
            await visitor.Page.GotoAsync($"/muc/{item.Id}");
            await visitor.PressAsync("j");
            await KeepAsync(visitor.Page, "item-mark-" + look.Name, full: false);
            await visitor.PressAsync("?");
            await KeepAsync(visitor.Page, "keys-" + look.Name, full: false);
            Assert.Empty(visitor.Offences);
        }
    }

    // Something of every kind to look at: a changed listing, a closed item, a request for approval, another's lease.
    private static async Task PastAsync(TestSite site)
    {
        var offer = Offers.Morning[0];
        await site.TakeInAsync(offer with { Record = offer.Record with { PriceText = "₫299.000", PriceVnd = 299000, Description = offer.Record.Description + "\nXả kho tuần này, mua 2 tặng 1." } }, TimeSpan.FromMinutes(20));
        var lan = new Review.Actor("lan", Role.Inspector, WellKnownUnits.Ministry);
        var router = await site.ItemAsync("router");
        await site.Review.DecideAsync(new(router.Id, DecisionKind.Confirm, ["uncertified"], "Người bán tự nói chưa dán tem hợp quy, hàng bán với số lượng lớn."), lan, default);
        var dect = await site.ItemAsync("laptop-nhat");
        await site.Review.DecideAsync(new(dect.Id, DecisionKind.Dismiss, null, "Đã đối chiếu: hàng trong nước thanh lý, có hoá đơn."), lan, default);
        await site.Review.OpenAsync((await site.ItemAsync("sim-otp")).Id, lan, default);
        await site.Review.DecideAsync(new((await site.ItemAsync("bodam")).Id, DecisionKind.Wait, null, "Chờ đối chiếu danh sách thiết bị hợp quy", new DateOnly(2026, 11, 27)), lan, default);
    }

    private static async Task KeepAsync(IPage page, string name, bool full)
    {
        if (Environment.GetEnvironmentVariable("ECOM389_SCREENS") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = full });
    }
}
