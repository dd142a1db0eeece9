using System.Text;
using System.Text.Json;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>Every kind of source by the real program, from the definition to the queue.</summary>
public sealed class SourceKindsTests : IDisposable
{
    private const string Fields = """{"itemId": "$.id", "title": "$.ten", "description": "$.noi_dung", "price": "$.gia", "seller.name": "$.nguoi_ban", "url": "http://api.example/tin/{$.id}"}""";
    private const string Pages = "\"pages\": {\"listing\": [\"/sp/*\"]}";
    private const string Posts = """{"post": {"root": ".bai", "link": "a.luc", "description": ".chu", "seller.name": "h3", "postedAt": "a.luc"}, "comment": {"root": ".bl", "description": "p", "seller.name": "b"}}""";

    private static readonly (string Definition, int Listings)[] Kinds =
    [
        ($$"""{"id": "sitemap", "channel": "website", "sitemaps": ["http://sm.example/sitemap.xml.gz"], {{Pages}}}""", 24),
        ($$"""{"id": "feed", "channel": "website", "feeds": ["http://feed.example/feed"], {{Pages}}}""", 24),
        ($$"""{"id": "danh-sach", "channel": "website", "urlLists": ["ds.txt"], {{Pages}}}""", 2),
        ($$"""{"id": "danh-muc", "channel": "website", "categories": [{"url": "http://dm.example/dm?page={page}"}], {{Pages}}}""", 24),
        ($$"""{"id": "con-tro", "channel": "website", "categories": [{"url": "http://ct.example/con-tro?c={cursor}", "cursor": ".them@data-c"}], {{Pages}}}""", 3),
        ($$"""{"id": "tim-kiem", "channel": "website", "search": {"url": "http://tim.example/tim?q={keyword}&p={page}", "extra": ["máy phá sóng"]}, {{Pages}}}""", 2),
        ($$"""{"id": "json", "channel": "marketplace", "endpoints": [{"start": [{"url": "http://api.example/api/tin?o={offset}", "step": 10, "total": "$.total"}], "items": "$.tin[*]", "fields": {{Fields}}}]}""", 24),
        ($$"""{"id": "xhr", "channel": "website", "render": "browser", "start": ["http://xhr.example/app"], "browser": {"waitFor": ".xong"}, "endpoints": [{"match": ["/api/tin?*"], "items": "$.tin[*]", "fields": {{Fields}}}]}""", 10),
        ($$"""{"id": "dong-thoi-gian", "channel": "social", "render": "browser", "start": ["http://nhom.example/nhom"], "browser": {"waitFor": ".bai"}, "selectors": {{Posts}}}""", 4),
        ("""{"id": "ban-giao", "channel": "marketplace", "import": {}}""", 0),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_source_of_every_kind_is_scanned_to_its_last_listing_and_fills_the_queue()
    {
        await using var shop = await TestShop.StartAsync();
        _folder.File("ds.txt", "http://ds.example/sp/1\nhttp://ds.example/sp/5\n");
        var config = _folder.File("crawler.json", shop.Config([.. Kinds.Select(kind => kind.Definition)]));
        var data = Path.Combine(_folder.Path, "d");

        var scan = await Ecom389.RunAsync(["scan", "--json", "--config", config, "--data", data]);

        Assert.True(scan.Exit == 0, scan.Error);
        var counts = scan.Lines.Select(line => JsonElement.Parse(line)).GroupBy(line => line.GetProperty("source").GetString()!).ToDictionary(group => group.Key, group => group.Select(line => line.GetProperty("listingId").GetString()).Distinct().Count());
        Assert.Equal(string.Join('\n', Kinds.Select(kind => $"{Id(kind.Definition)} {kind.Listings}")), string.Join('\n', Kinds.Select(kind => $"{Id(kind.Definition)} {counts.GetValueOrDefault(Id(kind.Definition))}")));

        var queue = (await Ecom389.RunAsync(["queue", "list", "--data", data])).Output;
        foreach (var (definition, listings) in Kinds)
            if (listings > 0) Assert.Contains($"\t{Id(definition)}\t", queue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_of_a_source_shows_fill_rates_and_writes_nothing()
    {
        await using var shop = await TestShop.StartAsync();
        _folder.File("ds.txt", "http://ds.example/sp/1\nhttp://ds.example/sp/5\n");
        var config = _folder.File("crawler.json", shop.Config([.. Kinds.Select(kind => kind.Definition)]));
        foreach (var id in (string[])["feed", "json", "tim-kiem", "ban-giao"])
        {
            var test = await Ecom389.RunAsync(["sources", "test", id, "--json", "--config", config, "--data", Path.Combine(_folder.Path, "d")]);
            Assert.True(test.Exit == 0, $"{id}: {test.Error}");
            var answer = JsonElement.Parse(test.Output);
            Assert.Equal((id, JsonValueKind.Null), (answer.GetProperty("source").GetString(), answer.GetProperty("blocked").ValueKind));
            if (id is "ban-giao") continue;
            Assert.Equal(1, answer.GetProperty("fields").GetProperty("title").GetDouble());
            Assert.Equal(1, answer.GetProperty("fields").GetProperty("priceVnd").GetDouble());
            Assert.StartsWith("allowed", answer.GetProperty("pages")[0].GetProperty("robots").GetString(), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "d")));
    }

    [Fact]
    public async Task A_session_reads_the_closed_group_and_is_nowhere_but_in_its_own_file()
    {
        await using var shop = await TestShop.StartAsync();
        var config = _folder.File("crawler.json", shop.Config($$"""{"id": "kin", "channel": "social", "start": ["http://kin.example/kin"], "session": {"loggedOutTexts": ["Đăng nhập để xem"]}, "selectors": {{Posts}}}"""));
        var data = Path.Combine(_folder.Path, "d");
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "hoa", "--role", "administrator", "--as", "hoa", "--data", data])).Exit);

        var without = await Ecom389.RunAsync(["scan", "--json", "--config", config, "--data", data]);
        Assert.Equal(3, without.Exit);
        Assert.Contains("sources session kin import", without.Error, StringComparison.Ordinal);

        foreach (var (value, exit) in (ReadOnlySpan<(string, int)>)[("het-han", 3), (TestShop.Secret, 0)])
        {
            var file = _folder.File("phien.json", $$"""{"cookies": [{"name": "phien", "value": "{{value}}", "domain": "kin.example", "path": "/", "expires": -1}], "origins": []}""");
            Assert.Equal(2, Run(["sources", "session", "kin", "import", file, "--as", "la", "--config", config, "--data", data]).Exit);
            var import = Run(["sources", "session", "kin", "import", file, "--as", "hoa", "--config", config, "--data", data]);
            Assert.Equal(0, import.Exit);
            Assert.DoesNotContain(value, import.Output + import.Error, StringComparison.Ordinal);
            var scan = Run(["scan", "--json", "--config", config, "--data", data]);
            Assert.True(exit == scan.Exit, scan.Error);
            if (exit == 3) Assert.Contains("không còn hiệu lực", scan.Error, StringComparison.Ordinal);
            else Assert.NotEmpty(scan.Lines);
            File.Delete(file);
        }

        var holders = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(Holds).Select(file => Path.GetRelativePath(data, file)).ToList();
        Assert.Equal(Path.Combine("secrets", "sessions", "kin.json"), Assert.Single(holders));

        RunResult Run(string[] arguments) => Ecom389.RunAsync(arguments).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_handed_over_file_is_kept_as_evidence_and_its_listings_are_queued()
    {
        var config = _folder.File("crawler.json", """{"schemaVersion": 1, "sources": [{"id": "ban-giao", "channel": "marketplace", "import": {"columns": {"title": "Tên hàng bán"}}}]}""");
        var file = _folder.File("tin.csv", "Mã tin;Link;Tên hàng bán;Mô tả;Giá VND\n1;https://san.example/1;Tai nghe AirPods Pro 2 rep 1:1;Hàng rep 1:1 nguyên seal;350000\n2;khong-phai;Loa;x;1\n3;;Ốp lưng;Ốp dẻo;mười tỏi\n4;;Cáp sạc;Dài 1 m;25000\n");
        var data = Path.Combine(_folder.Path, "d");

        var import = await Ecom389.RunAsync(["import", file, "--source", "ban-giao", "--config", config, "--data", data, "--json"]);
        Assert.Equal(3, import.Exit);
        Assert.Contains("tin.csv:3: url:", import.Error, StringComparison.Ordinal);
        Assert.Contains("tin.csv:4: price:", import.Error, StringComparison.Ordinal);
        var report = JsonElement.Parse(import.Output);
        Assert.Equal((4, 2, 2, 1), (report.GetProperty("rows").GetInt32(), report.GetProperty("listings").GetInt32(), report.GetProperty("newListings").GetInt32(), report.GetProperty("flagged").GetInt32()));

        Assert.Contains("\tban-giao\t", (await Ecom389.RunAsync(["queue", "list", "--data", data])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Ecom389.RunAsync(["evidence", "verify", Path.Combine(data, "evidence")])).Exit);
        Assert.Contains(Directory.GetFiles(Path.Combine(data, "evidence"), "*.warc.gz"), warc => Inflated(warc).Contains("WARC-Type: resource", StringComparison.Ordinal) && Inflated(warc).Contains("1;https://san.example/1;Tai nghe", StringComparison.Ordinal));

        var again = await Ecom389.RunAsync(["import", file, "--source", "ban-giao", "--config", config, "--data", data, "--json"]);
        Assert.Equal(0, JsonElement.Parse(again.Output).GetProperty("newListings").GetInt32());
    }

    private static string Id(string definition) => JsonElement.Parse(definition).GetProperty("id").GetString()!;

    private static bool Holds(string file) => Inflated(file).Contains(TestShop.Secret, StringComparison.Ordinal);

    /// <summary>A file's bytes as text, every gzip member of an archive inflated.</summary>
    private static string Inflated(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var inflated = new MemoryStream();
        if (!file.EndsWith(".gz", StringComparison.Ordinal)) stream.CopyTo(inflated);
        else using (var gzip = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Decompress)) gzip.CopyTo(inflated);
        return Encoding.UTF8.GetString(inflated.ToArray());
    }
}
