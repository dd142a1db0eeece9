using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Definitions.Tests;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>The replicas of the definitions: which of the fields they show are read right, by which layer, before and after a change of theme.</summary>
internal static class Replicas
{
    private static readonly string[] Fields = ["title", "priceVnd", "brand", "condition", "availability", "sku", "itemId", "description", "seller.name", "seller.phone", "postedAt", "images", "attributes", "variants", "oldPrice.amount"];

    /// <summary>Fields told right, of those expected with a value, over all pages of listings and posts.</summary>
    /// <param name="layers">Layers asked.</param>
    /// <param name="seed">Of the change of theme, or null for the pages as they are.</param>
    public static async Task<IReadOnlyList<(string Field, int Right, int Of)>> MeasureAsync(ExtractionLayers layers, int? seed)
    {
        var counts = Fields.ToDictionary(field => field, _ => (Right: 0, Of: 0), StringComparer.Ordinal);
        var extractor = new PageExtractor(new() { Layers = layers });
        foreach (var id in Replica.Ids)
        {
            var replica = Replica.Load(id);
            var source = await replica.SourceAsync(CancellationToken.None);
            foreach (var page in replica.Pages.Where(page => !page.IsJson && page.Kind is "listing" or "timeline"))
            {
                var read = extractor.Extract(Replica.Capture(page, seed is { } s ? Mutation.Of(page.Html, s) : page.Html), source);
                Count(counts, page, read);
            }
        }

        return [.. Fields.Select(field => (field, counts[field].Right, counts[field].Of))];
    }

    private static void Count(Dictionary<string, (int Right, int Of)> counts, ReplicaPage page, PageExtraction read)
    {
        var listings = ExtractResult.ToJson(read)["listings"]!.AsArray();
        var expected = page.Told["expect"] switch { JsonArray several => [.. several.Select(one => one!.AsObject())], JsonObject one => [one], _ => new List<JsonObject>() };
        for (var i = 0; i < expected.Count; i++)
        {
            foreach (var (field, value) in expected[i])
            {
                if (!counts.TryGetValue(field, out var count) || value is null || value is JsonArray { Count: 0 } || value.ToString().Length == 0) continue;
                var right = i < listings.Count && string.Equals(Plain(At(listings[i], field), field), Plain(value, field), StringComparison.Ordinal);
                counts[field] = (count.Right + (right ? 1 : 0), count.Of + 1);
            }
        }
    }

    private static JsonNode? At(JsonNode? node, string field)
    {
        foreach (var part in field.Split('.')) node = node is JsonObject o ? o[part] : null;
        return node;
    }

    private static string Plain(JsonNode? node, string field) => field is "variants" && node is JsonArray variants
        ? string.Join('|', variants.Select(v => $"{v!["name"]} {(v["price"] is JsonObject money ? money["amount"] : v["price"])}"))
        : node?.ToJsonString() ?? "";
}
