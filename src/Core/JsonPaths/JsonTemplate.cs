using System.Text;
using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>
/// What a definition says a field is: a path (<c>$.name</c>), a text with paths in braces (<c>https://x.example/{$.id}.html</c>), or a
/// plain text.
/// </summary>
public sealed class JsonTemplate
{
    private readonly (string? Text, JsonPath? Path)[] _parts;

    private JsonTemplate((string? Text, JsonPath? Path)[] parts, bool isPath)
    {
        _parts = parts;
        IsPath = isPath;
    }

    /// <summary>It is one path and nothing else.</summary>
    public bool IsPath { get; }

    /// <summary>The template, or null and what is wrong with a path in it.</summary>
    public static JsonTemplate? TryParse(string text, out string? fault)
    {
        try
        {
            fault = null;
            return Parse(text);
        }
        catch (FormatException wrong)
        {
            fault = wrong.Message;
            return null;
        }
    }

    /// <summary>Throws <see cref="FormatException"/> when a path in it cannot be read.</summary>
    public static JsonTemplate Parse(string text)
    {
        if (text.StartsWith('$')) return new([(null, JsonPath.Parse(text))], isPath: true);
        var parts = new List<(string?, JsonPath?)>();
        var at = 0;
        for (var open = text.IndexOf("{$", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{$", at, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', open);
            if (close < 0) throw new FormatException($"{open + 1}: }}");
            if (open > at) parts.Add((text[at..open], null));
            parts.Add((null, JsonPath.Parse(text[(open + 1)..close])));
            at = close + 1;
        }

        if (at < text.Length) parts.Add((text[at..], null));
        return new([.. parts], isPath: false);
    }

    /// <summary>The values of a path; of a text with paths the text filled in, or nothing when one of its paths leads nowhere.</summary>
    public IReadOnlyList<JsonElement> Values(JsonElement item) =>
        IsPath ? _parts[0].Path!.Select(item) : Text(item) is { } text ? [JsonSerializer.SerializeToElement(text)] : [];

    /// <summary>The text, or null when a path leads nowhere or to an object, a list or null.</summary>
    public string? Text(JsonElement item)
    {
        var text = new StringBuilder();
        foreach (var (plain, path) in _parts)
        {
            if (plain is not null) text.Append(plain);
            else if (path!.First(item) is { } value && Scalar(value) is { } word) text.Append(word);
            else return null;
        }

        return text.ToString();
    }

    /// <summary>A string, number or truth value as text; null for anything else.</summary>
    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
