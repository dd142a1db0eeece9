using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>What evidence is given of a page: as received over HTTP, and whole from the browser.</summary>
public sealed class RichCaptureTests
{
    private const string Account = "Cán bộ Lan";

    private const string Page = $$"""
        <!doctype html><meta charset="utf-8"><title>Bộ kích sóng</title><p>Xin chào {{Account}}</p><input value="{{Account}}">
        <img src="/anh.svg"><p id="gia"></p><div style="height:3000px"></div>
        <script>fetch('/api/gia').then(r => r.json()).then(d => { document.getElementById('gia').textContent = d.gia; })</script>
        """;

    [ChromiumFact]
    public async Task A_rich_capture_over_TLS_has_document_DOM_answers_picture_print_and_the_certificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=khac.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await using var site = builder.Build();
        site.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        site.MapGet("/api/gia", () => Results.Json(new { gia = "1.200.000 đ" }));
        site.MapGet("/anh.svg", () => Results.Content("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><rect width='40' height='40'/></svg>", "image/svg+xml"));
        await site.StartAsync();
        var port = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        await using var engine = new ScanEngine(new ScanOptions { Network = new CrawlNetwork(null, null, [KeyValuePair.Create(Sources.Host, new IPEndPoint(IPAddress.Loopback, port))]) });
        var source = Sources.Shop() with { Redact = new RedactionList { Texts = [Account] } };

        var capture = (await engine.CaptureRichAsync(source, new CaptureRequest($"https://{Sources.Host}/", "evidence"), CancellationToken.None)).Capture!;

        Assert.Equal(("finding", RenderMode.Browser, "127.0.0.1"), (capture.RetentionClass, capture.Mode, capture.ServerAddress));
        Assert.Equal(Page, Encoding.UTF8.GetString(capture.Document!.Body.Span).ReplaceLineEndings("\n"));
        Assert.Contains("<p id=\"gia\">1.200.000 đ</p>", Encoding.UTF8.GetString(capture.Body.Span), StringComparison.Ordinal);
        Assert.Contains(capture.SubResources, resource => resource.Url.EndsWith("/api/gia", StringComparison.Ordinal) && resource.Headers.Any(field => field.Name == "content-type"));
        Assert.Contains(capture.SubResources, resource => resource.Url.EndsWith("/anh.svg", StringComparison.Ordinal));
        var attachments = capture.Attachments.ToDictionary(attachment => attachment.Kind, attachment => attachment.Body, StringComparer.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], attachments["screenshot"].Span[..4].ToArray());
        // The whole page, not what the window shows of it: height stands at bytes 20 to 23 of a PNG.
        Assert.InRange((attachments["screenshot"].Span[22] << 8) | attachments["screenshot"].Span[23], 3000, 4000);
        Assert.StartsWith("%PDF", Encoding.ASCII.GetString(attachments["print"].Span[..4]), StringComparison.Ordinal);
        using var tls = JsonDocument.Parse(attachments["tls"]);
        var leaf = tls.RootElement.GetProperty("chain")[0];
        Assert.Equal(("CN=khac.example", Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))), (leaf.GetProperty("subject").GetString(), leaf.GetProperty("sha256").GetString()));
        Assert.StartsWith("TLS", tls.RootElement.GetProperty("protocol").GetString(), StringComparison.Ordinal);

        // Pictures were taken of a page without the account's name.
        Assert.DoesNotContain(Account, Encoding.UTF8.GetString(capture.Body.Span), StringComparison.Ordinal);
        Assert.Equal(new Redaction("text:1", "picture", 2), Assert.Single(capture.Redactions));
    }

    [ChromiumFact]
    public async Task What_robots_txt_forbids_is_not_captured_for_evidence_either_and_a_wall_is_not_climbed()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/robots.txt"] = "User-agent: *\nDisallow: /kin",
            ["/kin"] = "kín",
            ["/tuong"] = "<title>Just a moment...</title><div class='cf-challenge'></div>",
        });
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var refused = await engine.CaptureRichAsync(Sources.Shop(), new CaptureRequest($"http://{Sources.Host}/kin", "evidence"), CancellationToken.None);
        var wall = await engine.CaptureRichAsync(Sources.Shop(), new CaptureRequest($"http://{Sources.Host}/tuong", "evidence"), CancellationToken.None);
        Assert.Equal("robots", refused.Failure?.Code);
        Assert.Equal("challenge:cloudflare", wall.Failure?.Code);
        Assert.DoesNotContain(server.Requests, request => request.Path is "/kin");
    }

    [Theory]
    [InlineData("một trang không nén")]
    [InlineData("")]
    public async Task A_body_sent_as_it_is_has_no_other_form_that_evidence_would_keep_instead(string text)
    {
        await using var server = new LoopbackServer((_, stream, cancellationToken) => LoopbackServer.RespondAsync(stream, 200, text, cancellationToken));
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));

        var capture = (await engine.FetchOneAsync(Sources.Shop(), $"http://{Sources.Host}/", CancellationToken.None)).Capture!;

        Assert.Null(capture.WireBody);
        Assert.Equal(text, Encoding.UTF8.GetString(capture.Body.Span));
    }

    [Fact]
    public async Task A_compressed_body_reaches_evidence_as_sent_and_each_redirecting_answer_too()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(Encoding.UTF8.GetBytes(Page));
        var sent = packed.ToArray();
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path is "/"
            ? LoopbackServer.RespondAsync(stream, 302, "chuyển", cancellationToken, "Location: /cuoi", "X-Hop: 1")
            : LoopbackServer.RespondAsync(stream, 200, sent, cancellationToken, "Content-Encoding: gzip"));
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));

        var capture = (await engine.FetchOneAsync(Sources.Shop(), $"http://{Sources.Host}/", CancellationToken.None)).Capture!;

        Assert.Equal(sent, capture.WireBody!.Value.ToArray());
        Assert.Equal(Page, Encoding.UTF8.GetString(capture.Body.Span));
        Assert.Equal("127.0.0.1", capture.ServerAddress);
        var hop = Assert.Single(capture.Hops);
        Assert.Equal((302, "chuyển", false, $"http://{Sources.Host}/"), (hop.Status, Encoding.UTF8.GetString(hop.Body.Span), hop.IsCut, hop.Url));
        Assert.Contains(hop.Headers, field => field is { Name: "X-Hop", Value: "1" });
    }
}
