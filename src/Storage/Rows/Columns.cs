using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>How values become columns and back: one place, so that every table agrees.</summary>
internal static class Columns
{
    /// <summary>Sixteen bytes big-endian, so that UUIDv7 sort by time.</summary>
    public static byte[] Blob(this Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Id(this DbDataReader row, int column)
    {
        Span<byte> bytes = stackalloc byte[16];
        row.GetFieldValue<byte[]>(column).CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Whether it holds: 0 or 1 from a column, the database's own truth from a comparison.</summary>
    public static bool Flag(this DbDataReader row, int column) => row.GetValue(column) is var value && (value is bool held ? held : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) != 0);

    public static DateTimeOffset Instant(this DbDataReader row, int column) => Instants.FromMicroseconds(row.GetInt64(column));

    public static DateTimeOffset? InstantOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? LongOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static DateOnly? DateOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateOnly.ParseExact(row.GetString(column), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The kebab-case name, as JSON writes it.</summary>
    public static string Name<T>(T value) where T : struct, Enum => WordsOf<T>.List.Of(Unsafe.BitCast<T, int>(value));

    public static T Value<T>(string name) where T : struct, Enum => WordsOf<T>.List.Find(name) is { } number
        ? Unsafe.BitCast<int, T>(number)
        : throw new InvalidDataException($"The store holds '{name}' where a {typeof(T).Name} belongs.");

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonContract.Compact);

    /// <summary>The same, without looking a type over.</summary>
    public static string Json(IReadOnlyList<string> texts) => JsonText.Of(texts, static (json, list) =>
    {
        json.WriteStartArray();
        for (var i = 0; i < list.Count; i++) json.WriteStringValue(list[i]);
        json.WriteEndArray();
    });

    /// <summary>The same of counts by name.</summary>
    public static string Json(IReadOnlyDictionary<string, int> counts) => JsonText.Of(counts, static (json, list) =>
    {
        json.WriteStartObject();
        foreach (var (name, count) in list) json.WriteNumber(name, count);
        json.WriteEndObject();
    });

    public static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonContract.Compact)
        ?? throw new InvalidDataException($"The store holds null where a {typeof(T).Name} belongs.");

    /// <summary>A list of texts, read without looking a type over.</summary>
    public static string[] Texts(string json)
    {
        using var document = JsonDocument.Parse(json);
        var texts = new string[document.RootElement.GetArrayLength()];
        for (var i = 0; i < texts.Length; i++) texts[i] = document.RootElement[i].GetString()!;
        return texts;
    }

    private static class WordsOf<T> where T : struct, Enum
    {
        public static readonly Words List = new(typeof(T));
    }

    /// <summary>The words of a closed list by their numbers. No dictionary over each list: every start would compile it anew.</summary>
    private sealed class Words(Type list)
    {
        private readonly int[] _numbers = (int[])Enum.GetValuesAsUnderlyingType(list);
        private readonly string[] _words = [.. Enum.GetNames(list).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

        public string Of(int number) => Array.IndexOf(_numbers, number) is >= 0 and var at ? _words[at] : throw new ArgumentOutOfRangeException(nameof(number), number, "The list has no such word.");

        public int? Find(string word) => Array.IndexOf(_words, word) is >= 0 and var at ? _numbers[at] : null;
    }
}
