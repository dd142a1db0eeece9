using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Reads listing records from JSON Lines. Unknown fields are ignored, as the contract says; a wrong one is named.</summary>
internal static class ListingLines
{
    public static bool TryRead(string line, [NotNullWhen(true)] out ListingRecord? listing, [NotNullWhen(false)] out string? error)
    {
        listing = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                error = "cần một đối tượng JSON / a JSON object is needed";
                return false;
            }

            if (!root.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            {
                error = "id: cần một chuỗi / a string is needed";
                return false;
            }

            if (WrongField(root) is { } wrong)
            {
                error = wrong;
                return false;
            }

            listing = Read(root);
            error = null;
            return true;
        }
        catch (JsonException exception)
        {
            error = "không phải JSON / not JSON: " + exception.Message;
            return false;
        }
        catch (InvalidOperationException exception)
        {
            // A lone surrogate escape: no valid text, so no quote of it could be written back.
            error = "chữ không hợp lệ / invalid text: " + exception.Message;
            return false;
        }
    }

    private static readonly (string Name, JsonValueKind[] Kinds, string Expected)[] Fields =
    [
        ("channel", [JsonValueKind.String], "một chuỗi / a string"),
        ("site", [JsonValueKind.String], "một chuỗi / a string"),
        ("url", [JsonValueKind.String], "một chuỗi / a string"),
        ("title", [JsonValueKind.String], "một chuỗi / a string"),
        ("description", [JsonValueKind.String], "một chuỗi / a string"),
        ("priceText", [JsonValueKind.String], "một chuỗi / a string"),
        ("priceVnd", [JsonValueKind.Number], "một số nguyên / an integer"),
        ("brand", [JsonValueKind.String], "một chuỗi / a string"),
        ("category", [JsonValueKind.String], "một chuỗi / a string"),
        ("condition", [JsonValueKind.String], "một chuỗi / a string"),
        ("seller", [JsonValueKind.Object], "một đối tượng / an object"),
        ("attributes", [JsonValueKind.Object], "một đối tượng / an object"),
        ("postedAt", [JsonValueKind.String], "một chuỗi / a string"),
    ];

    private static string? WrongField(JsonElement root)
    {
        foreach (var (name, kinds, expected) in Fields)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || kinds.Contains(value.ValueKind)) continue;
            return $"{name}: cần {expected}, không phải / is needed, not {value.ValueKind.ToString().ToLowerInvariant()}";
        }

        return null;
    }

    private static ListingRecord Read(JsonElement root)
    {
        var seller = root.TryGetProperty("seller", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.TryGetProperty("attributes", out var table) && table.ValueKind == JsonValueKind.Object)
        {
            foreach (var row in table.EnumerateObject())
                if (row.Value.ValueKind != JsonValueKind.Null) attributes[row.Name] = row.Value.ValueKind == JsonValueKind.String ? row.Value.GetString()! : row.Value.GetRawText();
        }

        return new()
        {
            Id = Text(root, "id")!,
            Channel = Text(root, "channel"),
            Site = Text(root, "site"),
            Url = Text(root, "url"),
            Title = Text(root, "title") ?? "",
            Description = Text(root, "description") ?? "",
            PriceText = Text(root, "priceText") ?? "",
            PriceVnd = Whole(root, "priceVnd"),
            Brand = Text(root, "brand"),
            Category = Text(root, "category"),
            Condition = Text(root, "condition"),
            Seller = new()
            {
                Name = Text(seller, "name"),
                Phone = Text(seller, "phone"),
                Location = Text(seller, "location"),
                Joined = Text(seller, "joined"),
                Rating = Number(seller, "rating"),
                Sold = Whole(seller, "sold"),
                Verified = seller.ValueKind == JsonValueKind.Object && seller.TryGetProperty("verified", out var verified) && verified.ValueKind == JsonValueKind.True,
            },
            Attributes = attributes,
            PostedAt = Text(root, "postedAt"),
        };
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static long? Whole(JsonElement parent, string name) =>
        Number(parent, name) is { } number && Math.Abs(number) < 9e15 ? (long)number : null;
}
