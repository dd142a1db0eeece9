using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>The measured sets: what is right on a page is told by the set's own expected values.</summary>
internal static class Sets
{
    public static void Measure(string data, ExtractionLayers layers, bool showWrong)
    {
        var extractor = new PageExtractor(new() { Layers = layers });
        Dienmayxanh(Path.Combine(data, "dienmayxanh-pages"), extractor, showWrong);
        Benchmark(Path.Combine(data, "product-extraction-benchmark"), extractor, showWrong);
    }

    private static void Dienmayxanh(string folder, PageExtractor extractor, bool showWrong)
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        var fields = new SortedDictionary<string, (int Right, int Of)>(StringComparer.Ordinal);
        void Count(string field, bool right)
        {
            var before = fields.GetValueOrDefault(field);
            fields[field] = (before.Right + (right ? 1 : 0), before.Of + 1);
        }

        foreach (var row in index.RootElement.EnumerateArray())
        {
            var file = row.GetProperty("file").GetString()!;
            var type = row.GetProperty("pageType").GetString()!;
            var page = extractor.Extract(Pages.Load(Path.Combine(folder, file), "https://dienmayxanh.example/p"), null);
            if (type is not "product")
            {
                Count("not taken for a listing", page.Kind is not PageKind.Listing);
                Count("category is a list", type is not "category" || page.Kind is PageKind.List);
                if (showWrong && (page.Kind is PageKind.Listing || (type is "category" && page.Kind is not PageKind.List))) Console.WriteLine($"  {file}: {type} taken for {page.Kind}");
                continue;
            }

            var product = row.GetProperty("product");
            var got = page.Kind is PageKind.Listing && page.Listings is [var first, ..] ? first : null;
            var price = product.GetProperty("price").GetDecimal();
            var brand = product.GetProperty("brand") is { ValueKind: JsonValueKind.Array } list ? list[0].GetString() : product.GetProperty("brand").GetString();
            var title = product.GetProperty("name").GetString()!.Trim();
            Count("kind", got is not null);
            Count("title", string.Equals(got?.Record.Title, title, StringComparison.OrdinalIgnoreCase));
            Count("priceVnd", got?.Record.PriceVnd == price);
            Count("brand", string.Equals(got?.Record.Brand, brand, StringComparison.OrdinalIgnoreCase));
            Count("sku", string.Equals(got?.Sku, product.GetProperty("sku").GetString(), StringComparison.Ordinal));
            if (showWrong && (got is null || got.Record.PriceVnd != price || !string.Equals(got.Record.Title, title, StringComparison.OrdinalIgnoreCase) || !string.Equals(got.Record.Brand, brand, StringComparison.OrdinalIgnoreCase)))
                Console.WriteLine($"  {file}: {page.Kind} {got?.Record.Title} | {got?.Record.PriceVnd} ({price}) | {got?.Record.Brand} ({brand})");
        }

        Console.WriteLine("dienmayxanh-pages: " + string.Join(", ", fields.Select(f => $"{f.Key} {f.Value.Right}/{f.Value.Of}")));
    }

    private static void Benchmark(string folder, PageExtractor extractor, bool showWrong)
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "ground-truth.json")));
        var (price, availability, sku, brand, kind) = (new Tally(), new Tally(), new Tally(), new Tally(), new Tally());
        foreach (var page in truth.RootElement.EnumerateObject())
        {
            var file = Path.Combine(folder, "html", page.Name + ".html.gz");
            if (!File.Exists(file)) continue;
            var url = page.Value.GetProperty("url").GetString()!;
            var extraction = extractor.Extract(Pages.Load(file, url), null);
            var got = extraction.Listings is [var first, ..] ? first : null;
            kind.Add(extraction.Kind is PageKind.Listing, right: true, wanted: true);
            var amounts = Values(page.Value, "price").Select(Number).ToList();
            var amount = got?.Price?.Amount;
            price.Add(amount is not null, amounts.Contains(amount), amounts.Count > 0);
            var states = Values(page.Value, "availability").ToList();
            var state = got is null ? null : got.Availability is "OutOfStock" or "SoldOut" or "Discontinued" ? "OutOfStock" : "InStock";
            availability.Add(state is not null, states.Contains(state, StringComparer.Ordinal), states.Count > 0);
            var numbers = Values(page.Value, "sku").Select(Plain).ToList();
            sku.Add(got?.Sku is not null, got?.Sku is { } s && numbers.Contains(Plain(s), StringComparer.Ordinal), numbers.Count > 0);
            var brands = Values(page.Value, "brand").Select(Plain).ToList();
            brand.Add(got?.Record.Brand is not null, got?.Record.Brand is { } b && brands.Contains(Plain(b), StringComparer.Ordinal), brands.Count > 0);
            if (showWrong && (extraction.Kind is not PageKind.Listing || !amounts.Contains(amount)))
                Console.WriteLine($"  {page.Name[..8]} {extraction.Kind} price {amount?.ToString(CultureInfo.InvariantCulture) ?? "-"} '{got?.Record.PriceText}' want {string.Join('|', Values(page.Value, "price"))} from {got?.Provenance.GetValueOrDefault("price")} {url}");
        }

        Console.WriteLine($"product-extraction-benchmark: kind {kind}\n  price        {price}\n  availability {availability}\n  sku          {sku}\n  brand        {brand}");
    }

    private static IEnumerable<string> Values(JsonElement page, string name) =>
        page.TryGetProperty(name, out var values) ? values.EnumerateArray().Select(v => v.GetString()!.Trim()) : [];

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Plain(string text) => text.Trim().ToUpperInvariant();
}
