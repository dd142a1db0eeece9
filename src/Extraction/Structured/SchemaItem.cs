namespace Ecom389.Monitor.Extraction;

/// <summary>A property's value: a text or an item.</summary>
internal readonly record struct SchemaValue(string? Text, SchemaItem? Item);

/// <summary>
/// A thing described in structured data, whatever the syntax: JSON-LD, microdata and RDFa all become these, so that one mapper
/// reads products from all three.
/// </summary>
internal sealed class SchemaItem
{
    private readonly Dictionary<string, List<SchemaValue>> _properties = new(StringComparer.Ordinal);

    /// <summary>Types as written: full URLs in microdata, short names in JSON-LD.</summary>
    public List<string> Types { get; } = [];

    public string? Id { get; set; }

    /// <summary>The JSON value this was read from; null in microdata and RDFa.</summary>
    public JsonItem? Json { get; init; }

    /// <summary>The text of an item that has no property of its own: <c>&lt;b itemscope itemtype=…/Brand&gt;ACME&lt;/b&gt;</c>.</summary>
    public string? Content { get; set; }

    /// <summary>Index of the element that carries it; -1 in JSON-LD.</summary>
    public int Position { get; init; } = -1;

    public IReadOnlyDictionary<string, List<SchemaValue>> Properties => _properties;

    public void Add(string property, SchemaValue value)
    {
        if (!_properties.TryGetValue(property, out var values)) _properties[property] = values = [];
        values.Add(value);
    }

    /// <summary>Values of a property by its short name, vocabulary and case aside.</summary>
    public IReadOnlyList<SchemaValue> Values(string shortName)
    {
        if (_properties.TryGetValue(shortName, out var exact)) return exact;
        foreach (var (name, values) in _properties)
            if (Short(name).Equals(shortName, StringComparison.OrdinalIgnoreCase)) return values;
        return [];
    }

    /// <summary>The first text of a property that is not blank; of an item its name, value, @id or URL.</summary>
    public string? Text(string shortName)
    {
        foreach (var value in Values(shortName))
            if (TextOf(value) is { } text) return text;
        return null;
    }

    public SchemaItem? Item(string shortName)
    {
        foreach (var value in Values(shortName))
            if (value.Item is { } item) return item;
        return null;
    }

    public bool IsA(string shortType)
    {
        foreach (var type in Types)
            if (Short(type).Equals(shortType, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    internal static string? TextOf(SchemaValue value)
    {
        var text = value.Text ?? value.Item?.OwnText("name") ?? value.Item?.OwnText("value") ?? value.Item?.OwnText("@value") ?? value.Item?.OwnText("contentUrl") ?? value.Item?.OwnText("url") ?? value.Item?.Content ?? value.Item?.Id;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private string? OwnText(string shortName)
    {
        foreach (var value in Values(shortName))
            if (!string.IsNullOrWhiteSpace(value.Text)) return value.Text;
        return null;
    }

    /// <summary>The last segment of a type or property name: <c>https://schema.org/Product</c> and <c>schema:Product</c> are <c>Product</c>.</summary>
    internal static ReadOnlySpan<char> Short(string name)
    {
        var span = name.AsSpan().TrimEnd('/').Trim();
        var cut = span.LastIndexOfAny("/#:");
        return cut < 0 ? span : span[(cut + 1)..];
    }
}
