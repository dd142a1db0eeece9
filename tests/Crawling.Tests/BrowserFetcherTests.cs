using System.Diagnostics;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class BrowserFetcherTests
{
    [ChromiumFact]
    public async Task A_timeline_is_scrolled_to_its_end_and_folded_posts_are_opened()
    {
        const string Page = """
            <div id=feed></div><script>
            let n=0; function more(){ for(let i=0;i<10&&n<45;i++){ const p=document.createElement('article'); p.style.height='300px'; p.innerHTML='<p>bài '+(++n)+'</p><button class=xem-them>Xem thêm</button>'; p.querySelector('button').onclick=e=>{e.target.outerHTML='<p>phần ẩn '+p.innerText.match(/\d+/)[0]+'</p>'}; feed.append(p);} }
            more(); addEventListener('scroll',()=>{ if(innerHeight+scrollY>document.documentElement.scrollHeight-50) setTimeout(more,50); });
            </script>
            """;
        await using var server = Pages(("/", Page));
        var html = await HtmlAsync(server, new BrowserSteps { MaxScrolls = 20, Expand = [".xem-them"] });
        Assert.Equal(45, html.Split("<article").Length - 1);
        Assert.Contains("phần ẩn 45", html, StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task Scrolling_stops_at_its_limit_on_a_feed_without_end()
    {
        const string Page = "<div id=feed></div><script>function more(){for(let i=0;i<5;i++){const p=document.createElement('article');p.style.height='400px';feed.append(p)}} more();more();addEventListener('scroll',()=>more());</script>";
        await using var server = Pages(("/", Page));
        var result = await FetchAsync(server, Sources.Shop() with { Render = RenderMode.Browser, Browser = new BrowserSteps { MaxScrolls = 3 } });
        Assert.Equal("3", result.Capture!.Facts["browser.scrolls"]);
    }

    [ChromiumFact]
    public async Task A_page_that_never_yields_is_given_up_and_the_next_one_is_rendered()
    {
        await using var server = Pages(("/treo", "<h1>x</h1><script>setTimeout(()=>{while(true){}},0)</script>"), ("/", "<h1>được</h1>"));
        await using var proxy = EgressProxy.Start(Sources.Egress((Sources.Host, server)));
        await using var host = new BrowserHost(ChromiumLocator.Find()!, proxy);
        var source = Sources.Shop() with { Limits = new CrawlLimits { TimeoutSeconds = 3 } };
        var fetcher = new BrowserFetcher(host, proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);

        var hung = await fetcher.FetchAsync(new FetchRequest(source, $"http://{Sources.Host}/treo"), CancellationToken.None);
        var next = await fetcher.FetchAsync(new FetchRequest(source with { Limits = new CrawlLimits() }, $"http://{Sources.Host}/"), CancellationToken.None);

        Assert.Equal(("timeout-body", FetchFailureKind.Retryable), (hung.Failure!.Code, hung.Failure.Kind));
        Assert.Contains("được", Encoding.UTF8.GetString(next.Capture!.Body.Span), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task A_browser_that_holds_more_memory_than_it_may_is_replaced_before_the_next_page()
    {
        await using var server = Pages(("/", "<h1>được</h1>"));
        await using var proxy = EgressProxy.Start(Sources.Egress((Sources.Host, server)));
        await using var host = new BrowserHost(ChromiumLocator.Find()!, proxy) { MemoryCeiling = 1 };
        var source = Sources.Shop();
        var fetcher = new BrowserFetcher(host, proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        for (var page = 0; page < 2; page++) Assert.NotNull((await fetcher.FetchAsync(new FetchRequest(source, $"http://{Sources.Host}/"), CancellationToken.None)).Capture);

        Assert.Equal(2, host.Started);
    }

    [ChromiumFact]
    public async Task After_a_crash_another_browser_is_started()
    {
        var crash = false;
        Uri? through = null;
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            if (crash)
            {
                crash = false;
                KillChromiumThrough(through!);
            }

            await LoopbackServer.RespondAsync(stream, 200, "<h1>được</h1>", cancellationToken);
        });
        await using var proxy = EgressProxy.Start(Sources.Egress((Sources.Host, server)));
        await using var host = new BrowserHost(ChromiumLocator.Find()!, proxy);
        var source = Sources.Shop();
        var fetcher = new BrowserFetcher(host, proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        var request = new FetchRequest(source, $"http://{Sources.Host}/");

        Assert.NotNull((await fetcher.FetchAsync(request, CancellationToken.None)).Capture);
        through = proxy.Address;
        crash = true;
        var crashed = await fetcher.FetchAsync(request, CancellationToken.None);
        Assert.Equal("browser-crash", crashed.Failure?.Code);
        Assert.NotNull((await fetcher.FetchAsync(request, CancellationToken.None)).Capture);
    }

    [ChromiumFact]
    public async Task A_script_cannot_lead_the_page_where_it_may_not_go()
    {
        await using var server = Pages(("/", "<script>location.href='/kin'</script>"), ("/kin", "kín"));
        var result = await FetchAsync(server, Sources.Shop(), url => url.AbsolutePath is "/kin" ? "robots" : null);
        Assert.Equal(("robots", FetchFailureKind.Refused), (result.Failure?.Code, result.Failure?.Kind));
        Assert.DoesNotContain(server.Requests, request => request.Path is "/kin");
    }

    [ChromiumFact]
    public async Task The_servers_refusal_of_an_address_is_named()
    {
        await using var server = Pages();
        await using var proxy = EgressProxy.Start(new EgressOptions());
        await using var host = new BrowserHost(ChromiumLocator.Find()!, proxy);
        var source = Sources.Shop() with { AllowPrivateNetwork = false };
        var fetcher = new BrowserFetcher(host, proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        foreach (var scheme in (string[])["http", "https"])
        {
            var result = await fetcher.FetchAsync(new FetchRequest(source, $"{scheme}://127.0.0.1:{server.Port}/"), CancellationToken.None);
            Assert.Equal(("address:loopback", FetchFailureKind.Refused), (result.Failure?.Code, result.Failure?.Kind));
        }

        Assert.Equal(0, server.Connections);
    }

    [ChromiumFact]
    public async Task Status_headers_and_redirects_are_recorded()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path is "/"
            ? LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: /cuoi")
            : LoopbackServer.RespondAsync(stream, 410, "<h1>đã gỡ</h1>", cancellationToken, "X-Shop: a"));
        var capture = (await FetchAsync(server, Sources.Shop())).Capture!;
        Assert.Equal((410, $"http://{Sources.Host}/cuoi"), (capture.Status, capture.Url));
        Assert.Equal($"http://{Sources.Host}/cuoi", Assert.Single(capture.Redirects));
        Assert.Equal("a", capture.ResponseHeader("x-shop"));
        Assert.DoesNotContain(capture.RequestHeaders, field => field.Name.StartsWith("proxy", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Chromium_is_looked_for_where_it_usually_is()
    {
        Assert.Equal("/opt/c", ChromiumLocator.Find(name => name is ChromiumLocator.Variable ? "/opt/c" : null, path => path is "/opt/c" or "/usr/bin/chromium"));
        Assert.Null(ChromiumLocator.Find(name => name is ChromiumLocator.Variable ? "/opt/none" : null, path => path is "/usr/bin/chromium"));
        Assert.Equal("/usr/bin/google-chrome", ChromiumLocator.Find(_ => null, path => path is "/usr/bin/google-chrome"));
        Assert.Null(ChromiumLocator.Find(_ => null, _ => false));
    }

    private static async Task<string> HtmlAsync(LoopbackServer server, BrowserSteps steps)
    {
        var result = await FetchAsync(server, Sources.Shop() with { Browser = steps });
        return Encoding.UTF8.GetString(result.Capture!.Body.Span);
    }

    private static async Task<FetchResult> FetchAsync(LoopbackServer server, SourceDefinition source, Func<Uri, string?>? admit = null)
    {
        await using var proxy = EgressProxy.Start(Sources.Egress((Sources.Host, server)));
        await using var host = new BrowserHost(ChromiumLocator.Find()!, proxy);
        var fetcher = new BrowserFetcher(host, proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        return await fetcher.FetchAsync(new FetchRequest(source, $"http://{Sources.Host}/", admit is null ? null : (url, _) => ValueTask.FromResult(admit(url))), CancellationToken.None);
    }

    private static LoopbackServer Pages(params (string Path, string Html)[] pages) => LoopbackServer.Of(pages.ToDictionary(page => page.Path, page => page.Html, StringComparer.Ordinal));

    /// <summary>Kills the browser that goes through a proxy, and none of the tests' beside.</summary>
    private static void KillChromiumThrough(Uri proxy)
    {
        var wanted = Encoding.ASCII.GetBytes($"--proxy-server={proxy.ToString().TrimEnd('/')}");
        var killed = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (File.ReadAllBytes(Path.Combine(folder, "cmdline")).AsSpan().IndexOf(wanted) < 0) continue;
                using var process = Process.GetProcessById(id);
                process.Kill();
                killed++;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // The process ended meanwhile.
            }
        }

        Assert.NotEqual(0, killed);
    }
}
