using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class ScanTroubleTests
{
    [Fact]
    public async Task A_page_that_fails_is_tried_three_times_and_given_up()
    {
        await using var server = Serving(request => request.Path is "/" ? (200, "<a href=\"/hong\">x</a>", []) : (500, "", []));
        var (summary, frontier) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Partial, "partial", 1, 1, 3), (summary.Outcome, summary.Code, summary.Pages, summary.Failed, summary.Errors["status-500"]));
        Assert.Equal(3, server.Requests.Count(request => request.Path is "/hong"));
        Assert.Contains(frontier.Rows, row => row is { State: "failed", Reason: "status-500" });
    }

    [Fact]
    public async Task A_page_that_recovers_is_taken()
    {
        var asked = 0;
        await using var server = Serving(_ => Interlocked.Increment(ref asked) <= 2 ? (503, "", []) : (200, "<h1 data-listing>x</h1>", []));
        var (summary, _) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Completed, 1, 2), (summary.Outcome, summary.Pages, summary.Errors["status-503"]));
    }

    [Fact]
    public async Task A_storm_of_errors_ends_the_source_before_it_has_asked_for_every_page()
    {
        await using var server = Serving(request => request.Path is "/" ? (200, Links(500), []) : (500, "", []));
        var (summary, _) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Partial, "failing"), (summary.Outcome, summary.Code));
        Assert.True(server.Requests.Count < 30, server.Requests.Count.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_source_out_of_reach_fails_and_the_others_go_on()
    {
        await using var server = Serving(_ => (200, "<h1 data-listing>x</h1>", []));
        var gone = Serving(_ => (200, "", []));
        await gone.DisposeAsync();
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options(("gone.example", gone), (Sources.Host, server)));
        var summary = await engine.RunAsync([Sources.Shop("http://gone.example/") with { Id = "gone" }, Sources.Shop()], frontier, new LinkFollower(frontier), null, CancellationToken.None);
        Assert.Equal((ScanOutcome.Failed, "nothing-fetched"), (summary.Sources[0].Outcome, summary.Sources[0].Code));
        Assert.Equal(ScanOutcome.Completed, summary.Sources[1].Outcome);
    }

    [Theory]
    [InlineData(403, "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x.js></script>", "challenge:cloudflare")]
    [InlineData(503, "<p>Checking your browser before accessing</p>", "challenge:script")]
    [InlineData(200, "<form><div class=\"g-recaptcha\"></div>Vui lòng xác minh bạn không phải robot</form>", "challenge:captcha")]
    [InlineData(401, "cần đăng nhập", "login-wall:status-401")]
    [InlineData(403, "<form><input type=\"password\"></form>", "login-wall:password-form")]
    [InlineData(403, "cấm", "blocked:status-403")]
    public async Task A_wall_pauses_the_source_with_its_reason_and_is_asked_for_once(int status, string body, string code)
    {
        await using var server = Serving(_ => (status, body, []));
        var (summary, frontier) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Paused, code, 0), (summary.Outcome, summary.Code, summary.Pages));
        Assert.Equal(1, server.Requests.Count(request => request.Path is "/"));
        // The run stays open, so that it goes on once a person has looked.
        Assert.Empty(frontier.Ended);
        Assert.Contains(frontier.Rows, row => row.State is "pending");
    }

    [Fact]
    public async Task A_login_page_among_the_links_is_no_wall_but_a_redirect_from_the_listings_is()
    {
        await using var open = Serving(request => request.Path switch
        {
            "/" => (200, "<a href=\"/tai-khoan\">x</a><a href=\"/dang-nhap\">x</a><a href=\"/sp/1\">x</a>", []),
            "/tai-khoan" => (302, "", ["Location: /dang-nhap"]),
            "/dang-nhap" => (200, "<form><input type=\"password\"></form>", []),
            _ => (200, "<h1 data-listing>x</h1>", []),
        });
        var (summary, _) = await ScanAsync(open);
        Assert.Equal((ScanOutcome.Completed, 1), (summary.Outcome, summary.Listings));

        await using var closed = Serving(request => request.Path is "/dang-nhap" ? (200, "<form><input type=\"password\"></form>", []) : (302, "", ["Location: /dang-nhap"]));
        Assert.Equal("login-wall:password-form", (await ScanAsync(closed)).Summary.Code);
    }

    [Fact]
    public async Task A_shop_page_that_merely_carries_a_captcha_is_no_wall()
    {
        var page = "<h1 data-listing>x</h1>" + string.Concat(Enumerable.Range(0, 20).Select(n => $"<a href=\"/sp/{n}#a\">x</a>")) + "<form class=\"g-recaptcha\"></form>";
        await using var server = Serving(_ => (200, page, []));
        var (summary, _) = await ScanAsync(server, Sources.Shop() with { Limits = new CrawlLimits { DelayMs = 0, MaxPages = 3 } });
        Assert.Equal((ScanOutcome.Completed, "page-limit", 3), (summary.Outcome, summary.Code, summary.Pages));
    }

    [Fact]
    public async Task Retry_after_is_waited_for_when_short_and_pauses_the_source_when_long()
    {
        var asked = 0;
        await using var brief = Serving(_ => Interlocked.Increment(ref asked) == 1 ? (429, "", ["Retry-After: 1"]) : (200, "x", []));
        var (first, _) = await ScanAsync(brief);
        Assert.Equal((ScanOutcome.Completed, 1), (first.Outcome, first.Errors["status-429"]));
        Assert.True(first.Seconds >= 1, "did not wait");

        await using var lasting = Serving(_ => (429, "", ["Retry-After: 86400"]));
        var (second, _) = await ScanAsync(lasting);
        Assert.Equal((ScanOutcome.Paused, "rate-limited"), (second.Outcome, second.Code));
        Assert.Single(lasting.Requests, request => request.Path is "/");
    }

    [Fact]
    public async Task An_endless_calendar_is_noticed()
    {
        await using var server = Serving(request => request.Path is "/" ? (200, "<a href=\"/lich/1\">x</a><a href=\"/sp/1\">x</a>", [])
            : request.Path.StartsWith("/sp/", StringComparison.Ordinal) ? (200, "<h1 data-listing>x</h1>", [])
            : (200, Links(3, $"/lich/{int.Parse(request.Path[6..], CultureInfo.InvariantCulture) * 3}"), []));
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { MaxBarrenPages = 20 });
        var source = Sources.Shop() with { Limits = new CrawlLimits { DelayMs = 0, MaxDepth = 1000 } };
        var summary = (await engine.RunAsync([source], frontier, new LinkFollower(frontier), null, CancellationToken.None)).Sources[0];
        Assert.Equal((ScanOutcome.Completed, 22), (summary.Outcome, summary.Pages));
        Assert.True(summary.Refused["trap-barren"] > 0);
    }

    [Fact]
    public async Task Robots_txt_out_of_reach_forbids_everything_for_now()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, request.Path is "/robots.txt" ? 500 : 200, "x", cancellationToken));
        var (summary, _) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Failed, 0), (summary.Outcome, summary.Pages));
        Assert.True(summary.Errors["robots-unreachable"] > 0);
        Assert.DoesNotContain(server.Requests, request => request.Path is "/");
    }

    [Fact]
    public async Task A_redirect_into_what_robots_txt_forbids_is_refused()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path switch
        {
            "/robots.txt" => LoopbackServer.RespondAsync(stream, 200, "User-agent: Ecom389Monitor\nDisallow: /kin", cancellationToken),
            "/" => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: /kin/1"),
            _ => LoopbackServer.RespondAsync(stream, 200, "x", cancellationToken),
        });
        var (summary, _) = await ScanAsync(server);
        Assert.Equal((ScanOutcome.Completed, 1), (summary.Outcome, summary.Refused["robots"]));
        Assert.DoesNotContain(server.Requests, request => request.Path is "/kin/1");
    }

    [Fact]
    public async Task A_private_address_is_refused_and_the_summary_says_so()
    {
        await using var server = Serving(_ => (200, "x", []));
        var source = Sources.Shop($"http://127.0.0.1:{server.Port}/") with { AllowPrivateNetwork = false };
        var (summary, _) = await ScanAsync(server, source);
        Assert.Equal((ScanOutcome.Failed, "address:loopback"), (summary.Outcome, summary.Code));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_handler_that_throws_loses_no_page()
    {
        await using var server = Serving(_ => (200, "x", []));
        var frontier = new MemoryFrontier(TimeProvider.System);
        var calls = 0;
        var handler = new LinkFollower(frontier) { Before = (_, _) => Interlocked.Increment(ref calls) == 1 ? throw new IOException("đĩa đầy") : Task.CompletedTask };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var summary = (await engine.RunAsync([Sources.Shop()], frontier, handler, null, CancellationToken.None)).Sources[0];
        Assert.Equal((ScanOutcome.Completed, 1, 1), (summary.Outcome, summary.Pages, summary.Errors["handler"]));
    }

    [Fact]
    public async Task Stopping_lets_the_page_in_flight_finish_and_the_next_scan_goes_on_from_there()
    {
        await using var server = Serving(request => request.Path is "/" ? (200, Links(20), []) : (200, "<h1 data-listing>x</h1>", []));
        var frontier = new MemoryFrontier(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var handler = new LinkFollower(frontier) { Before = (capture, _) => new Uri(capture.Url).AbsolutePath is "/trang/5" ? stop.CancelAsync() : Task.CompletedTask };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));

        var first = await engine.RunAsync([Sources.Shop()], frontier, handler, null, stop.Token);
        Assert.True(first.Cancelled);
        Assert.Equal("cancelled", first.Sources[0].Code);
        Assert.DoesNotContain(frontier.Rows, row => row.State is "leased");
        Assert.Empty(frontier.Ended);

        var second = await engine.RunAsync([Sources.Shop()], frontier, new LinkFollower(frontier), null, CancellationToken.None);
        Assert.True(second.Sources[0].Resumed);
        Assert.Equal(ScanOutcome.Completed, second.Sources[0].Outcome);
        Assert.Equal(21, first.Sources[0].Pages + second.Sources[0].Pages);
        // Nothing acknowledged is fetched again.
        Assert.Equal(22, server.Requests.Count);
        Assert.Equal(21, JsonDocument.Parse(frontier.Ended.Single().Value).RootElement.GetProperty("pages").GetInt32() + first.Sources[0].Pages);
    }

    [Fact]
    public async Task A_page_that_hangs_is_given_back_when_draining_takes_too_long()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new LoopbackServer(async (request, stream, cancellationToken) =>
        {
            if (request.Path is "/robots.txt")
            {
                await LoopbackServer.RespondAsync(stream, 404, "", cancellationToken);
                return;
            }

            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        var summary = await engine.RunAsync([Sources.Shop()], frontier, new LinkFollower(frontier), null, stop.Token);
        Assert.Equal("cancelled", summary.Sources[0].Code);
        Assert.Equal("pending", Assert.Single(frontier.Rows).State);
    }

    [Fact]
    public async Task Sitemap_indexes_and_packed_sitemaps_are_read_and_others_shops_left_out()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"><url><loc> http://shop.example/sp/1?a=1&amp;b=2 </loc><image:image><image:loc>http://shop.example/anh</image:loc></image:image></url><url><loc>http://khac.example/sp/2</loc></url>"));
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path switch
        {
            "/chi-muc.xml" => LoopbackServer.RespondAsync(stream, 200, "<sitemapindex><sitemap><loc>http://shop.example/1.xml.gz</loc></sitemap><sitemap><loc>http://shop.example/2.txt</loc></sitemap><sitemap><loc>http://khac.example/3.xml</loc></sitemap></sitemapindex>", cancellationToken),
            "/1.xml.gz" => LoopbackServer.RespondAsync(stream, 200, packed.ToArray(), cancellationToken),
            "/2.txt" => LoopbackServer.RespondAsync(stream, 200, "http://shop.example/sp/3\r\nhttp://shop.example/sp/3\r\n", cancellationToken),
            "/robots.txt" => LoopbackServer.RespondAsync(stream, 404, "", cancellationToken),
            _ => LoopbackServer.RespondAsync(stream, 200, "<h1 data-listing>x</h1>", cancellationToken),
        });
        var source = Sources.Shop() with { Start = [], Sitemaps = ["http://shop.example/chi-muc.xml"] };
        var (summary, frontier) = await ScanAsync(server, source);
        Assert.Equal((ScanOutcome.Completed, 2), (summary.Outcome, summary.Pages));
        Assert.Equal("http://shop.example/sp/1?a=1&b=2 http://shop.example/sp/3", string.Join(' ', frontier.Rows.Select(row => row.Url)));
    }

    [Fact]
    public async Task One_host_is_asked_one_page_at_a_time_with_the_pause_it_wants()
    {
        var running = 0;
        var most = 0;
        var times = new ConcurrentQueue<long>();
        await using var server = new LoopbackServer(async (request, stream, cancellationToken) =>
        {
            if (request.Path is not "/robots.txt")
            {
                times.Enqueue(TimeProvider.System.GetTimestamp());
                var now = Interlocked.Increment(ref running);
                if (now > most) most = now;
                Interlocked.Decrement(ref running);
            }

            await LoopbackServer.RespondAsync(stream, 200, request.Path is "/robots.txt" ? "User-agent: *\nCrawl-delay: 0.2\n" : "x", cancellationToken);
        });
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var sources = Enumerable.Range(0, 3).Select(n => Sources.Shop($"http://{Sources.Host}/{n}") with { Id = $"shop-{n}" }).ToList();
        await engine.RunAsync(sources, frontier, new LinkFollower(frontier), null, CancellationToken.None);
        Assert.Equal((3, 1), (times.Count, most));
        var all = times.ToArray();
        for (var i = 1; i < all.Length; i++) Assert.True(TimeProvider.System.GetElapsedTime(all[i - 1], all[i]) >= TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task Progress_is_reported_and_ends_with_the_outcome()
    {
        await using var server = Serving(_ => (200, "<h1 data-listing>x</h1>", []));
        var reports = new ConcurrentQueue<ScanProgress>();
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        await engine.RunAsync([Sources.Shop()], frontier, new LinkFollower(frontier), new Reporter(reports.Enqueue), CancellationToken.None);
        Assert.Equal((1, 1, ScanOutcome.Completed), (reports.Last().Pages, reports.Last().Listings, reports.Last().Outcome));
    }

    private static async Task<(SourceSummary Summary, MemoryFrontier Frontier)> ScanAsync(LoopbackServer server, SourceDefinition? source = null)
    {
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var summary = await engine.RunAsync([source ?? Sources.Shop()], frontier, new LinkFollower(frontier), null, CancellationToken.None);
        return (summary.Sources[0], frontier);
    }

    private static string Links(int count, string prefix = "/trang/") => string.Concat(Enumerable.Range(1, count).Select(n => $"<a href=\"{prefix}{n}\">x</a>"));

    private static LoopbackServer Serving(Func<ServedRequest, (int Status, string Body, string[] Headers)> answer) => new((request, stream, cancellationToken) =>
    {
        var (status, body, headers) = request.Path is "/robots.txt" ? (404, "", Array.Empty<string>()) : answer(request);
        return LoopbackServer.RespondAsync(stream, status, body, cancellationToken, headers);
    });

    private sealed class Reporter(Action<ScanProgress> report) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => report(value);
    }
}
