using System.Net.Sockets;

using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

using Microsoft.AspNetCore.Builder;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>The sample shops on a free port, and a client for which every host is that port.</summary>
public sealed class ShopServer : IAsyncLifetime
{
    private WebApplication? _app;

    public HttpClient Client { get; private set; } = null!;

    public AccessLog Log => SampleShops.AccessLogOf(_app!);

    public int Port => SampleShops.PortOf(_app!);

    public Task InitializeAsync() => StartAsync(new SampleShopOptions());

    public async Task StartAsync(SampleShopOptions options)
    {
        _app = SampleShops.Build(0, options);
        await _app.StartAsync();
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public async Task<IDocument> PageAsync(string url)
    {
        using var response = await Client.GetAsync(url);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {url}");
        var html = await response.Content.ReadAsStringAsync();
        var context = BrowsingContext.New(Configuration.Default);
        var document = await context.OpenAsync(r => r.Content(html).Address(url));
        return document;
    }

    /// <summary>Every page of a host that links lead to from the start, as a crawler that obeys <paramref name="allowed"/> sees them.</summary>
    public async Task<Dictionary<string, IDocument>> CrawlAsync(string start, Func<Uri, bool> allowed)
    {
        var seen = new Dictionary<string, IDocument>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var url))
        {
            if (seen.ContainsKey(url))
                continue;
            var page = await PageAsync(url);
            seen.Add(url, page);
            foreach (var link in page.QuerySelectorAll("a[href]").Select(a => ((AngleSharp.Html.Dom.IHtmlAnchorElement)a).Href))
            {
                if (Uri.TryCreate(link, UriKind.Absolute, out var target) && target.Scheme is "http" or "https"
                    && string.Equals(target.Host, new Uri(start).Host, StringComparison.Ordinal) && allowed(target))
                {
                    queue.Enqueue(WithoutTracking(target));
                }
            }
        }

        return seen;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static string WithoutTracking(Uri url)
    {
        var kept = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => p.Split('=')[0] is "trang" or "muc" or "id" or "page");
        var query = string.Join('&', kept);
        return url.GetLeftPart(UriPartial.Path) + (query.Length == 0 ? "" : "?" + query);
    }
}
