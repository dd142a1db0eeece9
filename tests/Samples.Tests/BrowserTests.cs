using Microsoft.Playwright;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>The two sites that need JavaScript, in a real browser.</summary>
public sealed class BrowserTests(ShopServer shops) : IClassFixture<ShopServer>
{
    private const string Spa = "shop-spa.example";
    private const string Social = "mang-xa-hoi-mau.example";

    [ChromiumFact]
    public async Task The_page_application_shows_every_product_when_followed_page_by_page()
    {
        await InBrowserAsync(async page =>
        {
            var found = new List<string>();
            await page.GotoAsync(Address(Spa, "/"));
            while (true)
            {
                await page.WaitForSelectorAsync(".pager");
                found.AddRange(await page.Locator(".card a.go").EvaluateAllAsync<string[]>("all => all.map(a => new URL(a.href).pathname)"));
                if (await page.Locator(".pager a.next").CountAsync() == 0)
                    break;
                var before = page.Url;
                await page.ClickAsync(".pager a.next");
                await page.WaitForURLAsync(url => !string.Equals(url, before, StringComparison.Ordinal));
                await page.WaitForFunctionAsync("n => document.querySelector('.pager span')?.textContent.startsWith(n)", new Uri(page.Url).Query["?page=".Length..]);
            }

            Assert.Equal(SampleCatalogue.Of(Spa).Select(l => l.PathAndQuery), found);
        });
    }

    [ChromiumFact]
    public async Task A_product_of_the_page_application_opens_at_its_own_address()
    {
        await InBrowserAsync(async page =>
        {
            foreach (var listing in SampleCatalogue.Of(Spa).Take(4))
            {
                await page.GotoAsync(Address(Spa, listing.PathAndQuery));
                await page.WaitForSelectorAsync(".detail");
                Assert.Equal(listing.Title, await page.InnerTextAsync(".detail h1"));
                Assert.Equal(listing.PriceText, await page.InnerTextAsync(".detail .price .now"));
                Assert.Equal(listing.Lines, await page.Locator(".detail .desc p").AllInnerTextsAsync());
            }
        });
    }

    [ChromiumFact]
    public async Task Scrolling_brings_every_post_and_the_button_the_rest_of_a_long_one()
    {
        await InBrowserAsync(async page =>
        {
            var posts = page.Locator("div[role=article][aria-posinset]");
            await page.GotoAsync(Address(Social, "/"));
            await page.WaitForSelectorAsync("div[role=article][aria-posinset]");
            var all = SampleCatalogue.Of(Social);
            Assert.True(await posts.CountAsync() < all.Count, "everything came at once");
            for (var scrolls = 0; await posts.CountAsync() < all.Count && scrolls < 20; scrolls++)
            {
                var before = await posts.CountAsync();
                await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
                await page.WaitForFunctionAsync("n => document.querySelectorAll('div[role=article][aria-posinset]').length > n", before);
            }

            while (await page.Locator(".xem-them").CountAsync() > 0)
                await page.Locator(".xem-them").First.ClickAsync();
            var texts = await page.Locator("[data-ad-preview=message]").EvaluateAllAsync<string[]>(
                "all => all.map(m => [...m.children].map(c => c.textContent).join('\\n'))");
            Assert.Equal(all.Select(l => l.Description), texts);
        });
    }

    [ChromiumFact]
    public async Task A_permalink_shows_the_whole_post_and_its_comments()
    {
        await InBrowserAsync(async page =>
        {
            var post = SampleCatalogue.Of(Social)[0];
            await page.GotoAsync(Address(Social, post.PathAndQuery));
            await page.WaitForSelectorAsync("div[role=article][aria-posinset]");
            Assert.Equal(0, await page.Locator(".xem-them").CountAsync());
            Assert.Contains(post.Lines[^1], await page.InnerTextAsync("[data-ad-preview=message]"), StringComparison.Ordinal);
            Assert.Equal(post.Comments.Count, await page.Locator("div[role=article]:not([aria-posinset])").CountAsync());
        });
    }

    private string Address(string host, string path) => $"http://{SampleShops.LocalHost(host)}:{shops.Port}{path}";

    private static async Task InBrowserAsync(Func<IPage, Task> act)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = TestChromium.Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        var page = await browser.NewPageAsync();
        await act(page);
    }
}
