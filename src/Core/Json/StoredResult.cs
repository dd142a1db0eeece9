using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>Reads a judgement back as <see cref="JsonText"/> wrote it, as the serializer would: what is not known is passed over.</summary>
public static class StoredResult
{
    /// <exception cref="JsonException">It is no judgement.</exception>
    public static ScoreResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            var result = document.RootElement;
            return new(
                Text(result, "id")!,
                Number(result, "score"),
                result.TryGetProperty("flagged", out var flagged) && flagged.GetBoolean(),
                Number(result, "priority"),
                List(result, "violations", static violation => new ViolationScore(Text(violation, "code")!, Number(violation, "score")))!,
                List(result, "signals", ReadSignal)!);
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException)
        {
            throw new JsonException("No judgement: " + fault.Message, fault);
        }
    }

    private static Signal ReadSignal(JsonElement signal) => new(
        Text(signal, "kind")!, Text(signal, "id")!, Text(signal, "violation"), Number(signal, "weight"), Text(signal, "field"), Whole(signal, "start"), Whole(signal, "end"),
        Text(signal, "quote"), Text(signal, "message")!, Texts(signal, "facts"));

    private static string? Text(JsonElement table, string name) => table.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double Number(JsonElement table, string name) => table.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static int? Whole(JsonElement table, string name) => table.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetInt32() : null;

    private static List<T>? List<T>(JsonElement table, string name, Func<JsonElement, T> read) where T : class
    {
        if (!table.TryGetProperty(name, out var rows) || rows.ValueKind == JsonValueKind.Null) return null;
        var list = new List<T>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray()) list.Add(read(row));
        return list;
    }

    private static Dictionary<string, string>? Texts(JsonElement table, string name)
    {
        if (!table.TryGetProperty(name, out var rows) || rows.ValueKind == JsonValueKind.Null) return null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in rows.EnumerateObject()) texts[row.Name] = row.Value.GetString()!;
        return texts;
    }
}
