using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>The contract's shapes on the shared real data; false alarms on ordinary real listings.</summary>
[Trait("Category", "SharedData")]
public sealed class SharedDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedDataFact]
    public async Task At_most_two_in_a_thousand_ordinary_real_listings_are_flagged_and_none_above_nine_tenths_in_the_field()
    {
        foreach (var set in (string[])["ordinary-listings", "ordinary-borrowed-metadata"])
        {
            var file = _folder.File(set + ".jsonl", await InflatedAsync(Path.Combine(SharedData.Root!, "real", set + ".jsonl.gz")));
            var result = await Ecom389.RunAsync(["score", file]);
            Assert.Equal(0, result.Exit);
            Assert.Equal(3263, result.Lines.Length);
            var flagged = result.Lines.Count(line => (bool)JsonNode.Parse(line)!["flagged"]!);
            Assert.True(flagged <= 0.002 * result.Lines.Length, $"{set}: {flagged} of {result.Lines.Length} flagged");
        }
    }

    [SharedDataFact]
    public async Task Real_pages_give_the_contracts_shape()
    {
        foreach (var packed in Directory.GetFiles(Path.Combine(SharedData.Root!, "real", "dienmayxanh-pages", "html"), "*.html.gz").Order(StringComparer.Ordinal).Take(4))
        {
            var file = _folder.File("page.html", await InflatedAsync(packed));
            var result = await Ecom389.RunAsync(["extract", file, "--url", "https://www.dienmayxanh.com/p"]);
            Assert.Equal(0, result.Exit);
            var page = JsonNode.Parse(result.Output)!.AsObject();
            Assert.Contains((string?)page["pageKind"], (string[])["listing", "list", "timeline", "other"]);
            foreach (var listing in page["listings"]!.AsArray())
                foreach (var key in (string[])["title", "description", "priceText", "priceVnd", "brand", "category", "condition", "seller", "attributes", "postedAt", "site", "price", "availability", "sku", "gtin", "images", "provenance"])
                    Assert.True(listing!.AsObject().ContainsKey(key), key);
        }
    }

    [SharedDataFact]
    public async Task Real_price_strings_are_inspected_line_by_line()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(SharedData.Root!, "real", "price-strings", "vn-prices.jsonl"))).Select(line => JsonNode.Parse(line)!).Where(row => !((string)row["text"]!).Contains('\n', StringComparison.Ordinal)).ToList();
        var file = _folder.File("prices.txt", string.Join('\n', rows.Select(row => (string)row["text"]!)) + "\n");
        var result = await Ecom389.RunAsync(["inspect", "--lines", file]);
        Assert.Equal(0, result.Exit);
        var lines = result.Output.Split('\n')[..rows.Count];
        foreach (var (row, line) in rows.Zip(lines))
        {
            var text = (string)row["text"]!;
            foreach (var price in JsonNode.Parse(line)!["prices"]!.AsArray()) Assert.Equal(text[(int)price!["start"]!..(int)price["end"]!], (string?)price["text"]);
        }
    }

    private static async Task<string> InflatedAsync(string packed)
    {
        await using var stream = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
