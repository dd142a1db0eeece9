using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// The one spelling of a JSON value that is hashed and signed: RFC 8785 (JCS) narrowed to what our records hold, that is
/// objects, arrays, strings, whole numbers, true, false and null. Two programs that write the same facts write the same bytes.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The canonical UTF-8 bytes. Throws <see cref="ArgumentException"/> for a number that is not whole.</summary>
    public static byte[] Write(JsonNode? node)
    {
        var text = new StringBuilder(512);
        Append(text, node);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads an object that must already be spelled canonically.</summary>
    /// <exception cref="InvalidDataException">It is not JSON, not an object, or spelled otherwise: somebody else wrote it.</exception>
    public static JsonObject ReadObject(ReadOnlySpan<byte> bytes)
    {
        JsonObject parsed;
        byte[] again;
        try
        {
            parsed = JsonNode.Parse(bytes, documentOptions: Strict) as JsonObject ?? throw new InvalidDataException("not a JSON object");
            again = Write(parsed);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException("not JSON: " + exception.Message.ReplaceLineEndings(" "), exception);
        }

        return bytes.SequenceEqual(again) ? parsed : throw new InvalidDataException("JSON that is not in canonical form");
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject table:
                AppendObject(text, table);
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, list[i]);
                }

                text.Append(']');
                break;
            default:
                AppendValue(text, node.AsValue());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject table)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in table.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!first) text.Append(',');
            first = false;
            AppendString(text, name);
            text.Append(':');
            Append(text, value);
        }

        text.Append('}');
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Number when value.TryGetValue<long>(out var whole) || long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole):
                text.Append(whole.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException("only whole numbers have one canonical spelling: " + value.ToJsonString(), nameof(value));
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < 0x20: text.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)); break;
                default: text.Append(rune.ToString()); break;
            }
        }

        text.Append('"');
    }
}
