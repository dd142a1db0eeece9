using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>What a step takes of a value (RFC 9535, 2.3).</summary>
internal abstract record JsonPathSelector
{
    /// <summary>Adds what is selected of <paramref name="node"/>; nothing where the kinds do not fit.</summary>
    public abstract void Select(JsonElement node, JsonElement root, List<JsonElement> found);
}

/// <summary><c>.name</c>, <c>['name']</c>.</summary>
internal sealed record NameSelector(string Name) : JsonPathSelector
{
    public override void Select(JsonElement node, JsonElement root, List<JsonElement> found)
    {
        if (node.ValueKind == JsonValueKind.Object && node.TryGetProperty(Name, out var value)) found.Add(value);
    }
}

/// <summary><c>*</c>.</summary>
internal sealed record WildcardSelector : JsonPathSelector
{
    public override void Select(JsonElement node, JsonElement root, List<JsonElement> found)
    {
        if (node.ValueKind == JsonValueKind.Array) found.AddRange(node.EnumerateArray());
        else if (node.ValueKind == JsonValueKind.Object)
            foreach (var member in node.EnumerateObject()) found.Add(member.Value);
    }
}

/// <summary><c>[2]</c>, <c>[-1]</c>.</summary>
internal sealed record IndexSelector(long Index) : JsonPathSelector
{
    public override void Select(JsonElement node, JsonElement root, List<JsonElement> found)
    {
        if (node.ValueKind != JsonValueKind.Array) return;
        var length = node.GetArrayLength();
        var at = Index < 0 ? length + Index : Index;
        if (at >= 0 && at < length) found.Add(node[(int)at]);
    }
}

/// <summary><c>[1:5:2]</c>, with the bounds of RFC 9535, 2.3.4.2.2.</summary>
internal sealed record SliceSelector(long? Start, long? End, long Step) : JsonPathSelector
{
    public override void Select(JsonElement node, JsonElement root, List<JsonElement> found)
    {
        if (node.ValueKind != JsonValueKind.Array || Step == 0) return;
        long length = node.GetArrayLength();
        var from = Normal(Start ?? (Step > 0 ? 0 : length - 1), length);
        var to = Normal(End ?? (Step > 0 ? length : -length - 1), length);
        if (Step > 0)
        {
            var upper = Math.Clamp(to, 0, length);
            for (var at = Math.Clamp(from, 0, length); at < upper; at += Step) found.Add(node[(int)at]);
        }
        else
        {
            var lower = Math.Clamp(to, -1, length - 1);
            for (var at = Math.Clamp(from, -1, length - 1); at > lower; at += Step) found.Add(node[(int)at]);
        }
    }

    private static long Normal(long index, long length) => index >= 0 ? index : length + index;
}

/// <summary><c>[?@.type == 's']</c>.</summary>
internal sealed record FilterSelector(JsonPathCondition Condition) : JsonPathSelector
{
    public override void Select(JsonElement node, JsonElement root, List<JsonElement> found)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
                if (Condition.Holds(item, root)) found.Add(item);
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in node.EnumerateObject())
                if (Condition.Holds(member.Value, root)) found.Add(member.Value);
        }
    }
}
