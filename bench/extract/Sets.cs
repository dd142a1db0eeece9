using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>The measured sets: what is right on a page is told by the set's own expected values.</summary>
internal static class Sets
{
    /// <summary>Prints both sets of pages.</summary>
    public static void Measure(string data, ExtractionLayers layers, bool showWrong)
    {
        Console.WriteLine("dienmayxanh-pages");
        foreach (var (field, tally) in Dienmayxanh(data, layers, showWrong)) Console.WriteLine($"  {field,-36} {tally}");
        Console.WriteLine("product-extraction-benchmark");
        foreach (var (field, tally) in Benchmark(data, layers, showWrong)) Console.WriteLine($"  {field,-36} {tally}");
    }

    /// <summary>Saved pages of a Vietnamese chain: each field of its product pages, and what its other pages are taken for.</summary>
    public static IReadOnlyList<(string Field, Tally Tally)> Dienmayxanh(string data, ExtractionLayers layers, bool showWrong)
    {
        var folder = Path.Combine(data, "dienmayxanh-pages");
        var extractor = new PageExtractor(new() { Layers = layers });
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json")));
        var fields = new List<(string Field, Tally Tally)>();
        Tally Of(string field)
        {
            foreach (var known in fields)
                if (string.Equals(known.Field, field, StringComparison.Ordinal)) return known.Tally;
            fields.Add((field, new()));
            return fields[^1].Tally;
        }

        foreach (var row in index.RootElement.EnumerateArray().OrderBy(row => row.GetProperty("pageType").GetString() is "product" ? 0 : 1))
        {
            var file = row.GetProperty("file").GetString()!;
            var type = row.GetProperty("pageType").GetString()!;
            var page = extractor.Extract(Pages.Load(Path.Combine(folder, file), "https://dienmayxanh.example/p"), null);
            if (type is not "product")
            {
                Of("category or other page not a listing").Add(got: true, page.Kind is not PageKind.Listing, wanted: true);
                if (type is "category") Of("category page is a list").Add(got: true, page.Kind is PageKind.List, wanted: true);
                if (showWrong && (page.Kind is PageKind.Listing || (type is "category" && page.Kind is not PageKind.List))) Console.WriteLine($"  {file}: {type} taken for {page.Kind}");
                continue;
            }

            var product = row.GetProperty("product");
            var got = page.Kind is PageKind.Listing && page.Listings is [var first, ..] ? first : null;
            Of("page is a listing").Add(got is not null, right: true, wanted: true);
            void Same(string field, string? value, string? wanted)
            {
                var right = string.Equals(value?.Trim(), wanted?.Trim(), StringComparison.OrdinalIgnoreCase);
                Of(field).Add(value is not null, right, wanted is not null);
                if (showWrong && !right) Console.WriteLine($"  {file}: {field} {value ?? "-"} instead of {wanted ?? "-"} from {got?.Provenance.GetValueOrDefault(field)}");
            }

            var brand = product.GetProperty("brand") is { ValueKind: JsonValueKind.Array } list ? list[0].GetString() : product.GetProperty("brand").GetString();
            Same("title", got?.Record.Title, product.GetProperty("name").GetString());
            Same("priceVnd", got?.Record.PriceVnd?.ToString(CultureInfo.InvariantCulture), product.GetProperty("price").GetDecimal().ToString("0", CultureInfo.InvariantCulture));
            Same("brand", got?.Record.Brand, brand);
            Same("sku", got?.Sku, product.GetProperty("sku").GetString());
            Same("availability", got?.Availability, LastPart(product, "availability"));
            Same("condition", got?.Record.Condition, LastPart(product, "condition") is "NewCondition" ? "new" : null);
        }

        return fields;
    }

    /// <summary>Product pages of the world with a person's ground truth.</summary>
    public static IReadOnlyList<(string Field, Tally Tally)> Benchmark(string data, ExtractionLayers layers, bool showWrong)
    {
        var folder = Path.Combine(data, "product-extraction-benchmark");
        var extractor = new PageExtractor(new() { Layers = layers });
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

        return [("page is a listing", kind), ("price", price), ("availability (empty counts as InStock)", availability), ("sku", sku), ("brand", brand)];
    }

    /// <summary>Price strings: those that price-parser's own authors call hard are left out, as told in the set.</summary>
    public static IReadOnlyList<(string Field, int Right, int Of)> PriceStrings(string data, bool showWrong)
    {
        var counts = new List<(string, int, int)>();
        foreach (var (name, file) in (ReadOnlySpan<(string, string)>)[("Vietnamese", "vn-prices.jsonl"), ("all, known-hard left out", "prices.jsonl")])
        {
            var (right, of) = (0, 0);
            foreach (var line in File.ReadLines(Path.Combine(data, "price-strings", file)))
            {
                using var json = JsonDocument.Parse(line);
                var row = json.RootElement;
                if ((row.TryGetProperty("knownHard", out var hard) && hard.GetBoolean()) || !row.TryGetProperty("amount", out var amount)) continue;
                var wanted = amount.ValueKind is JsonValueKind.String ? decimal.Parse(amount.GetString()!, CultureInfo.InvariantCulture) : (decimal?)null;
                var got = PriceReader.Read(Text(row, "text") ?? "", Text(row, "currencyHint"))?.Amount;
                of++;
                if (got == wanted) right++;
                else if (showWrong) Console.WriteLine($"  {Text(row, "text")}: {got?.ToString(CultureInfo.InvariantCulture) ?? "-"} instead of {wanted?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
            }

            counts.Add((name, right, of));
        }

        return counts;
    }

    private static string? LastPart(JsonElement product, string name) =>
        product.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()!.Split('/')[^1] : null;

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Values(JsonElement page, string name) =>
        page.TryGetProperty(name, out var values) ? values.EnumerateArray().Select(v => v.GetString()!.Trim()) : [];

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Plain(string text) => text.Trim().ToUpperInvariant();
}
