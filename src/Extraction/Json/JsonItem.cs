using System.Globalization;

namespace Ecom389.Monitor.Extraction;

/// <summary>A value of JSON as a page carries it; see <see cref="LooseJson"/>.</summary>
internal sealed class JsonItem
{
    public static readonly JsonItem Null = new();

    /// <summary>A string's characters or a number's or boolean's spelling; null for objects, arrays and null.</summary>
    public string? Text { get; init; }

    public bool IsString { get; init; }

    /// <summary>Members of an object in order, duplicates kept.</summary>
    public List<KeyValuePair<string, JsonItem>>? Members { get; init; }

    /// <summary>Items of an array.</summary>
    public List<JsonItem>? Items { get; init; }

    public bool IsObject => Members is not null;

    public bool IsArray => Items is not null;

    public bool IsNull => Text is null && Members is null && Items is null;

    /// <summary>The first member of that name, or null.</summary>
    public JsonItem? this[string name]
    {
        get
        {
            if (Members is null) return null;
            foreach (var member in Members)
                if (string.Equals(member.Key, name, StringComparison.Ordinal)) return member.Value;
            return null;
        }
    }

    /// <summary>The number, when it is one.</summary>
    public decimal? Number => !IsString && Text is not null && decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override string ToString() => Text ?? (IsObject ? "{…}" : IsArray ? "[…]" : "null");
}
