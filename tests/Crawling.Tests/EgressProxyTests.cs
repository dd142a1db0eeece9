using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class EgressProxyTests
{
    // Any public address: the test's own server stands behind it.
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private static readonly SourceDefinition Closed = Sources.Shop() with { AllowPrivateNetwork = false };

    public static TheoryData<string> Inside => new(
        "http://127.0.0.1:{0}/", "http://127.1:{0}/", "http://2130706433:{0}/", "http://0x7f000001:{0}/", "http://0x7f.1:{0}/", "http://0177.0.0.1:{0}/", "http://017700000001:{0}/",
        "http://0:{0}/", "http://0.0.0.0:{0}/", "http://localhost:{0}/", "http://LOCALHOST.:{0}/", "http://127.0.0.1.:{0}/", "http://127.9.8.7:{0}/",
        "http://[::1]:{0}/", "http://[0:0:0:0:0:0:0:1]:{0}/", "http://[::]:{0}/", "http://[::ffff:127.0.0.1]:{0}/", "http://[::ffff:7f00:1]:{0}/", "http://[::127.0.0.1]:{0}/",
        "http://[64:ff9b::7f00:1]:{0}/", "http://[2002:7f00:1::]:{0}/", "http://[fe80::1]:{0}/", "http://[fc00::1]:{0}/", "http://[ff02::1]:{0}/",
        "http://named-loopback.example:{0}/", "http://mixed.example:{0}/", "http://mapped.example:{0}/", "http://10.0.0.1:{0}/", "http://192.168.1.1:{0}/", "http://172.16.5.5:{0}/",
        "http://169.254.169.254/latest/meta-data/", "http://169.254.1.1:{0}/", "http://100.64.0.1:{0}/", "http://100.100.100.200/", "http://224.0.0.1:{0}/", "http://255.255.255.255:{0}/",
        "https://127.0.0.1:{0}/", "https://localhost:{0}/", "https://[::ffff:127.0.0.1]:{0}/", "https://named-loopback.example:{0}/");

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task Nothing_inside_is_ever_connected_to(string pattern)
    {
        await using var inside = Silent(IPAddress.Loopback);
        var url = pattern.Replace("{0}", inside.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var proxy = EgressProxy.Start(new EgressOptions { Resolve = Resolve });
        using var fetcher = Fetcher(proxy, Closed);

        var result = await fetcher.FetchAsync(new FetchRequest(Closed, url), CancellationToken.None);

        Assert.Equal(FetchFailureKind.Refused, result.Failure?.Kind);
        Assert.True(result.Failure!.Code.StartsWith("address:", StringComparison.Ordinal) || result.Failure.Code is "odd-address", result.Failure.Code);
        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task A_client_that_sends_the_host_as_spelt_is_refused_too(string pattern)
    {
        // Uri tidies odd spellings before HttpClient sends them; another client of the proxy may not.
        await using var inside = Silent(IPAddress.Loopback);
        var url = pattern.Replace("{0}", inside.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var proxy = EgressProxy.Start(new EgressOptions { Resolve = Resolve });
        var credential = proxy.Issue(Closed);
        var authority = url.Split('/')[2];

        foreach (var line in (string[])[$"GET http://{authority}/ HTTP/1.1", $"CONNECT {(authority.Contains(':', StringComparison.Ordinal) && !authority.EndsWith(']') ? authority : authority + ":443")} HTTP/1.1"])
        {
            var answer = await SendAsync(proxy, $"{line}\r\nHost: x\r\nProxy-Authorization: {credential.Header}\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        }

        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task A_name_that_changes_its_address_between_two_requests_gains_nothing()
    {
        await using var inside = Silent(IPAddress.Loopback);
        await using var outside = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "ngoài" });
        var asked = 0;
        await using var proxy = EgressProxy.Start(Outside(outside) with
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) == 1 ? Public : IPAddress.Loopback]),
        });
        using var fetcher = Fetcher(proxy, Closed);
        var url = $"http://rebind.example:{inside.Port}/";

        Assert.Equal(200, (await fetcher.FetchAsync(new FetchRequest(Closed, url), CancellationToken.None)).Capture?.Status);
        Assert.Equal("address:loopback", (await fetcher.FetchAsync(new FetchRequest(Closed, url), CancellationToken.None)).Failure?.Code);
        Assert.Equal(2, asked);
        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task A_redirect_to_the_inside_is_refused()
    {
        await using var inside = Silent(IPAddress.Loopback);
        await using var outside = new LoopbackServer((_, stream, cancellationToken) =>
            LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, $"Location: http://127.0.0.1:{inside.Port}/"));
        await using var proxy = EgressProxy.Start(Outside(outside));
        using var fetcher = Fetcher(proxy, Closed);

        var result = await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/"), CancellationToken.None);

        Assert.Equal("address:loopback", result.Failure?.Code);
        Assert.Equal(0, inside.Connections);
    }

    [ChromiumFact]
    public async Task Nothing_a_page_does_in_the_browser_reaches_the_inside()
    {
        await using var inside = Silent(IPAddress.Loopback);
        await using var inside6 = Silent(IPAddress.IPv6Loopback);
        var hosts = new[] { $"127.0.0.1:{inside.Port}", $"localhost:{inside.Port}", $"[::1]:{inside6.Port}", $"[::ffff:7f00:1]:{inside.Port}", $"2130706433:{inside.Port}", $"named-loopback.example:{inside.Port}" };
        var html = new StringBuilder("<h1>Trang</h1>");
        foreach (var host in hosts)
        {
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<img src='http://{host}/img'><script src='http://{host}/js'></script><link rel=stylesheet href='http://{host}/css'><link rel=preconnect href='http://{host}'><link rel=dns-prefetch href='//{host}'><iframe src='http://{host}/frame'></iframe><video src='http://{host}/v'></video><object data='https://{host}/o'></object>");
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<script>fetch('http://{host}/fetch',{{mode:'no-cors'}}).catch(()=>0);try{{new WebSocket('ws://{host}/ws')}}catch(e){{}};try{{new EventSource('http://{host}/es')}}catch(e){{}};navigator.sendBeacon('http://{host}/b','x');fetch('/hop?to={Uri.EscapeDataString($"http://{host}/")}',{{mode:'no-cors'}}).catch(()=>0)</script>");
        }

        html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<script>try{{const p=new RTCPeerConnection({{iceServers:[{{urls:'turn:127.0.0.1:{inside.Port}?transport=tcp',username:'a',credential:'b'}}]}});p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))}}catch(e){{}}</script>");
        await using var outside = new LoopbackServer((request, stream, cancellationToken) => request.Path.StartsWith("/hop", StringComparison.Ordinal)
            ? LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, $"Location: {Uri.UnescapeDataString(request.Path["/hop?to=".Length..])}")
            : LoopbackServer.RespondAsync(stream, 200, html.ToString(), cancellationToken));
        var decisions = new ConcurrentQueue<EgressDecision>();
        await using var proxy = EgressProxy.Start(Outside(outside) with { Log = decisions.Enqueue });
        await using var host2 = new BrowserHost(ChromiumLocator.Find()!, proxy);
        var fetcher = new BrowserFetcher(host2, proxy, proxy.Issue(Closed), CrawlContact.Default, new FetchLimits(), TimeProvider.System);

        var result = await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/"), CancellationToken.None);

        Assert.Equal(200, result.Capture?.Status);
        Assert.Contains(decisions, decision => decision.Refusal is "address:loopback" && decision.SourceId is "shop");
        Assert.Equal(0, inside.Connections);
        Assert.Equal(0, inside6.Connections);
    }

    [Fact]
    public async Task Without_the_credential_of_this_run_nobody_gets_out()
    {
        await using var outside = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "ngoài" });
        await using var proxy = EgressProxy.Start(Outside(outside));
        await using var other = EgressProxy.Start(Outside(outside));
        var foreign = other.Issue(Closed);

        foreach (var header in (string[])["", $"Proxy-Authorization: {foreign.Header}\r\n", "Proxy-Authorization: Basic c2hvcDp4\r\n"])
        {
            var answer = await SendAsync(proxy, $"GET http://shop.example/ HTTP/1.1\r\nHost: shop.example\r\n{header}\r\n");
            Assert.StartsWith("HTTP/1.1 407", answer, StringComparison.Ordinal);
        }

        Assert.Equal(0, outside.Connections);
    }

    [Fact]
    public async Task The_credential_and_hop_by_hop_headers_do_not_leave_the_machine()
    {
        await using var outside = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "ngoài" });
        await using var proxy = EgressProxy.Start(Outside(outside));
        using var fetcher = Fetcher(proxy, Closed);

        var result = await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/"), CancellationToken.None);

        var request = Assert.Single(outside.Requests);
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("Proxy", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("shop.example", request.Host);
        Assert.Equal("GET", request.Method);
        Assert.Equal("/", request.Path);
        Assert.DoesNotContain(result.Capture!.RequestHeaders, field => field.Name.StartsWith("Proxy", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_the_fetcher_dials_within_the_process_is_logged_and_needs_a_credential_in_force_like_what_comes_over_the_port()
    {
        await using var outside = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "x" });
        var decisions = new ConcurrentQueue<EgressDecision>();
        await using var proxy = EgressProxy.Start(Outside(outside) with { Log = decisions.Enqueue });
        var credential = proxy.Issue(Closed);
        using var fetcher = new HttpFetcher(proxy, credential, CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        Assert.Equal(200, (await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/"), CancellationToken.None)).Capture?.Status);
        Assert.Equal(("shop", "shop.example", Public, null), decisions.Select(decision => (decision.SourceId, decision.Host, decision.Address, decision.Refusal)).Single());

        proxy.Revoke(credential);
        var after = await fetcher.FetchAsync(new FetchRequest(Closed, "http://other.example/"), CancellationToken.None);
        Assert.Equal("credential", after.Failure?.Code);
        Assert.Equal((null, "other.example", "credential"), decisions.Skip(1).Select(decision => (decision.SourceId, decision.Host, decision.Refusal)).Single());
        Assert.Equal(1, outside.Connections);
    }

    [Fact]
    public async Task A_page_cannot_feign_the_proxys_own_refusal()
    {
        await using var outside = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, "x", cancellationToken, $"{EgressProxy.RefusalHeader}: address:loopback"));
        await using var proxy = EgressProxy.Start(Outside(outside));
        using var fetcher = Fetcher(proxy, Closed);

        Assert.Equal(200, (await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/"), CancellationToken.None)).Capture?.Status);
    }

    [Fact]
    public async Task Connect_to_is_heeded_only_for_sources_that_allow_private_addresses()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "mẫu" });
        await using var proxy = EgressProxy.Start(new EgressOptions { ConnectTo = [KeyValuePair.Create("*.example", new IPEndPoint(IPAddress.Loopback, server.Port))], Resolve = (_, _) => Task.FromResult<IPAddress[]>([]) });
        var open = Sources.Shop();
        using var allowed = Fetcher(proxy, open);
        using var refused = Fetcher(proxy, Closed);

        Assert.Equal(200, (await allowed.FetchAsync(new FetchRequest(open, "http://cho-cong-nghe.example/"), CancellationToken.None)).Capture?.Status);
        Assert.Equal("dns", (await refused.FetchAsync(new FetchRequest(Closed, "http://cho-cong-nghe.example/"), CancellationToken.None)).Failure?.Code);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Everything_is_chained_through_the_upstream_proxy_when_there_is_one()
    {
        await using var upstream = new LoopbackServer((request, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, $"{request.Method} {request.Path} {request.Headers.GetValueOrDefault("Proxy-Authorization")}", cancellationToken));
        await using var proxy = EgressProxy.Start(new EgressOptions
        {
            UpstreamProxy = new Uri($"http://bo:m%40t@127.0.0.1:{upstream.Port}"),
            Resolve = (host, _) => Task.FromResult<IPAddress[]>(host is "127.0.0.1" ? [IPAddress.Loopback] : host is "shop.example" ? [Public] : []),
        });
        using var fetcher = Fetcher(proxy, Closed);

        var known = await fetcher.FetchAsync(new FetchRequest(Closed, "http://shop.example/a?b=1"), CancellationToken.None);
        var unknown = await fetcher.FetchAsync(new FetchRequest(Closed, "http://only-upstream-knows.example/"), CancellationToken.None);
        var inside = await fetcher.FetchAsync(new FetchRequest(Closed, "http://127.0.0.1:5432/"), CancellationToken.None);
        await fetcher.FetchAsync(new FetchRequest(Closed, "https://shop.example/"), CancellationToken.None);

        Assert.Equal($"GET http://shop.example/a?b=1 Basic {Convert.ToBase64String("bo:m@t"u8)}", Encoding.UTF8.GetString(known.Capture!.Body.Span));
        Assert.Equal(200, unknown.Capture?.Status);
        Assert.Equal("address:loopback", inside.Failure?.Code);
        Assert.Contains(upstream.Requests, request => request is { Method: "CONNECT", Path: "shop.example:443" });
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT a HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n")]
    [InlineData("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task A_malformed_request_is_answered_and_goes_nowhere(string request)
    {
        await using var proxy = EgressProxy.Start(new EgressOptions());
        Assert.StartsWith("HTTP/1.1 400", await SendAsync(proxy, request), StringComparison.Ordinal);
    }

    private static EgressOptions Outside(LoopbackServer server) => new()
    {
        Resolve = (host, _) => Task.FromResult<IPAddress[]>(host.Contains("loopback", StringComparison.Ordinal) || host.Contains("localhost", StringComparison.Ordinal) ? [IPAddress.Loopback] : [Public]),
        Connect = async (target, cancellationToken) =>
        {
            // Whatever the policy let through goes where it says, but for the one address behind which the outside server stands.
            var client = new TcpClient(AddressFamily.InterNetwork);
            await client.ConnectAsync(target.Address.Equals(Public) ? new IPEndPoint(IPAddress.Loopback, server.Port) : target, cancellationToken);
            return client.GetStream();
        },
    };

    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>(host switch
    {
        "mixed.example" => [Public, IPAddress.Loopback],
        "mapped.example" => [IPAddress.Parse("::ffff:127.0.0.1")],
        _ => [IPAddress.Loopback],
    });

    private static LoopbackServer Silent(IPAddress address) => new((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, "trong", cancellationToken), address);

    private static HttpFetcher Fetcher(EgressProxy proxy, SourceDefinition source) => new(proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);

    private static async Task<string> SendAsync(EgressProxy proxy, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
