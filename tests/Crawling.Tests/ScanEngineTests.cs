using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class ScanEngineTests
{
    private static readonly Dictionary<string, string> Shop = new(StringComparer.Ordinal)
    {
        ["/robots.txt"] = "User-agent: *\nDisallow: /kin\n",
        ["/"] = "<a href=\"/danh-muc\">x</a> <a href=\"/kin/1\">x</a> <a href=\"https://other.example/\">x</a>",
        ["/danh-muc"] = "<a href=\"/sp/1\">1</a><a href=\"/sp/2?utm_source=zalo\">2</a><a href=\"/sp/2\">2</a><a href=\"/anh.jpg\">x</a>",
        ["/sp/1"] = "<h1 data-listing>Tai nghe</h1>",
        ["/sp/2"] = "<h1 data-listing>Sạc dự phòng</h1>",
        ["/sitemap.xml"] = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>http://shop.example/sp/3</loc></url></urlset>",
        ["/sp/3"] = "<h1 data-listing>Bộ phát wifi</h1>",
    };

    [Fact]
    public async Task A_shop_is_crawled_from_its_start_and_its_sitemap_once_a_page()
    {
        await using var server = LoopbackServer.Of(Shop);
        var frontier = new MemoryFrontier(TimeProvider.System);
        var handler = new LinkFollower(frontier);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Sitemaps = [$"http://{Sources.Host}/sitemap.xml"] };

        var summary = await engine.RunAsync([source], frontier, handler, null, CancellationToken.None);

        var shop = Assert.Single(summary.Sources);
        Assert.Equal(ScanOutcome.Completed, shop.Outcome);
        Assert.Equal(5, shop.Pages);
        Assert.Equal(3, shop.Listings);
        Assert.Equal(1, shop.Refused["robots"]);
        Assert.True(summary.IsComplete);
        Assert.DoesNotContain(server.Requests, request => request.Path.StartsWith("/kin", StringComparison.Ordinal));
        Assert.Equal(server.Requests.Count, server.Requests.Select(request => request.Path).Distinct(StringComparer.Ordinal).Count());
        Assert.All(handler.Captures, capture => Assert.Equal("allowed", capture.RobotsDecision));
        Assert.Single(frontier.Ended);
        // At the beginning, after the refusal and at the end; the others came with the page before.
        Assert.Equal(3, frontier.LeasesAsked);
    }

    [Fact]
    public async Task At_the_page_limit_no_row_is_left_leased()
    {
        await using var server = LoopbackServer.Of(Shop);
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Limits = Sources.Shop().Limits with { MaxPages = 2 } };

        var summary = await engine.RunAsync([source], frontier, new LinkFollower(frontier), null, CancellationToken.None);

        Assert.Equal(("page-limit", 2), (summary.Sources[0].Code, summary.Sources[0].Pages));
        Assert.DoesNotContain(frontier.Rows, row => row.State is "leased");
    }

    [ChromiumFact]
    public async Task A_page_application_is_rendered_and_its_answers_are_kept()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path switch
        {
            "/" => LoopbackServer.RespondAsync(stream, 200, "<div id=app></div><img src=/anh.png><script>fetch('/api/tin').then(r=>r.json()).then(d=>{for(const t of d)document.getElementById('app').innerHTML+='<p class=tin data-listing>'+t+'</p>'})</script>", cancellationToken),
            "/api/tin" => LoopbackServer.RespondAsync(stream, 200, "[\"Camera giấu kín\",\"Tai nghe\"]", cancellationToken, "Content-Type: application/json"),
            _ => LoopbackServer.RespondAsync(stream, 404, "", cancellationToken),
        });
        var frontier = new MemoryFrontier(TimeProvider.System);
        var handler = new LinkFollower(frontier);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Render = RenderMode.Browser, Browser = new BrowserSteps { WaitFor = ".tin" } };

        var summary = await engine.RunAsync([source], frontier, handler, null, CancellationToken.None);

        Assert.Equal("completed", summary.Sources[0].Code);
        var capture = Assert.Single(handler.Captures);
        Assert.Contains("Camera giấu kín", Encoding.UTF8.GetString(capture.Body.Span), StringComparison.Ordinal);
        Assert.Equal($"http://{Sources.Host}/", capture.Url);
        Assert.Equal("/api/tin", new Uri(Assert.Single(capture.SubResources).Url).AbsolutePath);
        Assert.DoesNotContain(server.Requests, request => request.Path is "/anh.png");
    }

    [Fact]
    public async Task Without_Chromium_a_browser_source_is_skipped_with_advice_and_the_rest_goes_on()
    {
        await using var server = LoopbackServer.Of(Shop);
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { Chromium = () => null });
        var browser = Sources.Shop() with { Id = "app", Render = RenderMode.Browser };

        var summary = await engine.RunAsync([browser, Sources.Shop()], frontier, new LinkFollower(frontier), null, CancellationToken.None);

        Assert.Equal((ScanOutcome.Skipped, "no-chromium"), (summary.Sources[0].Outcome, summary.Sources[0].Code));
        Assert.Contains("apt install chromium", summary.Sources[0].Message, StringComparison.Ordinal);
        Assert.Equal(ScanOutcome.Completed, summary.Sources[1].Outcome);
        Assert.False(summary.IsComplete);
    }
}
