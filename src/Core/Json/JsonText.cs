using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>
/// What is written for every page as JSON, field by field: byte for byte what <see cref="JsonContract.Compact"/> writes, without looking types
/// over at run time, which costs a start more than all it writes. Not code made from a JsonSerializerContext: that hands numbers that may be
/// null back to the serializer, and read with it a field that is missing would be null instead of the value its record names. A definition, written
/// once a start, is left to such code all the same (<see cref="DefinitionJson"/>): by hand it would save 20 ms and take 190 lines.
/// </summary>
public static class JsonText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions Escaped = new() { SkipValidation = true };

    public static string Of(ExtractedListing listing) => Of(listing, ListingJson.Write);

    public static string Of(ScoreResult result) => Of(result, ListingJson.Write);

    public static string Of(SourceDefinition source) => JsonSerializer.Serialize(source, DefinitionJson.Compact.SourceDefinition);

    /// <summary>Writes a suspected violation as a value.</summary>
    public static void Write(Utf8JsonWriter json, ViolationScore violation) => ListingJson.Write(json, violation);

    /// <summary>What <paramref name="write"/> writes, letters beyond ASCII readable.</summary>
    public static string Of<T>(T value, Action<Utf8JsonWriter, T> write) where T : class => Text(value, write, Readable);

    /// <summary>The same as UTF-8.</summary>
    public static byte[] BytesOf<T>(T value, Action<Utf8JsonWriter, T> write) where T : class
    {
        using var text = new PooledText();
        Fill(text, value, write, Readable);
        return text.Written.ToArray();
    }

    /// <summary>The same with everything beyond ASCII escaped, for where only ASCII may stand.</summary>
    public static string AsciiOf<T>(T value, Action<Utf8JsonWriter, T> write) where T : class => Text(value, write, Escaped);

    private static string Text<T>(T value, Action<Utf8JsonWriter, T> write, JsonWriterOptions options) where T : class
    {
        using var text = new PooledText();
        Fill(text, value, write, options);
        return Encoding.UTF8.GetString(text.Written);
    }

    private static void Fill<T>(PooledText text, T value, Action<Utf8JsonWriter, T> write, JsonWriterOptions options) where T : class
    {
        using var writer = new Utf8JsonWriter(text, options);
        write(writer, value);
    }
}
