using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>
/// Crawl + extract + JSON lines on pages served on loopback, nothing else: what Scrapy and Crawlee do on the same pages. The sitemaps of
/// eight shops name the pages; sixteen are fetched side by side.
/// </summary>
internal static class CrawlBench
{
    private const int Concurrency = 16;
    private const int FirstPort = 18081;
    private const int Shops = 8;

    /// <param name="how"><c>fetch</c>: bodies only; <c>bare</c>: AngleSharp and a few look-ups on each page; else the layers to read with.</param>
    /// <param name="file">Where the lines go.</param>
    public static async Task RunAsync(string how, string file)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, MaxConnectionsPerServer = Concurrency });
        var pages = new ConcurrentQueue<string>();
        for (var shop = 0; shop < Shops; shop++)
        {
            var map = await client.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FirstPort + shop}/sitemap.xml")));
            foreach (var part in map.Split("<loc>").Skip(1)) pages.Enqueue(WebUtility.HtmlDecode(part[..part.IndexOf('<', StringComparison.Ordinal)]));
        }

        Func<string, byte[], object?> read = how switch
        {
            "fetch" => static (url, _) => new { url },
            "bare" => Bare,
            _ => With(new PageExtractor(new() { Layers = Enum.Parse<ExtractionLayers>(how, ignoreCase: true) })),
        };
        await using var lines = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            while (pages.TryDequeue(out var url))
            {
                var line = JsonSerializer.Serialize(read(url, await client.GetByteArrayAsync(new Uri(url))), JsonContract.Compact);
                lock (gate) lines.WriteLine(line);
            }
        })));
    }

    private static Func<string, byte[], object?> With(PageExtractor extractor) => (url, body) =>
    {
        var capture = new Capture
        {
            Id = Guid.Empty,
            SourceId = "bench",
            RequestUrl = url,
            Url = url,
            CapturedAt = Pages.CapturedAt,
            Mode = RenderMode.Http,
            Status = 200,
            Body = body,
            BodySha256 = "",
            ResponseHeaders = [new("Content-Type", "text/html; charset=utf-8")],
        };
        var listing = extractor.Extract(capture, null).Listings is [var first, ..] ? first : null;
        return new
        {
            url,
            title = listing?.Record.Title,
            price = listing?.Price is { } price ? (long?)price.Amount : null,
            currency = listing?.Price?.Currency,
            brand = listing?.Record.Brand,
            seller = listing?.Record.Seller.Name,
            description = listing?.Record.Description is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null,
        };
    };

    // As little as one can ask of a page once it is parsed: no layers, no judgement, one selector a field.
    private static object Bare(string url, byte[] body)
    {
        using var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(body));
        return new
        {
            url,
            title = document.QuerySelector("h1")?.TextContent.Trim(),
            json = document.QuerySelectorAll("script[type='application/ld+json']").Sum(script => script.TextContent.Length),
            price = document.QuerySelector("[itemprop=price]")?.GetAttribute("content") ?? document.QuerySelector(".gia-ban")?.TextContent,
            brand = document.QuerySelector("[itemprop=brand]")?.TextContent.Trim(),
            seller = document.QuerySelector("[itemprop=seller] [itemprop=name]")?.GetAttribute("content"),
            description = document.QuerySelector("[itemprop=description], .mo-ta, #mo-ta-chi-tiet, .description")?.TextContent.Trim(),
        };
    }
}
