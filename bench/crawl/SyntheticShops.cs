using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ecom389.Monitor.Bench.Crawl;

/// <summary>A request as the access log has it.</summary>
internal sealed record Served(long Order, string Host, string Path);

/// <summary>
/// Shops on loopback with so many listing pages between them, each page the same whenever it is asked for: a third tells its
/// offer in JSON-LD, a third in microdata, a third in plain markup. Keeps an access log.
/// </summary>
internal sealed class SyntheticShops : IAsyncDisposable
{
    private const int PerList = 50;
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<Served> _log = new();
    private readonly int _pages;
    private readonly int _hosts;
    private long _order;

    private SyntheticShops(int pages, int hosts)
    {
        _pages = pages;
        _hosts = hosts;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Everything asked for so far, in order.</summary>
    public IReadOnlyCollection<Served> Log => _log;

    /// <summary>Number of the request served last.</summary>
    public long LastOrder => Interlocked.Read(ref _order);

    private int Port => new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<SyntheticShops> StartAsync(int pages, int hosts)
    {
        var shops = new SyntheticShops(pages, hosts);
        await shops._server.StartAsync();
        return shops;
    }

    /// <summary>crawler.json for these shops, nothing waited for.</summary>
    /// <param name="together">All hosts as one source, fetched a page at a time; else a source a host.</param>
    public string Configuration(bool together)
    {
        var hosts = Enumerable.Range(0, _hosts).Select(host => $"\"http://{Host(host)}/\"").ToArray();
        var sources = (together ? [string.Join(", ", hosts)] : hosts).Select((start, number) => $$"""
            {"id": "shop-{{number}}", "channel": "website", "start": [{{start}}], "allowPrivateNetwork": true,
             "pages": {"listing": ["/sp/*"], "list": ["/danh-muc/*"]}, "limits": {"delayMs": 0, "maxPages": 1000000} }
            """);
        return $$"""{"schemaVersion": 1, "network": {"connectTo": {"*.bench.example": "127.0.0.1:{{Port.ToString(CultureInfo.InvariantCulture)}}"} }, "sources": [{{string.Join(",\n", sources)}}]}""";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Host(int host) => $"shop-{host.ToString(CultureInfo.InvariantCulture)}.bench.example";

    private int PagesOf(int host) => (_pages / _hosts) + (host < _pages % _hosts ? 1 : 0);

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        var name = context.Request.Host.Host;
        _log.Enqueue(new(Interlocked.Increment(ref _order), name, path));
        var host = int.Parse(name.AsSpan(5, name.IndexOf('.', StringComparison.Ordinal) - 5), CultureInfo.InvariantCulture);
        var html = path switch
        {
            "/" => Lists(host),
            _ when path.StartsWith("/danh-muc/", StringComparison.Ordinal) => List(host, Number(path)),
            _ when path.StartsWith("/sp/", StringComparison.Ordinal) && Number(path) < PagesOf(host) => Listing(host, Number(path)),
            _ => null,
        };
        if (html is null)
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, Encoding.UTF8);
    }

    private static int Number(string path) => int.TryParse(path.AsSpan(path.LastIndexOf('/') + 1), CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private string Lists(int host) =>
        "<!DOCTYPE html><title>Shop</title>" + string.Concat(Enumerable.Range(0, (PagesOf(host) + PerList - 1) / PerList).Select(list => $"<a href=\"/danh-muc/{list}\">Nhóm {list}</a> "));

    private string List(int host, int list) =>
        "<!DOCTYPE html><title>Nhóm</title><h1>Nhóm hàng</h1>" + string.Concat(Enumerable.Range(list * PerList, PerList).Where(number => number < PagesOf(host)).Select(number => $"<div class=\"card\"><a href=\"/sp/{number}\">Sản phẩm {number}</a></div>"));

    private static string Listing(int host, int number)
    {
        var random = new Random((host * 1_000_003) + number);
        var title = $"{Words(random, 6)} {host}-{number}";
        var description = string.Join(". ", Enumerable.Range(0, 8).Select(_ => Words(random, 12)));
        var price = random.Next(50, 9000) * 1000;
        var body = (number % 3) switch
        {
            0 => $$"""<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"{{title}}","description":"{{description}}","sku":"{{host}}-{{number}}","offers":{"@type":"Offer","price":"{{price}}","priceCurrency":"VND"} }</script><h1>{{title}}</h1><p>{{description}}</p>""",
            1 => $"""<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">{title}</h1><p itemprop="description">{description}</p><div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="VND"><span itemprop="price" content="{price}">{price} ₫</span></div></div>""",
            _ => $"""<h1>{title}</h1><p class="price">{price.ToString("#,##0", CultureInfo.GetCultureInfo("vi-VN"))} ₫</p><button>Mua ngay</button><div class="description">{description}</div>""",
        };
        var filler = string.Concat(Enumerable.Range(0, 40).Select(line => $"<li class=\"m{line}\"><a href=\"/danh-muc/{line % 3}\">{Words(random, 4)}</a></li>"));
        return $"<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><nav><ul>{filler}</ul></nav><main>{body}</main></body></html>";
    }

    private static string Words(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Vocabulary[random.Next(Vocabulary.Length)]));

    private static readonly string[] Vocabulary =
        "tai nghe sạc cáp loa ốp lưng bàn phím chuột màn hình pin dự phòng bền nhanh êm rõ mới đẹp bảo hành giao hàng toàn quốc đổi trả trong ngày chính hãng hộp đầy đủ màu đen trắng xanh nhẹ gọn dễ dùng cho nhà văn phòng".Split(' ');
}
