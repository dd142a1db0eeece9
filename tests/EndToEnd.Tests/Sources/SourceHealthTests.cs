using System.Text.Json;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>Drift and quarantine by the real program.</summary>
public sealed class SourceHealthTests : IDisposable
{
    private const string Good = """{"listing": {"title": ".t1-ten", "priceText": ".t1-gia", "description": ".t1-mo-ta", "seller.name": ".t1-shop"}}""";
    private const string Bad = """{"listing": {"title": ".ten-cu", "priceText": ".gia-cu", "description": ".mo-ta-cu", "seller.name": ".shop-cu"}}""";

    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "d");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_site_that_changes_its_theme_raises_a_notice_even_where_structured_data_still_tell()
    {
        await using var shop = await TestShop.StartAsync();
        Write(shop, Good);
        Assert.Equal(0, (await ScanAsync()).Exit);
        shop.Theme = "t2";

        var after = await ScanAsync();
        Assert.Equal(3, after.Exit);
        Assert.Contains("kết quả đọc tụt", after.Error, StringComparison.Ordinal);
        Assert.Contains("own:description 100 % → 0 %", after.Error, StringComparison.Ordinal);

        var history = await Ecom389.RunAsync(["sources", "history", "shop", "--json", "--data", Data]);
        Assert.Equal(3, history.Exit);
        var scans = JsonElement.Parse(history.Output).GetProperty("scans");
        Assert.Equal((24, 0), (scans[0].GetProperty("measures").GetProperty("title").GetInt32(), scans[0].GetProperty("measures").GetProperty("own:title").GetInt32()));
        Assert.Equal(24, scans[1].GetProperty("measures").GetProperty("own:title").GetInt32());
    }

    [Fact]
    public async Task A_changed_definition_that_reads_nothing_is_quarantined_and_the_last_good_one_goes_on_until_a_person_releases_it()
    {
        await using var shop = await TestShop.StartAsync();
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "hoa", "--role", "administrator", "--as", "hoa", "--data", Data])).Exit);
        Write(shop, Good);
        Assert.Equal(0, (await ScanAsync()).Exit);

        Write(shop, Bad);
        var bad = await ScanAsync();
        Assert.Equal(3, bad.Exit);
        Assert.Contains("bị tạm giữ", bad.Error, StringComparison.Ordinal);

        var goesOn = await ScanAsync();
        Assert.Equal(3, goesOn.Exit);
        Assert.Contains("còn mở", goesOn.Error, StringComparison.Ordinal);
        Assert.Equal([24, 0, 24], await OwnTitlesAsync());

        Assert.Equal(2, (await Ecom389.RunAsync(["sources", "release", "shop", "--as", "la", "--data", Data])).Exit);
        Assert.Equal(0, (await Ecom389.RunAsync(["sources", "release", "shop", "--as", "hoa", "--data", Data])).Exit);
        Assert.Equal(0, (await ScanAsync()).Exit);
        Assert.Equal([0, 24, 0, 24], await OwnTitlesAsync());
    }

    [Fact]
    public async Task A_quarantine_ends_when_the_definition_is_mended()
    {
        await using var shop = await TestShop.StartAsync();
        Write(shop, Good);
        Assert.Equal(0, (await ScanAsync()).Exit);
        Write(shop, Bad);
        Assert.Equal(3, (await ScanAsync()).Exit);
        Write(shop, Good.Replace("{\"listing\"", "{\"next\": \"a.sau\", \"listing\"", StringComparison.Ordinal));
        var mended = await ScanAsync();
        Assert.True(mended.Exit == 0, mended.Error);
        Assert.Equal([24, 0, 24], await OwnTitlesAsync());
    }

    private void Write(TestShop shop, string selectors) =>
        _folder.File("crawler.json", shop.Config($$"""{"id": "shop", "channel": "website", "sitemaps": ["http://shop.example/sitemap.xml.gz"], "pages": {"listing": ["/sp/*"]}, "selectors": {{selectors}}}"""));

    // What is due is due: the pages of an earlier scan are looked at again whatever the clock says, as the reader has changed or the theme has.
    private async Task<RunResult> ScanAsync()
    {
        Forget();
        return await Ecom389.RunAsync(["scan", "--config", Path.Combine(_folder.Path, "crawler.json"), "--data", Data]);
    }

    /// <summary>A night passes: pages are due again.</summary>
    private void Forget()
    {
        var database = Path.Combine(Data, "ecom389.db");
        if (!File.Exists(database)) return;
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM pages";
        command.ExecuteNonQuery();
    }

    private async Task<IEnumerable<int>> OwnTitlesAsync()
    {
        var history = await Ecom389.RunAsync(["sources", "history", "shop", "--json", "--data", Data]);
        return JsonElement.Parse(history.Output).GetProperty("scans").EnumerateArray().Select(scan => scan.GetProperty("measures").GetProperty("own:title").GetInt32()).ToList();
    }
}
