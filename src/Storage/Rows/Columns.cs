using System.Data.Common;
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
    public static string Name<T>(T value) where T : struct, Enum => EnumNames<T>.ToName[value];

    public static T Value<T>(string name) where T : struct, Enum => EnumNames<T>.ToValue.TryGetValue(name, out var value)
        ? value
        : throw new InvalidDataException($"The store holds '{name}' where a {typeof(T).Name} belongs.");

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonContract.Compact);

    /// <summary>The same, without looking a type over.</summary>
    public static string Json(IReadOnlyList<string> texts) => JsonText.Of(texts, static (json, list) =>
    {
        json.WriteStartArray();
        for (var i = 0; i < list.Count; i++) json.WriteStringValue(list[i]);
        json.WriteEndArray();
    });

    public static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, JsonContract.Compact)
        ?? throw new InvalidDataException($"The store holds null where a {typeof(T).Name} belongs.");

    private static class EnumNames<T> where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<T, string> ToName =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly IReadOnlyDictionary<string, T> ToValue = ToName.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
