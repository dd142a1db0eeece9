using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Items;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>A field that two snapshots say differently.</summary>
/// <param name="Field">As signals name it: <c>title</c>, <c>attributes/Xuất xứ</c>, <c>seller/name</c>.</param>
/// <param name="Runs">The change word by word.</param>
public sealed record FieldChange(string Field, IReadOnlyList<DiffRun> Runs);

/// <summary>What changed in a listing from one snapshot to the next.</summary>
public static class SnapshotDiff
{
    private const string Phone = "seller/phone";

    /// <summary>Fields that differ, in the order of the record.</summary>
    /// <param name="before">The earlier snapshot.</param>
    /// <param name="after">The later one.</param>
    /// <param name="mask">True to star telephone numbers before comparing.</param>
    public static IReadOnlyList<FieldChange> Between(Snapshot before, Snapshot after, bool mask)
    {
        var old = Fields(before.Content, mask);
        var now = Fields(after.Content, mask);
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

    private static List<(string Name, string Value)> Fields(ExtractedListing content, bool mask)
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
            (Phone, record.Seller.Phone ?? ""),
            ("seller/location", record.Seller.Location ?? ""),
            ("seller/rating", record.Seller.Rating?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("availability", content.Availability ?? ""),
            ("images", string.Join('\n', content.Images)),
        };
        foreach (var (name, value) in record.Attributes)
            fields.Add((ItemReader.AttributeField(name), value));
        return mask ? [.. fields.Select(field => (field.Item1, string.Equals(field.Item1, Phone, StringComparison.Ordinal) ? PersonalData.MaskWhole(field.Item2) : PersonalData.Mask(field.Item2)))] : fields;
    }
}
