using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ecom389.Monitor.Pipeline.Canaries;

/// <summary>
/// A shop on loopback that sells a run's canaries and nothing else. It is crawled like any source, through proxy, archive, extraction
/// and score, so that what breaks the line for a real listing breaks it for these.
/// </summary>
internal sealed class CanaryShop : IAsyncDisposable
{
    /// <summary>Under a name that can never be registered (RFC 6761).</summary>
    private const string HostName = "chim-hoang-yen.invalid";

    private readonly WebApplication _server;
    private readonly IReadOnlyList<(Canary Canary, string Url)> _planted;

    private CanaryShop(WebApplication server, string start, IReadOnlyList<(Canary, string)> planted)
    {
        _server = server;
        _planted = planted;
        Source = new()
        {
            Id = WellKnownUnits.Canary,
            Name = "Tin mẫu kiểm tra / canaries",
            Channel = Channel.Website,
            Start = [start],
            AllowPrivateNetwork = true,
            Unit = WellKnownUnits.Canary,
            Limits = new CrawlLimits { DelayMs = 0, MaxPages = 100 },
            Version = "canary-1",
        };
    }

    /// <summary>The canaries and the canonical URL of each.</summary>
    public IReadOnlyList<(Canary Canary, string Url)> Planted => _planted;

    /// <summary>The shop as a source of its own unit, which no person belongs to.</summary>
    public SourceDefinition Source { get; }

    /// <summary>Where the shop's host is to be dialled.</summary>
    public KeyValuePair<string, IPEndPoint> Route => KeyValuePair.Create(HostName, new IPEndPoint(IPAddress.Loopback, Port));

    private int Port => new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <param name="canaries">What it sells.</param>
    /// <param name="token">A word of the run, so that every run's listings are new.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<CanaryShop> StartAsync(IReadOnlyList<Canary> canaries, string token, CancellationToken cancellationToken)
    {
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        var planted = new List<(Canary, string)>();
        foreach (var canary in canaries)
        {
            var path = $"/tin/{token}-{canary.Id}";
            pages[path] = Page(canary, token, $"http://{HostName}{path}");
            planted.Add((canary, $"http://{HostName}{path}"));
        }

        // A run that was cut off goes on where it was: an address of its own, or the start would count as fetched and nothing be found.
        var start = $"/{token}/";
        pages[start] = $"<!DOCTYPE html><title>Tin</title>{string.Concat(pages.Keys.Select(path => $"<p><a href=\"{path}\">Tin</a></p>"))}";
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(context =>
        {
            if (!pages.TryGetValue(context.Request.Path.ToString(), out var html))
            {
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(html, Encoding.UTF8);
        });
        await server.StartAsync(cancellationToken);
        return new(server, $"http://{HostName}{start}", planted);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Page(Canary canary, string token, string url)
    {
        var (title, description) = (canary.Title.Replace("{token}", token, StringComparison.Ordinal), canary.Description.Replace("{token}", token, StringComparison.Ordinal));
        var product = Product(canary, title, description, url);
        var html = HtmlEncoder.Create(UnicodeRanges.All);
        return $"""
            <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{html.Encode(title)}</title><link rel="canonical" href="{url}">
            <script type="application/ld+json">{product}</script></head>
            <body><h1>{html.Encode(title)}</h1><p class="price">{canary.PriceVnd.ToString("#,##0", CultureInfo.GetCultureInfo("vi-VN"))} ₫</p><p>{html.Encode(description)}</p></body></html>
            """;
    }

    // Escaped beyond ASCII, and so without a "<": nothing in it ends the script it stands in.
    private static string Product(Canary canary, string title, string description, string url) => JsonText.AsciiOf(canary, (json, sold) =>
    {
        json.WriteStartObject();
        json.WriteString("@context"u8, "https://schema.org");
        json.WriteString("@type"u8, "Product");
        json.WriteString("name"u8, title);
        json.WriteString("description"u8, description);
        json.WriteString("category"u8, sold.Category);
        json.WriteString("url"u8, url);
        json.WriteStartObject("offers"u8);
        json.WriteString("@type"u8, "Offer");
        json.WriteString("price"u8, sold.PriceVnd.ToString(CultureInfo.InvariantCulture));
        json.WriteString("priceCurrency"u8, "VND");
        json.WriteString("availability"u8, "https://schema.org/InStock");
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
