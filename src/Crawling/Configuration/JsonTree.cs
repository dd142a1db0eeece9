using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>A JSON value that knows its line, so that every fault can be placed.</summary>
internal sealed record JsonTree(JsonTokenType Kind, int Line)
{
    /// <summary>For a string or a number: its text.</summary>
    public string Text { get; init; } = "";

    /// <summary>For an object: its members in order, repeated names included.</summary>
    public List<(string Name, int Line, JsonTree Value)> Members { get; } = [];

    /// <summary>For an array.</summary>
    public List<JsonTree> Items { get; } = [];

    /// <summary>An object's member of a name, or null.</summary>
    public JsonTree? Member(string name)
    {
        foreach (var (member, _, value) in Members)
            if (string.Equals(member, name, StringComparison.Ordinal)) return value;
        return null;
    }

    /// <summary>The key in the resources that names the kind for a person.</summary>
    public string KindKey => Kind switch
    {
        JsonTokenType.StartObject => "type.object",
        JsonTokenType.StartArray => "type.array",
        JsonTokenType.String => "type.string",
        JsonTokenType.Number => "type.number",
        JsonTokenType.True or JsonTokenType.False => "type.boolean",
        _ => "type.null",
    };

    /// <summary>Reads UTF-8 JSON with comments and trailing commas; throws <see cref="InvalidInputException"/> at the first fault of syntax.</summary>
    public static JsonTree Read(ReadOnlySpan<byte> json, string file)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[3..];
        var lines = new LineCounter();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 });
        try
        {
            reader.Read();
            var root = Value(ref reader, json, lines);
            reader.Read();
            return root;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            var line = fault is JsonException { LineNumber: { } number } ? (int)number + 1 : lines.At(json, (int)reader.TokenStartIndex);
            // The position is in the error's own fields already.
            var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new InvalidInputException(new InputError(file, line, null, Messages.Format("config.syntax", end < 0 ? fault.Message : fault.Message[..end])));
        }
    }

    private static JsonTree Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines)
    {
        var line = lines.At(json, (int)reader.TokenStartIndex);
        var kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                var members = new JsonTree(kind, line);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var nameLine = lines.At(json, (int)reader.TokenStartIndex);
                    reader.Read();
                    members.Members.Add((name, nameLine, Value(ref reader, json, lines)));
                }

                return members;
            case JsonTokenType.StartArray:
                var items = new JsonTree(kind, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Items.Add(Value(ref reader, json, lines));
                return items;
            case JsonTokenType.String:
                return new JsonTree(kind, line) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new JsonTree(kind, line) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            default:
                return new JsonTree(kind, line);
        }
    }

    /// <summary>Counts lines forward; offsets come in rising order.</summary>
    private sealed class LineCounter
    {
        private int _offset;
        private int _line = 1;

        public int At(ReadOnlySpan<byte> json, int offset)
        {
            if (offset > _offset)
            {
                _line += json[_offset..Math.Min(offset, json.Length)].Count((byte)'\n');
                _offset = offset;
            }

            return _line;
        }
    }
}
