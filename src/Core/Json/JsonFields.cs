using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>Fields as <see cref="JsonContract"/> writes them, null where there is no value.</summary>
public static class JsonFields
{
    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void Number(this Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void Texts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        for (var i = 0; i < texts.Count; i++) json.WriteStringValue(texts[i]);
        json.WriteEndArray();
    }

    /// <summary>Names and texts, in the order they are in.</summary>
    public static void Texts(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? texts)
    {
        if (texts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, text) in texts) json.WriteString(key, text);
        json.WriteEndObject();
    }

    /// <summary>A field whose value <paramref name="write"/> writes, unless it is null.</summary>
    public static void Field<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, T? value, Action<Utf8JsonWriter, T> write) where T : class
    {
        json.WritePropertyName(name);
        if (value is null) json.WriteNullValue();
        else write(json, value);
    }

    /// <summary>A field that is a list of what <paramref name="write"/> writes.</summary>
    public static void Fields<T>(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T>? values, Action<Utf8JsonWriter, T> write) where T : class
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value) write(json, value);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }
}
