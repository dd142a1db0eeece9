using System.Diagnostics;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Tests.Hosting;
using Xunit.Abstractions;

namespace Ecom389.Monitor.Web.Tests.Flows;

/// <summary>
/// Many items in a row while a scan takes listings in. The time from a decision to the next item readable is written to the output;
/// it is held against the bar (median 300 ms, 95 % 1 s) only where ECOM389_INSPECT says how many items, on a machine that is not shared.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class MorningTests(Browser browser, ITestOutputHelper output)
{
    private static readonly int? Asked = int.TryParse(Environment.GetEnvironmentVariable("ECOM389_INSPECT"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : null;

    private static int Items => Asked ?? 40;

    [ChromiumFact]
    public async Task A_row_of_items_is_decided_by_keyboard_alone_and_no_decision_is_lost_or_doubled()
    {
        await using var site = await TestSite.StartAsync();
        var offer = Offers.Morning[9];
        for (var i = 0; i < Items; i++)
        {
            var key = "r" + i.ToString(CultureInfo.InvariantCulture);
            await site.TakeInAsync(offer with { Key = key, Priority = 0.7 - (i * 0.6 / Items), Record = offer.Record with { Id = key, PriceVnd = 100_000 + i, PriceText = (100_000 + i).ToString(CultureInfo.InvariantCulture) } }, TimeSpan.FromMinutes(1));
        }

        using var evening = new CancellationTokenSource();
        var scan = ScanAsync(site, evening.Token);
        await using var visitor = await browser.VisitAsync(site);
        await visitor.SignInAsync("minh");
        await visitor.PressAsync("n");
        await visitor.Page.WaitForURLAsync("**/muc/**");
        var times = new List<double>();
        for (var i = 0; i < Items; i++)
        {
            var before = visitor.Page.Url;
            await visitor.PressAsync(i % 3 == 0 ? "2" : "1", "a");
            var clock = Stopwatch.StartNew();
            await visitor.PressAsync("Enter");
            await visitor.Page.WaitForURLAsync(url => url != before, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.DOMContentLoaded });
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        await evening.CancelAsync();
        var taken = await scan;
        times.Sort();
        Assert.True(taken > 0, "The scan took nothing in.");
        if (Asked is not null)
        {
            Assert.True(times[Items / 2] <= 300, $"median {times[Items / 2]:0} ms");
            Assert.True(times[(int)(Items * 0.95)] <= 1000, $"95 % {times[(int)(Items * 0.95)]:0} ms");
        }
        output.WriteLine($"{Items} items, {taken} pages taken in meanwhile; decision to next item: median {times[Items / 2]:0} ms, 95 % {times[(int)(Items * 0.95)]:0} ms.");
        var entries = (await site.Store.Queue.ListAsync(new() { Limit = 500 }, default)).Entries;
        Assert.Equal(Items, entries.Count);
        foreach (var entry in entries)
        {
            Assert.False(entry.Item.IsOpen);
            Assert.Single(await site.Store.Queue.DecisionsAsync(entry.Item.Id, default));
            Assert.Single(await site.Store.Audit.ReadAsync($"item:{entry.Item.Id}", 20, default), audit => audit.Action == "item.decided");
        }

        Assert.EndsWith("/hang-doi", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Empty(visitor.Offences);
    }

    // Faster than politeness lets a real scan be: ten pages a second, each a durable transaction.
    private static async Task<int> ScanAsync(TestSite site, CancellationToken cancellationToken)
    {
        var offer = Offers.Morning[9];
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var pages = 0;
        try
        {
            while (await pace.WaitForNextTickAsync(cancellationToken))
            {
                var key = "scan" + pages.ToString(CultureInfo.InvariantCulture);
                await site.TakeInAsync(offer with { Key = key, Source = "mxh", Record = offer.Record with { Id = key, Title = "Tin thường " + key } }, TimeSpan.FromMinutes(1), flagged: false);
                pages++;
            }
        }
        catch (OperationCanceledException)
        {
            // The morning is over.
        }
        return pages;
    }
}
