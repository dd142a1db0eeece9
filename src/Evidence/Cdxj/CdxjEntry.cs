using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Evidence;

/// <summary>One line of a CDXJ index: where a capture of a URL lies. Public tools (pywb, wabac, warcio) read the same lines.</summary>
public sealed record CdxjEntry
{
    /// <summary>What a revisit record says of itself instead of a media type.</summary>
    public const string RevisitMime = "warc/revisit";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The sort-friendly form of <see cref="Url"/>.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <summary>UTC, whole seconds, <c>yyyyMMddHHmmss</c>.</summary>
    [JsonIgnore]
    public string Timestamp { get; init; } = "";

    [JsonPropertyName("url")]
    public string Url { get; init; } = "";

    [JsonPropertyName("mime")]
    public string? Mime { get; init; }

    /// <summary>HTTP status, or null where there is none.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>Payload digest with its algorithm, <c>sha256:…</c>.</summary>
    [JsonPropertyName("digest")]
    public string? Digest { get; init; }

    [JsonPropertyName("length")]
    public string Length { get; init; } = "0";

    [JsonPropertyName("offset")]
    public string Offset { get; init; } = "0";

    [JsonPropertyName("filename")]
    public string File { get; init; } = "";

    [JsonIgnore]
    public bool IsRevisit => Mime == RevisitMime;

    /// <summary>UTC, whole seconds.</summary>
    [JsonIgnore]
    public DateTimeOffset At => DateTimeOffset.TryParseExact(Timestamp, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : default;

    [JsonIgnore]
    public Core.ArchiveLocation Location => new(File, long.Parse(Offset, CultureInfo.InvariantCulture), long.Parse(Length, CultureInfo.InvariantCulture));

    public static CdxjEntry Of(string url, DateTimeOffset at) =>
        new() { Key = Surt.Of(url), Timestamp = at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), Url = url };

    /// <summary>Key, space, time, space, JSON; no line end.</summary>
    public string ToLine() => $"{Key} {Timestamp} {Core.JsonText.Of(this, EvidenceJson.Write)}";

    /// <summary>Null for a line that is none, a torn one for instance.</summary>
    public static CdxjEntry? TryParse(string line)
    {
        var first = line.IndexOf(' ', StringComparison.Ordinal);
        var second = first < 1 ? -1 : line.IndexOf(' ', first + 1);
        if (second < 0) return null;
        try
        {
            var entry = JsonSerializer.Deserialize<CdxjEntry>(line.AsSpan(second + 1), Json);
            return entry is null || !long.TryParse(entry.Offset, CultureInfo.InvariantCulture, out _) || !long.TryParse(entry.Length, CultureInfo.InvariantCulture, out _)
                ? null : entry with { Key = line[..first], Timestamp = line[(first + 1)..second] };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
