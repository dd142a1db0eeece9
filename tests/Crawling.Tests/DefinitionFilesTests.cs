using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>crawler.json with <c>sources/*.json</c> beside it.</summary>
public sealed class DefinitionFilesTests : IDisposable
{
    private const string Template = """
        {"schemaVersion": 1, "id": "kieu-woo", "template": true, "channel": "website",
         "pages": {"listing": ["/san-pham/*"], "skip": ["/gio-hang*"]},
         "selectors": {"listing": {"title": "h1", "priceText": ".gia"}},
         "about": {"checked": "2026-11-22", "basis": ["https://woocommerce.com/document/"], "unverified": ["Ngày đăng"], "note": "x"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-defs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_definition_beside_crawler_json_is_a_source_like_any_other()
    {
        Write("crawler.json", """{"sources": [{"id": "a", "channel": "website", "start": ["http://a.example/"]}]}""");
        Write("sources/b.json", """{"schemaVersion": 1, "id": "b", "channel": "marketplace", "feeds": ["http://b.example/rss"]}""");
        var config = await LoadAsync();
        Assert.Equal(["a", "b"], config.Sources.Select(source => source.Id));
        Assert.Equal("http://b.example/rss", Assert.Single(config.Sources[1].Feeds));
    }

    [Fact]
    public async Task A_source_like_a_template_says_only_what_differs()
    {
        Write("crawler.json", """{"sources": [{"id": "tiem", "like": "kieu-woo", "start": ["http://tiem.example/"], "selectors": {"listing": {"priceText": ".gia-moi"}}}]}""");
        Write("sources/kieu-woo.json", Template);
        var config = await LoadAsync();
        var source = Assert.Single(config.Sources);
        Assert.Equal("kieu-woo", Assert.Single(config.Templates).Id);
        Assert.Equal(("tiem", "tiem", Channel.Website), (source.Id, source.Name, source.Channel));
        Assert.Equal(("h1", ".gia-moi"), (source.Selectors.Listing["title"], source.Selectors.Listing["priceText"]));
        Assert.Equal("/san-pham/*", Assert.Single(source.Pages.Listing));
        Assert.Null(source.About);
        Assert.Equal(new DateOnly(2026, 11, 22), config.Templates[0].About!.Checked);
    }

    [Fact]
    public async Task Every_fault_of_every_file_is_reported_with_file_and_line()
    {
        Write("crawler.json", "{\"sources\": [\n{\"id\": \"a\", \"channel\": \"shop\", \"start\": [\"http://a.example/\"]},\n{\"id\": \"c\", \"like\": \"khong-co\"}]}");
        Write("sources/b.json", "{\"id\": \"a\",\n\"channel\": \"website\",\n\"endpoints\": [{\"match\": [\"/api/*\"],\n\"items\": \"$.data[\", \"fields\": {\"title\": \"$.x y\",\n\"tuadề\": \"$\"}}]}");
        Write("sources/c.json", "{");
        var errors = (await Assert.ThrowsAsync<InvalidInputException>(LoadAsync)).Errors;
        Assert.Equal(
            ["crawler.json:2 sources[0].channel", "crawler.json:3 sources[1].like", "b.json:1 id", "b.json:1 schemaVersion", "b.json:4 endpoints[0].items", "b.json:4 endpoints[0].fields.title", "b.json:5 endpoints[0].fields.tuadề", "c.json:1 "],
            errors.Select(error => $"{Path.GetFileName(error.File)}:{error.Line} {error.Field}"));
    }

    [Fact]
    public async Task Definitions_that_take_over_each_other_in_a_circle_are_a_fault()
    {
        Write("crawler.json", """{"sources": [{"id": "a", "like": "b"}, {"id": "b", "like": "a"}]}""");
        Assert.Equal(["sources[0].like", "sources[1].like"], (await Assert.ThrowsAsync<InvalidInputException>(LoadAsync)).Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task A_list_of_urls_is_read_and_its_bad_line_reported()
    {
        Write("crawler.json", """{"sources": [{"id": "a", "channel": "website", "urlLists": ["ds.txt"]}]}""");
        Write("ds.txt", "# tin cần theo dõi\nhttp://a.example/1\n\nhttp://a.example/2\n");
        var source = Assert.Single((await LoadAsync()).Sources);
        Assert.Equal(["http://a.example/1", "http://a.example/2"], source.Urls);

        Write("ds.txt", "http://a.example/1\nkhong phai dia chi\n");
        var error = Assert.Single((await Assert.ThrowsAsync<InvalidInputException>(LoadAsync)).Errors);
        Assert.Equal(("ds.txt", 2), (Path.GetFileName(error.File), error.Line));
    }

    [Fact]
    public void Every_way_in_arrives_and_the_definition_survives_the_store()
    {
        const string Json = """
            {"schemaVersion": 1, "id": "a", "channel": "marketplace", "feeds": ["http://a.example/rss"],
             "categories": [{"url": "http://a.example/dm?page={page}", "maxPages": 3}, {"url": "http://a.example/ds?o={offset}"}, {"url": "http://a.example/x?c={cursor}", "cursor": "a.more@data-c"}],
             "search": {"url": "http://a.example/tim?q={keyword}&p={page}", "from": ["watch-lists", "packs"], "violations": ["counterfeit"], "extra": ["máy phá sóng"], "max": 7},
             "endpoints": [{"start": [{"url": "http://api.a.example/v1/list?o={offset}", "total": "$.total"}], "match": ["/v1/list?*"], "items": "$.ads[*]", "complete": false, "link": "http://api.a.example/v1/ad/{$.id}",
                "fields": {"title": ["$.subject", "$.name"], "availability": {"from": "$.state", "values": {"active": "InStock"}}, "attributes": {"each": "$.params[*]", "name": "$.label", "value": "$.value"}, "currency": "VND"}}],
             "session": {"required": true, "loggedOutTexts": ["Đăng nhập để xem"], "loggedOutPages": ["/login*"]},
             "import": {"columns": {"title": "Tên hàng"}, "sheet": "Tin", "delimiter": "\t", "headingLine": 2}}
            """;
        var source = CrawlerConfig.ParseDefinition(Encoding.UTF8.GetBytes(Json), "a.json");
        Assert.Equal((1, 1, 3), (source.Categories[0].First, source.Categories[0].Step, source.Categories[0].MaxPages));
        Assert.Equal((0, 20), (source.Categories[1].First, source.Categories[1].Step));
        Assert.Equal([KeywordOrigin.WatchLists, KeywordOrigin.Packs], source.Search!.From);
        Assert.Equal("InStock", source.Endpoints[0].Fields["availability"].Values["active"]);
        Assert.Equal("\t", source.Import!.Delimiter);
        Assert.Equal(["*"], source.Redact.Cookies);
        var stored = JsonSerializer.Deserialize<SourceDefinition>(JsonSerializer.Serialize(source, JsonContract.Compact), JsonContract.Compact)!;
        Assert.Equal(source.Version, stored.HashOf());
        Assert.Equal(JsonSerializer.Serialize(source, JsonContract.Compact), JsonSerializer.Serialize(stored, JsonContract.Compact));
    }

    [Theory]
    [InlineData("""{"url": "http://a.example/dm?c={cursor}"}""", "categories[0].cursor")]
    [InlineData("""{"url": "http://a.example/dm?c={so}"}""", "categories[0].url")]
    [InlineData("""{"url": "dm?page={page}"}""", "categories[0].url")]
    [InlineData("""{"first": 1}""", "categories[0].url")]
    [InlineData("""{"url": "http://a.example/{page}", "step": 0}""", "categories[0].step")]
    public void A_fault_of_a_series_is_placed(string series, string field)
    {
        var json = $$"""{"schemaVersion": 1, "id": "a", "channel": "website", "categories": [{{series}}]}""";
        var error = Assert.Single(Assert.Throws<InvalidInputException>(() => CrawlerConfig.ParseDefinition(Encoding.UTF8.GetBytes(json), "a.json")).Errors);
        Assert.Equal(field, error.Field);
        Assert.DoesNotContain("{0}", error.Message, StringComparison.Ordinal);
    }

    private Task<CrawlerConfig> LoadAsync() => CrawlerConfig.LoadAsync(Path.Combine(_folder, "crawler.json"), CancellationToken.None);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
