using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class HttpFetcherTests
{
    private const string Text = "<h1>Điện thoại</h1>";

    [Theory]
    [MemberData(nameof(PackedBodies.Codings), MemberType = typeof(PackedBodies))]
    [InlineData("gzip, br")]
    [InlineData("zstd, gzip")]
    public async Task Content_encodings_are_undone(string encoding)
    {
        await using var server = new LoopbackServer((_, stream, cancellationToken) =>
            LoopbackServer.RespondAsync(stream, 200, PackedBodies.Pack(Encoding.UTF8.GetBytes(Text), encoding), cancellationToken, $"Content-Encoding: {encoding.Replace("raw-", "", StringComparison.Ordinal)}"));

        var capture = (await FetchAsync(server)).Capture!;

        Assert.Equal(Text, Encoding.UTF8.GetString(capture.Body.Span));
        Assert.Equal(ContentHash.Of(Text), capture.BodySha256);
        Assert.Equal("1.1", capture.HttpVersion);
        Assert.Contains("zstd;q=0.5", Assert.Single(server.Requests).Headers["Accept-Encoding"], StringComparison.Ordinal);
        Assert.Contains(capture.RequestHeaders, field => field is { Name: "User-Agent", Value: "Ecom389Monitor/0.1" });
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task A_body_that_inflates_without_end_is_cut_off(string encoding)
    {
        // 200 MB of nothing, small enough on the wire.
        var bomb = PackedBodies.Pack(new byte[200_000_000], encoding);
        Assert.True(bomb.Length < 5_000_000);
        await using var server = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, bomb, cancellationToken, $"Content-Encoding: {encoding}"));
        Assert.Equal("inflated-too-large", (await FetchAsync(server)).Failure?.Code);
    }

    [Fact]
    public async Task A_zstd_frame_that_asks_for_a_window_beyond_eight_megabytes_is_refused()
    {
        using var result = new MemoryStream();
        await using (var packer = new CompressionStream(result, level: 1))
        {
            packer.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, 26);
            await packer.WriteAsync(new byte[70_000]);
        }

        await using var server = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, result.ToArray(), cancellationToken, "Content-Encoding: zstd"));
        Assert.Equal("encoding", (await FetchAsync(server)).Failure?.Code);
    }

    [Theory]
    [MemberData(nameof(PackedBodies.Codings), MemberType = typeof(PackedBodies))]
    [InlineData("gzip, br")]
    public async Task A_body_that_ends_before_its_coding_does_is_no_page_and_is_tried_again(string encoding)
    {
        var whole = PackedBodies.Pack(PackedBodies.Numbers(5000), encoding);
        // A server that dies, or a proxy that gives up: no length was told, the connection ends in order.
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding.Replace("raw-", "", StringComparison.Ordinal)}\r\nConnection: close\r\n\r\n"), cancellationToken);
            await stream.WriteAsync(whole.AsMemory(0, whole.Length / 2), cancellationToken);
        });
        var failure = (await FetchAsync(server)).Failure!;
        Assert.Equal(("body-cut", FetchFailureKind.Retryable), (failure.Code, failure.Kind));
        Assert.Equal(Messages.Format("fetch.body-cut"), failure.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(100_000)]
    public async Task A_body_of_any_length_is_read_whole_with_and_without_a_length(int length)
    {
        var content = new byte[length];
        new Random(389).NextBytes(content);
        await using var told = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, content, cancellationToken));
        await using var untold = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
            await stream.WriteAsync(content, cancellationToken);
        });
        Assert.True((await FetchAsync(told)).Capture!.Body.Span.SequenceEqual(content));
        Assert.True((await FetchAsync(untold)).Capture!.Body.Span.SequenceEqual(content));
    }

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused_with_and_without_a_length()
    {
        await using var told = new LoopbackServer(async (_, stream, cancellationToken) =>
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\n"u8.ToArray(), cancellationToken));
        await using var untold = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellationToken);
            var block = new byte[65536];
            while (true) await stream.WriteAsync(block, cancellationToken);
        });
        Assert.Equal("too-large", (await FetchAsync(told)).Failure?.Code);
        Assert.Equal("too-large", (await FetchAsync(untold)).Failure?.Code);
    }

    [Theory]
    [InlineData("gzip", "encoding")]
    [InlineData("zstd", "encoding")]
    [InlineData("gzip, gzip, gzip, gzip", "encoding")]
    public async Task A_broken_or_unknown_encoding_is_named(string encoding, string code)
    {
        await using var server = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, "không nén", cancellationToken, $"Content-Encoding: {encoding}"));
        Assert.Equal(code, (await FetchAsync(server)).Failure?.Code);
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up_when_its_time_is_over()
    {
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nab"u8.ToArray(), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var failure = (await FetchAsync(server, Sources.Shop() with { Limits = new CrawlLimits { TimeoutSeconds = 1 } })).Failure!;
        Assert.Equal(("timeout-body", FetchFailureKind.Retryable), (failure.Code, failure.Kind));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = new LoopbackServer((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        Assert.Equal("timeout-first-byte", (await FetchAsync(server, Sources.Shop() with { Limits = new CrawlLimits { TimeoutSeconds = 1 } })).Failure?.Code);
    }

    [Fact]
    public async Task Redirects_are_followed_recorded_and_limited()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path switch
        {
            "/" => LoopbackServer.RespondAsync(stream, 301, "", cancellationToken, "Location: /áo"),
            "/%C3%A1o" => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: http://shop.example/cuoi"),
            "/cuoi" => LoopbackServer.RespondAsync(stream, 200, Text, cancellationToken),
            "/vong" => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: /vong2"),
            "/vong2" => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: /vong"),
            "/ftp" => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: ftp://shop.example/"),
            _ => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, $"Location: {request.Path}1"),
        });

        var capture = (await FetchAsync(server)).Capture!;
        Assert.Equal("http://shop.example/cuoi", capture.Url);
        Assert.Equal("http://shop.example/", capture.RequestUrl);
        Assert.Equal(2, capture.Redirects.Count);
        Assert.Equal("redirect-loop", (await FetchAsync(server, path: "/vong")).Failure?.Code);
        Assert.Equal("redirect-limit", (await FetchAsync(server, path: "/mai")).Failure?.Code);
        Assert.Equal("redirect-invalid", (await FetchAsync(server, path: "/ftp")).Failure?.Code);
    }

    [Fact]
    public async Task A_redirect_is_followed_only_where_it_is_admitted()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 302, "", cancellationToken, "Location: /cam"));
        var result = await FetchAsync(server, admit: url => url.AbsolutePath is "/cam" ? "robots" : null);
        Assert.Equal(("robots", FetchFailureKind.Refused), (result.Failure!.Code, result.Failure.Kind));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nngắn", "protocol")]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n", "protocol")]
    [InlineData("", "protocol")]
    public async Task A_server_that_breaks_the_protocol_is_a_failure_with_a_reason(string answer, string code)
    {
        await using var server = new LoopbackServer(async (_, stream, cancellationToken) => await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken));
        var failure = (await FetchAsync(server)).Failure!;
        Assert.Equal((code, FetchFailureKind.Retryable), (failure.Code, failure.Kind));
        Assert.NotEmpty(failure.Message);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_noted_not_refused_and_HTTP_2_is_spoken()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=khac.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        await using var site = builder.Build();
        site.MapGet("/", (HttpContext context) => context.Request.Headers.Any(field => field.Key.StartsWith("Proxy", StringComparison.OrdinalIgnoreCase)) ? "leak" : Text);
        await site.StartAsync();
        var port = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        await using var proxy = EgressProxy.Start(new EgressOptions { ConnectTo = [KeyValuePair.Create("shop.example", new IPEndPoint(IPAddress.Loopback, port))] });
        var source = Sources.Shop();

        using var fetcher = new HttpFetcher(proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        var capture = (await fetcher.FetchAsync(new FetchRequest(source, "https://shop.example/"), CancellationToken.None)).Capture!;
        Assert.Equal("2", capture.HttpVersion);
        Assert.Equal(Text, Encoding.UTF8.GetString(capture.Body.Span));
        Assert.Contains("RemoteCertificateNameMismatch", capture.Facts["tls.problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_speaks_no_TLS_is_a_failure_with_a_reason()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        await using var proxy = EgressProxy.Start(new EgressOptions { ConnectTo = [KeyValuePair.Create("*", (IPEndPoint)listener.LocalEndpoint)] });
        var source = Sources.Shop() with { Limits = new CrawlLimits { TimeoutSeconds = 3 } };
        using var fetcher = new HttpFetcher(proxy, proxy.Issue(source), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        var failure = (await fetcher.FetchAsync(new FetchRequest(source, "https://shop.example/"), CancellationToken.None)).Failure!;
        Assert.True(failure.Code is "tls" or "protocol", failure.Code);
        await serving;
    }

    private static async Task<FetchResult> FetchAsync(LoopbackServer server, SourceDefinition? source = null, string path = "/", Func<Uri, string?>? admit = null)
    {
        await using var proxy = EgressProxy.Start(Sources.Egress((Sources.Host, server)));
        var shop = source ?? Sources.Shop();
        using var fetcher = new HttpFetcher(proxy, proxy.Issue(shop), CrawlContact.Default, new FetchLimits(), TimeProvider.System);
        return await fetcher.FetchAsync(new FetchRequest(shop, $"http://{Sources.Host}{path}", admit is null ? null : (url, _) => ValueTask.FromResult(admit(url))), CancellationToken.None);
    }
}
