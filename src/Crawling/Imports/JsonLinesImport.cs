using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads JSON Lines: the listing record of the contract, or whatever members the definition names by name or JSONPath.</summary>
internal static class JsonLinesImport
{
    public static ImportedFile Read(string text, string file, ImportHeadings headings)
    {
        var (rows, errors) = (new List<ImportedRow>(), new List<InputError>());
        var line = 0;
        foreach (var each in text.AsSpan().EnumerateLines())
        {
            line++;
            if (each.IsWhiteSpace()) continue;
            if (rows.Count >= ImportReader.MaxRows) break;
            try
            {
                using var document = JsonDocument.Parse(each.ToString());
                if (document.RootElement.ValueKind != JsonValueKind.Object) errors.Add(new InputError(file, line, null, Messages.Format("import.json-object")));
                else rows.Add(Row(line, document.RootElement, headings));
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                errors.Add(new InputError(file, line, null, Messages.Format("import.json")));
            }
        }

        return new(rows, errors);
    }

    private static ImportedRow Row(int line, JsonElement root, ImportHeadings headings)
    {
        var (fields, attributes) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (field, from) in headings.Columns)
        {
            var value = from.StartsWith('$') ? JsonPath.TryParse(from, out _)?.First(root) : root.TryGetProperty(from, out var member) ? member : null;
            if (value is { } found && Text(found) is { } text) fields[field] = text;
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in member.Value.EnumerateObject())
                {
                    if (Text(inner.Value) is not { } text) continue;
                    if (member.NameEquals("attributes")) attributes.TryAdd(inner.Name, text);
                    else if (headings.FieldOf($"{member.Name}.{inner.Name}") is { } field) fields.TryAdd(field, text);
                }
            }
            else if (headings.FieldOf(member.Name) is { } field && Text(member.Value) is { } text)
            {
                fields.TryAdd(field, text);
            }
        }

        return new(line, fields, attributes);
    }

    private static string? Text(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Array ? string.Join('\n', value.EnumerateArray().Select(JsonTemplate.Scalar).OfType<string>()) : JsonTemplate.Scalar(value);
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
