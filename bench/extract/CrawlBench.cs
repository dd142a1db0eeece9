using System.Buffers;
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

        Action<Utf8JsonWriter, string, byte[]> read = how switch
        {
            "fetch" => static (json, url, _) => json.WriteString("url", url),
            "bare" => Bare,
            _ => With(new PageExtractor(new() { Layers = Enum.Parse<ExtractionLayers>(how, ignoreCase: true) })),
        };
        await using var lines = File.Create(file, bufferSize: 1 << 16);
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            var line = new ArrayBufferWriter<byte>(1 << 14);
            await using var json = new Utf8JsonWriter(line, new() { Encoder = JsonContract.Compact.Encoder });
            while (pages.TryDequeue(out var url))
            {
                var body = await client.GetByteArrayAsync(new Uri(url));
                json.WriteStartObject();
                read(json, url, body);
                json.WriteEndObject();
                json.Flush();
                line.Write("\n"u8);
                lock (gate) lines.Write(line.WrittenSpan);
                line.ResetWrittenCount();
                json.Reset();
            }
        })));
    }

    private static Action<Utf8JsonWriter, string, byte[]> With(PageExtractor extractor) => (json, url, body) =>
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
        json.WriteString("url", url);
        json.WriteString("title", listing?.Record.Title);
        if (listing?.Price is { } price) json.WriteNumber("price", (long)price.Amount);
        else json.WriteNull("price");
        json.WriteString("currency", listing?.Price?.Currency);
        json.WriteString("brand", listing?.Record.Brand);
        json.WriteString("seller", listing?.Record.Seller.Name);
        json.WriteString("description", listing?.Record.Description is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null);
    };

    // As little as one can ask of a page once it is parsed: no layers, no judgement, one selector a field.
    private static void Bare(Utf8JsonWriter json, string url, byte[] body)
    {
        using var document = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(body));
        json.WriteString("url", url);
        json.WriteString("title", document.QuerySelector("h1")?.TextContent.Trim());
        json.WriteNumber("json", document.QuerySelectorAll("script[type='application/ld+json']").Sum(script => script.TextContent.Length));
        json.WriteString("price", document.QuerySelector("[itemprop=price]")?.GetAttribute("content") ?? document.QuerySelector(".gia-ban")?.TextContent);
        json.WriteString("brand", document.QuerySelector("[itemprop=brand]")?.TextContent.Trim());
        json.WriteString("seller", document.QuerySelector("[itemprop=seller] [itemprop=name]")?.GetAttribute("content"));
        json.WriteString("description", document.QuerySelector("[itemprop=description], .mo-ta, #mo-ta-chi-tiet, .description")?.TextContent.Trim());
    }
}
