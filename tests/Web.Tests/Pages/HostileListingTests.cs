using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Listings;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Web.Tests.Pages;

/// <summary>Sellers who attack the inspector's browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class HostileListingTests(Browser browser)
{
    private const string Script = "<script>document.title='taken';alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)><style>body{display:none}</style>\"'><a href=\"javascript:alert(4)\">x</a>";

    [ChromiumFact]
    public async Task Nothing_a_seller_writes_runs_loads_or_turns_the_page_round()
    {
        await using var site = await TestSite.StartAsync();
        var item = await site.TakeInAsync(Hostile("tan-cong", "https://evil.example/p"), TimeSpan.FromMinutes(3));
        await site.TakeInAsync(Hostile("tan-cong", "https://evil.example/p") with { Record = Hostile("tan-cong", "x").Record with { Description = "khác " + Script } }, TimeSpan.FromMinutes(2));
        foreach (var name in (string[])["minh", "sep"])
        {
            await using var visitor = await browser.VisitAsync(site);
            await visitor.SignInAsync(name);
            foreach (var path in (string[])["/hang-doi", "/hang-doi?tim=" + Uri.EscapeDataString(Script), $"/muc/{item}", "/"])
            {
                await visitor.Page.GotoAsync(path);
                Assert.DoesNotContain("taken", await visitor.Page.TitleAsync(), StringComparison.Ordinal);
                Assert.Equal(0, await visitor.Page.Locator("main script, main style, main img:not([src^='/muc/']):not([data-src^='/muc/']), main a[href^='javascript:'], main [onerror], main [onload]").CountAsync());
                Assert.True(await visitor.Page.Locator("main").IsVisibleAsync());
            }

            await visitor.Page.GotoAsync($"/muc/{item}");
            Assert.DoesNotContain("\u202E", await visitor.Page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
            foreach (var href in await visitor.Page.Locator("main a[target=_blank]").EvaluateAllAsync<string[]>("links => links.map(link => link.href)"))
                Assert.Matches("^https?://", href);
            Assert.Empty(visitor.Offences);
        }
    }

    [ChromiumFact]
    public async Task A_title_of_a_million_letters_neither_stops_nor_swamps_a_page()
    {
        await using var site = await TestSite.StartAsync();
        var letters = string.Concat(Enumerable.Repeat("hàng 🔥 giá rẻ ", 72_000));
        var offer = Hostile("dai", "x");
        var item = await site.TakeInAsync(offer with { Record = offer.Record with { Title = letters, Description = letters }, Cues = [] }, TimeSpan.FromMinutes(3));
        await site.TakeInAsync(offer with { Record = offer.Record with { Title = letters + "mới", Description = letters + "x" }, Cues = [] }, TimeSpan.FromMinutes(2));
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        Assert.InRange((await visitor.Page.ContentAsync()).Length, 1, 60_000);
        await visitor.Page.GotoAsync($"/muc/{item}");
        Assert.InRange((await visitor.Page.ContentAsync()).Length, 1, 200_000);
        Assert.True(await visitor.Page.Locator("#decide").IsVisibleAsync());
        await visitor.Page.ClickAsync("text=Xem toàn văn");
        Assert.InRange((await visitor.Page.ContentAsync()).Length, SellerWords.WholeAtMost, 600_000);
        await Assertions.Expect(visitor.Page.Locator(".seller-words")).ToContainTextAsync("100.000");
        Assert.Empty(visitor.Offences);
    }

    private static Offer Hostile(string key, string url)
    {
        var attributes = Offers.Pairs((Script, Script), ("Xuất xứ", "\u202Emoc.live"));
        var offer = Offers.Make(key, "rao-vat", "Rẻ \u202Egnp.exe " + Script, "Mô tả " + Script + " fa\u200Bke", Script, 1, 0.5, ["counterfeit", Script],
            new() { Name = Script, Phone = Script, Location = Script, Joined = Script },
            [new("x", "counterfeit", 1, "description", Script, Script), new("y", Script, 1, null, null, Script, new(StringComparer.Ordinal) { [Script] = Script }, Script)],
            attributes);
        return offer with { Record = offer.Record with { Url = url, Brand = Script } };
    }
}
