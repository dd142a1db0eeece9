using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>A field that two snapshots say differently.</summary>
/// <param name="Field">As signals name it: <c>title</c>, <c>attributes/Xuất xứ</c>, <c>seller/name</c>.</param>
/// <param name="Runs">The change word by word.</param>
public sealed record FieldChange(string Field, IReadOnlyList<DiffRun> Runs);

/// <summary>What changed in a listing from one snapshot to the next.</summary>
public static class SnapshotDiff
{
    /// <summary>Fields that differ, in the order of the record.</summary>
    public static IReadOnlyList<FieldChange> Between(Snapshot before, Snapshot after)
    {
        var old = Fields(before.Content);
        var now = Fields(after.Content);
        var values = now.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        var earlier = old.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        return
        [
            .. now.Concat(old).Select(field => field.Name).Distinct(StringComparer.Ordinal)
                .Select(name => (Name: name, Old: earlier.GetValueOrDefault(name, ""), Now: values.GetValueOrDefault(name, "")))
                .Where(field => !string.Equals(field.Old, field.Now, StringComparison.Ordinal))
                .Select(field => new FieldChange(field.Name, TextDiff.Words(field.Old, field.Now))),
        ];
    }

    private static List<(string Name, string Value)> Fields(ExtractedListing content)
    {
        var record = content.Record;
        var fields = new List<(string, string)>
        {
            ("title", record.Title),
            ("priceText", record.PriceText),
            ("description", record.Description),
            ("brand", record.Brand ?? ""),
            ("category", record.Category ?? ""),
            ("condition", record.Condition ?? ""),
            ("seller/name", record.Seller.Name ?? ""),
            ("seller/phone", record.Seller.Phone ?? ""),
            ("seller/location", record.Seller.Location ?? ""),
            ("seller/rating", record.Seller.Rating?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("availability", content.Availability ?? ""),
            ("images", string.Join('\n', content.Images)),
        };
        foreach (var (name, value) in record.Attributes)
            fields.Add(("attributes/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), value));
        return fields;
    }
}
