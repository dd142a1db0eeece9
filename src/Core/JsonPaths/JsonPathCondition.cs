using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>What a filter asks of a value (RFC 9535, 2.3.5).</summary>
internal abstract record JsonPathCondition
{
    public abstract bool Holds(JsonElement current, JsonElement root);
}

internal sealed record AnyOf(IReadOnlyList<JsonPathCondition> Parts) : JsonPathCondition
{
    public override bool Holds(JsonElement current, JsonElement root) => Parts.Any(part => part.Holds(current, root));
}

internal sealed record AllOf(IReadOnlyList<JsonPathCondition> Parts) : JsonPathCondition
{
    public override bool Holds(JsonElement current, JsonElement root) => Parts.All(part => part.Holds(current, root));
}

internal sealed record Not(JsonPathCondition Part) : JsonPathCondition
{
    public override bool Holds(JsonElement current, JsonElement root) => !Part.Holds(current, root);
}

/// <summary>Something is there, whatever its value.</summary>
internal sealed record Exists(InnerQuery Query) : JsonPathCondition
{
    public override bool Holds(JsonElement current, JsonElement root) => Query.Nodes(current, root).Count > 0;
}

/// <summary>Two values compared: <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</summary>
internal sealed record Comparison(Comparable Left, string Operator, Comparable Right) : JsonPathCondition
{
    public override bool Holds(JsonElement current, JsonElement root)
    {
        var (left, right) = (Left.Value(current, root), Right.Value(current, root));
        return Operator switch
        {
            "==" => Same(left, right),
            "!=" => !Same(left, right),
            "<" => Less(left, right),
            "<=" => Less(left, right) || Same(left, right),
            ">" => Less(right, left),
            _ => Less(right, left) || Same(left, right),
        };
    }

    // Two absent values are equal (RFC 9535, 2.3.5.2.2).
    private static bool Same(JsonElement? left, JsonElement? right) => left is { } one && right is { } other ? JsonElement.DeepEquals(one, other) : left is null && right is null;

    private static bool Less(JsonElement? left, JsonElement? right) => (left, right) switch
    {
        ({ ValueKind: JsonValueKind.Number } one, { ValueKind: JsonValueKind.Number } other) => one.GetDouble() < other.GetDouble(),
        ({ ValueKind: JsonValueKind.String } one, { ValueKind: JsonValueKind.String } other) => string.CompareOrdinal(one.GetString(), other.GetString()) < 0,
        _ => false,
    };
}

/// <summary>A query within a filter, of the value at hand (<c>@</c>) or of the whole answer (<c>$</c>).</summary>
internal sealed record InnerQuery(bool IsOfRoot, JsonPathSegment[] Segments)
{
    /// <summary>Yields one value at most, which is what a comparison asks for.</summary>
    public bool IsSingular => Segments.All(segment => segment is { IsDescendant: false, Selectors: [NameSelector or IndexSelector] });

    public List<JsonElement> Nodes(JsonElement current, JsonElement root) => JsonPath.Walk(Segments, IsOfRoot ? root : current, root);
}

/// <summary>One side of a comparison: a literal or a singular query.</summary>
internal sealed record Comparable(JsonElement? Literal, InnerQuery? Query)
{
    public JsonElement? Value(JsonElement current, JsonElement root) => Query is null ? Literal : Query.Nodes(current, root) is [var value] ? value : null;
}
