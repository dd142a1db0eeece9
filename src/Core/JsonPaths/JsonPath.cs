using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>
/// A JSONPath query (RFC 9535) by which a definition says where a field stands in a JSON answer: names, wildcards, indexes, slices,
/// unions, descendants and filters with comparisons. The RFC's function extensions (<c>length()</c>, <c>match()</c> …) are not read: a
/// path that names one is a fault. Nodes come in the order of the RFC.
/// </summary>
public sealed class JsonPath
{
    /// <summary>Nodes a step may yield; beyond it the rest is left out, so that no answer makes a query explode.</summary>
    public const int MaxNodes = 200_000;

    private readonly JsonPathSegment[] _segments;

    private JsonPath(string text, JsonPathSegment[] segments)
    {
        Text = text;
        _segments = segments;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads a path. Throws <see cref="FormatException"/> whose message says what was expected and at which character (from 1).</summary>
    public static JsonPath Parse(string text) => new(text, JsonPathParser.Parse(text));

    /// <summary>The path, or null and what is wrong with it.</summary>
    public static JsonPath? TryParse(string text, out string? fault)
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

    /// <summary>The values the path finds below a value, in order; none when it leads nowhere.</summary>
    public IReadOnlyList<JsonElement> Select(JsonElement root) => Walk(_segments, root, root);

    /// <summary>The first value found, or null.</summary>
    public JsonElement? First(JsonElement root) => Select(root) is [var first, ..] ? first : null;

    public override string ToString() => Text;

    internal static List<JsonElement> Walk(JsonPathSegment[] segments, JsonElement start, JsonElement root)
    {
        List<JsonElement> nodes = [start];
        foreach (var segment in segments)
        {
            var next = new List<JsonElement>();
            foreach (var node in nodes)
            {
                if (!segment.IsDescendant) Take(segment, node, root, next);
                else Descend(segment, node, root, next);
            }

            nodes = next;
            if (nodes.Count == 0) break;
        }

        return nodes;
    }

    private static void Take(JsonPathSegment segment, JsonElement node, JsonElement root, List<JsonElement> found)
    {
        foreach (var selector in segment.Selectors)
        {
            if (found.Count >= MaxNodes) return;
            selector.Select(node, root, found);
        }
    }

    private static void Descend(JsonPathSegment segment, JsonElement node, JsonElement root, List<JsonElement> found)
    {
        Take(segment, node, root, found);
        if (found.Count >= MaxNodes) return;
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var item in node.EnumerateArray()) Descend(segment, item, root, found);
        else if (node.ValueKind == JsonValueKind.Object)
            foreach (var member in node.EnumerateObject()) Descend(segment, member.Value, root, found);
    }
}

/// <summary>One step: <c>.name</c>, <c>[…]</c>, or with <see cref="IsDescendant"/> <c>..name</c>.</summary>
internal sealed record JsonPathSegment(bool IsDescendant, IReadOnlyList<JsonPathSelector> Selectors);
