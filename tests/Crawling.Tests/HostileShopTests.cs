using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>One shop that does everything a shop can do to a crawler, between pages that are as they should be.</summary>
public sealed class HostileShopTests
{
    [Fact]
    public async Task A_hostile_shop_is_survived_its_listings_are_found_and_each_refusal_is_explained()
    {
        await using var inside = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal));
        await using var server = new LoopbackServer((request, stream, cancellationToken) => AnswerAsync(request, stream, inside.Port, cancellationToken));
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { MaxBarrenPages = 10, BreakerThreshold = 50, Limits = new FetchLimits { MaxCompressedBytes = 1_000_000, MaxInflatedBytes = 3_000_000 } });
        var source = Sources.Shop() with { Limits = new CrawlLimits { DelayMs = 0, TimeoutSeconds = 2, MaxDepth = 100 } };

        var summary = (await engine.RunAsync([source], frontier, new LinkFollower(frontier), null, CancellationToken.None)).Sources[0];

        var reasons = string.Join(' ', summary.Refused.Keys.Concat(summary.Errors.Keys).Order(StringComparer.Ordinal));
        foreach (var reason in (string[])["trap-barren", "redirect-loop", "redirect-limit", "status-429", "timeout-body", "status-500", "inflated-too-large", "too-large", "encoding", "protocol", "login-wall:password-form", "off-site", "robots", "status-418"])
            Assert.True(reasons.Split(' ').Contains(reason, StringComparer.Ordinal), $"{reason} is not among {reasons}");
        Assert.Equal(3, summary.Listings);
        Assert.Equal(ScanOutcome.Partial, summary.Outcome);
        Assert.Equal(0, inside.Connections);
        Assert.DoesNotContain(frontier.Rows, row => row.State is "pending" or "leased");
        Assert.DoesNotContain(server.Requests, request => request.Path.StartsWith("/kin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mandate_sets_robots_txt_aside_only_when_a_second_person_approved_it()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/robots.txt"] = "User-agent: *\nDisallow: /", ["/"] = "<h1 data-listing>x</h1>" });
        var source = Sources.Shop() with { RobotsOverride = new RobotsOverride("Luật Thanh tra", "12/QĐ-TTr", new DateOnly(2026, 11, 20)) };
        foreach (var approved in (bool[])[false, true])
        {
            var frontier = new MemoryFrontier(TimeProvider.System);
            var handler = new LinkFollower(frontier);
            await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { IsOverrideApproved = _ => approved });
            var summary = (await engine.RunAsync([source], frontier, handler, null, CancellationToken.None)).Sources[0];
            Assert.Equal(approved ? 1 : 0, summary.Pages);
            Assert.Equal(approved ? 0 : 1, summary.Refused.GetValueOrDefault("robots"));
            if (approved) Assert.Equal("override 12/QĐ-TTr (2026-11-20): Luật Thanh tra", handler.Captures.Single().RobotsDecision);
        }
    }

    [Fact]
    public async Task The_kill_switch_ends_a_source_and_its_run_goes_on_later()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, request.Path is "/" ? "<a href=\"/1\">x</a><a href=\"/2\">x</a>" : "x", cancellationToken));
        using var stop = new CancellationTokenSource();
        var frontier = new MemoryFrontier(TimeProvider.System);
        var handler = new LinkFollower(frontier)
        {
            Before = (_, _) => stop.CancelAsync(),
        };
        var token = stop.Token;
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)) with { StopToken = _ => token });
        var first = (await engine.RunAsync([Sources.Shop()], frontier, handler, null, CancellationToken.None)).Sources[0];
        Assert.Equal((ScanOutcome.Partial, "stopped", 1, 2), (first.Outcome, first.Code, first.Pages, first.Pending));
        token = CancellationToken.None;
        var second = (await engine.RunAsync([Sources.Shop()], frontier, new LinkFollower(frontier), null, CancellationToken.None)).Sources[0];
        Assert.Equal((ScanOutcome.Completed, true, 2), (second.Outcome, second.Resumed, second.Pages));
    }

    private static async Task AnswerAsync(ServedRequest request, Stream stream, int insidePort, CancellationToken cancellationToken)
    {
        var path = request.Path;
        Task Html(string html, int status = 200, params string[] headers) => LoopbackServer.RespondAsync(stream, status, html, cancellationToken, headers);
        if (path.StartsWith("/lich/", StringComparison.Ordinal))
        {
            await Html($"<a href=\"/lich/{(long.Parse(path[6..], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)}\">tháng sau</a>");
            return;
        }

        if (path.StartsWith("/mai", StringComparison.Ordinal))
        {
            await Html("", 302, $"Location: {path}i");
            return;
        }

        switch (path)
        {
            case "/robots.txt":
                await Html("User-agent: *\nDisallow: /kin\n");
                break;
            case "/":
                await Html(string.Concat(((string[])["/sp/1", "/sp/2", "/kin/1", "/lich/1", "/vong", "/mai", "/cham", "/nho-giot", "/hong", "/bom", "/nang", "/sau", "/lech", "/co-so", "/tai-khoan", "/trong", "/nen-hong", "/doi-ten", "/trang/a/a/a/a/a", "/am-tra", "javascript:alert(1)", "http://[", "//"]).Select(link => $"<a href=\"{link}\">x</a>")));
                break;
            case "/sp/1" or "/sp/2":
                await Html("<h1 data-listing>Tai nghe</h1>");
                break;
            case "/vong":
                await Html("", 302, "Location: /vong");
                break;
            case "/cham":
                await Html("", 429, "Retry-After: 0");
                break;
            case "/nho-giot":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), cancellationToken);
                for (var i = 0; i < 100_000; i++)
                {
                    await stream.WriteAsync("x"u8.ToArray(), cancellationToken);
                    await Task.Delay(50, cancellationToken);
                }

                break;
            case "/hong":
                await Html("", 500);
                break;
            case "/bom":
                await LoopbackServer.RespondAsync(stream, 200, Bomb(), cancellationToken, "Content-Encoding: gzip");
                break;
            case "/nang":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken);
                for (var i = 0; i < 640; i++) await stream.WriteAsync(new byte[65536], cancellationToken);
                break;
            case "/sau":
                await Html(string.Concat(Enumerable.Repeat("<div>", 50_000)));
                break;
            case "/lech":
                await LoopbackServer.RespondAsync(stream, 200, Encoding.Latin1.GetBytes("<h1 data-listing>\u00c4\u00d0\u00ff\u0000</h1>"), cancellationToken, "Content-Type: text/html; charset=klingon");
                break;
            case "/co-so":
                await Html($"<base href=\"http://127.0.0.1:{insidePort}/\"><a href=\"http://127.0.0.1:{insidePort}/a\">x</a>");
                break;
            case "/doi-ten":
                await Html("", 302, $"Location: http://127.0.0.1:{insidePort}/");
                break;
            case "/tai-khoan":
                await Html("", 302, "Location: /dang-nhap");
                break;
            case "/dang-nhap":
                await Html("<form><input type=\"password\"></form>");
                break;
            case "/trong":
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\nabc"u8.ToArray(), cancellationToken);
                break;
            case "/nen-hong":
                await Html("không nén", 200, "Content-Encoding: gzip");
                break;
            case "/am-tra":
                await Html("", 418);
                break;
            default:
                await Html("", 404);
                break;
        }
    }

    private static byte[] Bomb()
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < 64; i++) gzip.Write(block);
        }

        return result.ToArray();
    }
}
