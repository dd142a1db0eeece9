using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Crawling;
using Microsoft.Playwright;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>From crawler.json to a decided item: the real program, the real store, a real browser.</summary>
[Collection(DemoCollection.Name)]
public sealed partial class MainJobTests(DemoSession demo)
{
    private static readonly string[] ChromiumArguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task Every_source_of_crawler_json_is_scanned_to_its_end_and_summed_up()
    {
        var config = await CrawlerConfig.LoadAsync(Path.Combine(Repository.Root, "crawler.json"), CancellationToken.None);
        foreach (var source in config.Sources)
        {
            var row = demo.Printed.Split('\n').Single(line => line.Contains(source.Name, StringComparison.Ordinal));
            Assert.Contains("Completed", row, StringComparison.Ordinal);
        }

        Assert.Contains("counterfeit", demo.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inspector_opens_the_best_item_reads_the_quoted_words_and_decides_it_by_keyboard()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumLocator.Find(), Args = ChromiumArguments });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.Address + "/dang-nhap");
        await page.FillAsync("#ten", "lan");
        await page.FillAsync("#mat-khau", demo.Password);
        await page.ClickAsync("button.primary");
        await page.GotoAsync(demo.Address + "/hang-doi");
        await page.Locator("#rows a.row-link").First.WaitForAsync();
        await page.Locator("#next button").ClickAsync();

        await page.WaitForURLAsync("**/muc/**");
        var item = ItemId().Match(page.Url).Groups[1].Value;
        var quotes = await page.Locator("mark").AllInnerTextsAsync();
        Assert.NotEmpty(quotes);

        await page.Keyboard.PressAsync("1");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Người bán tự nêu dấu hiệu trong lời rao.");
        await page.Locator("#submit").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/muc/", StringComparison.Ordinal) && !url.Contains(item, StringComparison.Ordinal));

        var shown = await Ecom389.RunAsync(["queue", "show", item, "--data", demo.Data, "--json"]);
        Assert.Equal(0, shown.Exit);
        using var details = JsonDocument.Parse(shown.Output);
        Assert.Equal("confirmed", details.RootElement.GetProperty("row").GetProperty("state").GetString());
        var decision = Assert.Single(details.RootElement.GetProperty("decisions").EnumerateArray().ToList());
        Assert.Equal("lan", decision.GetProperty("decidedBy").GetString());
        Assert.Equal("Người bán tự nêu dấu hiệu trong lời rao.", decision.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task An_item_is_decided_on_the_command_line_through_the_same_service()
    {
        var list = await Ecom389.RunAsync(["queue", "list", "--state", "new", "--limit", "500", "--data", demo.Data, "--json"]);
        var last = JsonDocument.Parse(list.Lines[^1]).RootElement;
        var item = last.GetProperty("item").GetString()!;

        var blank = await Ecom389.RunAsync(["queue", "decide", item, "confirm", "--code", "smuggled", "--reason", " ", "--as", "minh", "--data", demo.Data]);
        Assert.Equal(2, blank.Exit);
        Assert.Contains("--reason", blank.Error, StringComparison.Ordinal);
        var invented = await Ecom389.RunAsync(["queue", "decide", item, "confirm", "--code", "bogus", "--reason", "x", "--as", "minh", "--data", demo.Data]);
        Assert.Equal(2, invented.Exit);
        Assert.Contains("counterfeit", invented.Error, StringComparison.Ordinal);
        var untouched = JsonDocument.Parse((await Ecom389.RunAsync(["queue", "show", item, "--data", demo.Data, "--json"])).Output).RootElement;
        Assert.Equal("new", untouched.GetProperty("row").GetProperty("state").GetString());
        var stranger = await Ecom389.RunAsync(["queue", "decide", item, "confirm", "--code", "smuggled", "--reason", "x", "--as", "nobody", "--data", demo.Data]);
        Assert.Equal(2, stranger.Exit);
        var decided = await Ecom389.RunAsync(["queue", "decide", item, "confirm", "--code", "smuggled", "--reason", "Không có chứng từ", "--as", "minh", "--data", demo.Data]);
        Assert.Equal(0, decided.Exit);
        Assert.Contains("Confirmed", decided.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scanned_again_nothing_is_new_and_nothing_is_doubled()
    {
        var again = await Ecom389.RunAsync(["demo", "--once", "--data", demo.Data]);
        Assert.Equal(0, again.Exit);
        var first = Totals().Match(demo.Printed);
        var second = Totals().Match(again.Output);
        Assert.True(first.Success && second.Success);
        Assert.Equal(first.Groups[1].Value, second.Groups[1].Value);
        Assert.Equal(first.Groups[2].Value, second.Groups[2].Value);
        Assert.True(int.Parse(first.Groups[1].Value, CultureInfo.InvariantCulture) >= 150);
    }

    [Fact]
    public async Task Without_Chromium_browser_sources_are_skipped_with_a_remedy_and_the_rest_goes_on()
    {
        using var folder = new TemporaryFolder();
        var result = await Ecom389.RunAsync(["demo", "--once", "--data", folder.Path], variable: (ChromiumLocator.Variable, Path.Combine(folder.Path, "none")));
        Assert.Equal(3, result.Exit);
        Assert.Contains("apt install chromium", result.Error, StringComparison.Ordinal);
        Assert.Equal(3, result.Lines.Count(line => line.Contains("Completed", StringComparison.Ordinal)));
        Assert.Equal(2, result.Lines.Count(line => line.Contains("Skipped", StringComparison.Ordinal)));
    }

    [GeneratedRegex("/muc/([0-9a-f-]{36})")]
    private static partial Regex ItemId();

    [GeneratedRegex(@"in the store: (\d+) tin / listings, (\d+) phiên bản")]
    private static partial Regex Totals();
}
