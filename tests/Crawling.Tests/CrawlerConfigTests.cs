using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class CrawlerConfigTests
{
    private const string Whole = """
        {
          "$schema": "./crawler.schema.json",
          "schemaVersion": 1,
          "contact": {"userAgent": "Ecom389Monitor/0.1 (+http://bo.example)", "organisation": "Thanh tra"},
          "network": {"upstreamProxy": null, "caFile": null, "connectTo": {"*.example": "127.0.0.1:38900"}},
          "sources": [
            {"id": "cho-cong-nghe", "name": "Chợ Công Nghệ", "channel": "marketplace", "render": "http", "enabled": true,
             "start": ["http://cho-cong-nghe.example/"], "sitemaps": ["http://cho-cong-nghe.example/sitemap.xml"],
             "pages": {"listing": ["/san-pham/*"], "list": ["/danh-muc/*"], "skip": ["/gio-hang*"]},
             "selectors": {"listing": {"title": "h1", "priceText": ".gia"}, "card": {"root": ".the", "link": "a"}, "post": {}, "next": "a.next"},
             "browser": {"waitFor": ".tin", "maxScrolls": 20, "expand": [".xem-them"]},
             "redact": {"cookies": ["sid"], "headers": ["X-Token"], "tokens": ["csrf"], "texts": ["Cán bộ Lan"]},
             "limits": {"maxPages": 500, "maxDepth": 12, "delayMs": 0, "timeoutSeconds": 30},
             "allowPrivateNetwork": true, "unit": "bo", "place": null}, // trailing comma and comment
          ],
        }
        """;

    [Fact]
    public void Every_setting_arrives()
    {
        var config = CrawlerConfig.Parse(Encoding.UTF8.GetBytes(Whole), "crawler.json");
        var source = Assert.Single(config.Sources);
        Assert.Equal("Ecom389Monitor", config.Contact.RobotsAgent);
        Assert.Equal("127.0.0.1:38900", Assert.Single(config.Network.ConnectTo).Value.ToString());
        Assert.Equal(("cho-cong-nghe", "Chợ Công Nghệ", Channel.Marketplace, RenderMode.Http), (source.Id, source.Name, source.Channel, source.Render));
        Assert.Equal("/san-pham/*", Assert.Single(source.Pages.Listing));
        Assert.Equal(".gia", source.Selectors.Listing["priceText"]);
        Assert.Equal("a.next", source.Selectors.Next);
        Assert.Equal((".tin", 20), (source.Browser.WaitFor, source.Browser.MaxScrolls));
        Assert.Equal(500, source.Limits.MaxPages);
        Assert.Equal(("sid", "X-Token", "csrf", "Cán bộ Lan"), (source.Redact.Cookies[0], source.Redact.Headers[0], source.Redact.Tokens[0], source.Redact.Texts[0]));
        Assert.Equal(64, source.Version.Length);
    }

    [Fact]
    public void The_version_changes_with_the_definition_and_not_with_its_layout()
    {
        string Version(string json) => CrawlerConfig.Parse(Encoding.UTF8.GetBytes(json), "x").Sources[0].Version;
        Assert.Equal(Version(Whole), Version(Whole.Replace("  ", "    ", StringComparison.Ordinal)));
        Assert.NotEqual(Version(Whole), Version(Whole.Replace(".gia", ".gia-ban", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"colour":1}]}""", "sources[0].colour")]
    [InlineData("""{"sources":[{"id":"a","channel":"websites","start":["http://a.example/"]}]}""", "sources[0].channel")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["a.example"]}]}""", "sources[0].start[0]")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://u:p@a.example/"]}]}""", "sources[0].start[0]")]
    [InlineData("""{"sources":[{"id":"a","channel":"website"}]}""", "sources[0].start")]
    [InlineData("""{"sources":[{"channel":"website","start":["http://a.example/"]}]}""", "sources[0].id")]
    [InlineData("""{"sources":[{"id":"A b","channel":"website","start":["http://a.example/"]}]}""", "sources[0].id")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":"http://a.example/"}]}""", "sources[0].start")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"pages":{"skip":["gio-hang"]}}]}""", "sources[0].pages.skip[0]")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"pages":{"skip":["/a$b"]}}]}""", "sources[0].pages.skip[0]")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"limits":{"maxPages":0}}]}""", "sources[0].limits.maxPages")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"limits":{"maxPages":"5"}}]}""", "sources[0].limits.maxPages")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"selectors":{"listing":{"giá":".x"}}}]}""", "sources[0].selectors.listing.giá")]
    [InlineData("""{"sources":[{"id":"a","channel":"website","start":["http://a.example/"],"selectors":{"card":{"link":"a"}}}]}""", "sources[0].selectors.card")]
    [InlineData("""{"sources":[{"id":"a","id":"b","channel":"website","start":["http://a.example/"]}]}""", "sources[0].id")]
    [InlineData("""{"sources":[],"schemaVersion":2}""", "schemaVersion")]
    [InlineData("""{"sources":[],"network":{"connectTo":{"*":"localhost"}}}""", "network.connectTo.*")]
    [InlineData("""{"sources":[],"network":{"upstreamProxy":"proxy:3128"}}""", "network.upstreamProxy")]
    [InlineData("""{"sources":[],"contact":{"userAgent":"(bot)"}}""", "contact.userAgent")]
    [InlineData("""{}""", "sources")]
    public void A_fault_is_placed(string json, string field)
    {
        var fault = Assert.Throws<InvalidInputException>(() => CrawlerConfig.Parse(Encoding.UTF8.GetBytes(json), "crawler.json"));
        var error = Assert.Single(fault.Errors);
        Assert.Equal(("crawler.json", 1, field), (error.File, error.Line, error.Field));
        Assert.DoesNotContain("{0}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_reported_with_its_line()
    {
        const string Json = """
            {
              "sources": [
                {"id": "a", "channel": "website", "start": ["http://a.example/"]},
                {"id": "a", "channel": "shop",
                 "start": ["khong"]}
              ],
              "extra": 1
            }
            """;
        var errors = Assert.Throws<InvalidInputException>(() => CrawlerConfig.Parse(Encoding.UTF8.GetBytes(Json), "crawler.json")).Errors;
        Assert.Equal("4 sources[1].channel; 4 sources[1].id; 5 sources[1].start[0]; 7 extra", string.Join("; ", errors.OrderBy(error => error.Line).ThenBy(error => error.Field, StringComparer.Ordinal).Select(error => $"{error.Line} {error.Field}")));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"sources\": [\n}", 3)]
    [InlineData("[]", 1)]
    [InlineData("{\n\"sources\": \u0001}", 2)]
    [InlineData("{\n\"sources\": [\"\\ud800\"]}", 2)]
    public void Broken_JSON_names_its_line(string json, int line)
    {
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => CrawlerConfig.Parse(Encoding.UTF8.GetBytes(json), "crawler.json")).Errors);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_an_error_with_its_name()
    {
        var fault = await Assert.ThrowsAsync<InvalidInputException>(() => CrawlerConfig.LoadAsync("khong-co.json", CancellationToken.None));
        Assert.Equal("khong-co.json", Assert.Single(fault.Errors).File);
    }

    [Fact]
    public void Messages_come_in_the_language_of_the_reader()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            string Message(string culture)
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
                return Assert.Throws<InvalidInputException>(() => CrawlerConfig.Parse("{}"u8, "x")).Errors[0].Message;
            }

            Assert.Equal("Thiếu thuộc tính bắt buộc.", Message("vi"));
            Assert.Equal("This property is required.", Message("en"));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void The_schema_names_every_setting_that_is_read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "crawler.schema.json"))) folder = folder.Parent;
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!.FullName, "crawler.schema.json")));
        var source = schema.RootElement.GetProperty("$defs").GetProperty("source").GetProperty("properties");
        using var whole = JsonDocument.Parse(Whole, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        AssertNamed(whole.RootElement.GetProperty("sources")[0], source);
        AssertNamed(whole.RootElement, schema.RootElement.GetProperty("properties"));
    }

    private static void AssertNamed(JsonElement example, JsonElement properties)
    {
        foreach (var member in example.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(member.Name, out var known), member.Name);
            if (member.Value.ValueKind == JsonValueKind.Object && known.TryGetProperty("properties", out var inner)) AssertNamed(member.Value, inner);
        }
    }
}
