using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Accuracy on saved real pages; the bench prints the same in full.</summary>
[Trait("Category", "SharedData")]
public sealed class RealPagesTests
{
    [SharedDataFact]
    public void Every_product_page_of_a_chain_is_read_and_no_other_page_is_taken_for_one()
    {
        using var index = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("real", "dienmayxanh-pages", "index.json")));
        var extractor = new PageExtractor();
        var wrong = new List<string>();
        foreach (var row in index.RootElement.EnumerateArray())
        {
            var file = row.GetProperty("file").GetString()!;
            var page = extractor.Extract(Saved.Bytes(Unzip(SharedData.PathOf("real", "dienmayxanh-pages", file)), "https://dienmayxanh.example/p", null), null);
            if (row.GetProperty("pageType").GetString() is not "product")
            {
                if (page.Kind is PageKind.Listing) wrong.Add($"{file} taken for a listing");
                continue;
            }

            var product = row.GetProperty("product");
            var brand = product.GetProperty("brand") is { ValueKind: JsonValueKind.Array } list ? list[0].GetString() : product.GetProperty("brand").GetString();
            var record = page.Kind is PageKind.Listing ? page.Listings[0].Record : new();
            if (!string.Equals(record.Title, product.GetProperty("name").GetString()!.Trim(), StringComparison.OrdinalIgnoreCase)) wrong.Add($"{file} title {record.Title}");
            if (record.PriceVnd != product.GetProperty("price").GetDecimal()) wrong.Add($"{file} price {record.PriceVnd}");
            if (!string.Equals(record.Brand, brand, StringComparison.OrdinalIgnoreCase)) wrong.Add($"{file} brand {record.Brand}");
        }

        Assert.Empty(wrong);
    }

    [SharedDataFact]
    public void Price_f1_on_the_worlds_product_pages_stays_above_the_bar()
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("real", "product-extraction-benchmark", "ground-truth.json")));
        var extractor = new PageExtractor();
        int right = 0, wrong = 0, missed = 0;
        foreach (var row in truth.RootElement.EnumerateObject())
        {
            var file = SharedData.PathOf("real", "product-extraction-benchmark", "html", row.Name + ".html.gz");
            if (!File.Exists(file)) continue;
            var page = extractor.Extract(Saved.Bytes(Unzip(file), row.Value.GetProperty("url").GetString()!, null), null);
            var got = page.Listings is [var first, ..] ? first.Price?.Amount : null;
            var wanted = row.Value.TryGetProperty("price", out var prices) ? prices.EnumerateArray().Select(p => decimal.Parse(p.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)).ToList() : [];
            if (got is { } amount && wanted.Contains(amount)) right++;
            else
            {
                if (got is not null) wrong++;
                if (wanted.Count > 0) missed++;
            }
        }

        Assert.True(2.0 * right / ((2 * right) + wrong + missed) >= 0.9, $"{right} right, {wrong} wrong, {missed} missed");
    }

    [SharedDataFact]
    public void Hostile_markup_neither_throws_nor_hangs()
    {
        var extractor = new PageExtractor(new() { ParseTimeout = TimeSpan.FromMinutes(2) });
        foreach (var file in Directory.EnumerateFiles(SharedData.PathOf("real", "hostile-html"), "*", SearchOption.AllDirectories))
        {
            var body = file.EndsWith(".gz", StringComparison.Ordinal) && !file.Contains("fake", StringComparison.Ordinal) ? Unzip(file) : File.ReadAllBytes(file);
            var page = extractor.Extract(Saved.Bytes(body, "https://cho.example/", null), null);
            Assert.All(page.Links, link => Assert.StartsWith("http", link.Url, StringComparison.Ordinal));
        }
    }

    internal static byte[] Unzip(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
