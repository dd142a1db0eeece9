using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Captures and sources for tests.</summary>
internal static class Saved
{
    public static readonly DateTimeOffset CapturedAt = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    public static Capture Page(string html, string url = "https://cho.example/san-pham/tai-nghe-123456.html") => Bytes(Encoding.UTF8.GetBytes(html), url, "text/html; charset=utf-8");

    public static Capture Bytes(byte[] body, string url, string? contentType) => new()
    {
        Id = Guid.CreateVersion7(CapturedAt),
        SourceId = "thu",
        RequestUrl = url,
        Url = url,
        CapturedAt = CapturedAt,
        Mode = RenderMode.Http,
        Status = 200,
        ResponseHeaders = contentType is null ? [] : [new("Content-Type", contentType)],
        Body = body,
        BodySha256 = ContentHash.Of(body),
    };

    public static PageExtraction Extract(string html, string url = "https://cho.example/san-pham/tai-nghe-123456.html", SourceDefinition? source = null, ExtractionLayers layers = ExtractionLayers.All) =>
        new PageExtractor(new() { Layers = layers }).Extract(Page(html, url), source);

    public static ExtractedListing Listing(string html, SourceDefinition? source = null, ExtractionLayers layers = ExtractionLayers.All)
    {
        var page = Extract(html, source: source, layers: layers);
        Assert.Equal(PageKind.Listing, page.Kind);
        return Assert.Single(page.Listings);
    }

    public static SourceDefinition Source(SelectorSet? selectors = null, PagePatterns? pages = null, Channel channel = Channel.Website) =>
        new() { Id = "thu", Name = "Thử", Channel = channel, Start = ["https://cho.example/"], Selectors = selectors ?? new(), Pages = pages ?? new() };
}
