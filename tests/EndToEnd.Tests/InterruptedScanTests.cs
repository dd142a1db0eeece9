using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>Ctrl-C in the middle of a night.</summary>
public sealed class InterruptedScanTests : IDisposable
{
    private const int Listings = 8;
    private const string HeldBack = "/sp/4";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ctrl_C_lets_the_page_in_flight_finish_says_what_is_left_and_the_next_scan_goes_on_from_there()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var served = new ConcurrentQueue<string>();
        await using var shop = await ShopAsync(served, asked, answer);
        var port = new Uri(shop.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        // The pause between two pages is longer than a busy machine takes to hand the signal over.
        var config = _folder.File("crawler.json", $$"""
            {"schemaVersion": 1, "network": {"connectTo": {"shop.example": "127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}"} },
             "sources": [{"id": "shop", "channel": "website", "start": ["http://shop.example/"], "allowPrivateNetwork": true,
               "pages": {"listing": ["/sp/*"]}, "limits": {"delayMs": 700} }]}
            """);
        string[] scan = ["scan", "--json", "--config", config, "--data", Path.Combine(_folder.Path, "d")];

        using var process = Ecom389.Start(scan);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await asked.Task;
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        answer.SetResult();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 3, $"{process.ExitCode}: {await error}");
        Assert.Contains("shop", await error, StringComparison.Ordinal);
        var first = ListingsOf(await output);
        Assert.Contains($"http://shop.example{HeldBack}", first);
        Assert.True(first.Length < Listings, "nothing was left for the next scan");

        var again = await Ecom389.RunAsync(scan);
        Assert.True(again.Exit == 0, again.Error);
        Assert.Equal(Listings, first.Concat(ListingsOf(again.Output)).Distinct(StringComparer.Ordinal).Count());
        Assert.All(served.Where(path => path.StartsWith("/sp/", StringComparison.Ordinal)).CountBy(path => path, StringComparer.Ordinal), page => Assert.Equal(1, page.Value));
    }

    private static string[] ListingsOf(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string?)System.Text.Json.Nodes.JsonNode.Parse(line)!["url"]).OfType<string>().Where(url => url.Contains("/sp/", StringComparison.Ordinal))];

    /// <summary>A shop of eight pages, one of which answers only when told to.</summary>
    private static async Task<WebApplication> ShopAsync(ConcurrentQueue<string> served, TaskCompletionSource asked, TaskCompletionSource answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var shop = builder.Build();
        shop.Run(async context =>
        {
            var path = context.Request.Path.ToString();
            served.Enqueue(path);
            if (path == HeldBack)
            {
                asked.TrySetResult();
                await answer.Task;
            }

            var body = path switch
            {
                "/" => string.Concat(Enumerable.Range(1, Listings).Select(number => $"<a href=\"/sp/{number}\">Tai nghe {number}</a> ")),
                _ when path.StartsWith("/sp/", StringComparison.Ordinal) => $"<h1>Tai nghe số {path[4..]}</h1><p class=\"price\">250.000 ₫</p><button>Mua ngay</button>",
                _ => null,
            };
            context.Response.StatusCode = body is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync($"<!DOCTYPE html><title>{path}</title>{body}");
        });
        await shop.StartAsync();
        return shop;
    }
}
