using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>What evidence says of itself is byte for byte what the serializer wrote of it in earlier archives.</summary>
public sealed class EvidenceJsonTests
{
    private static readonly JsonSerializerOptions Escaped = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions Readable = new(Escaped) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly CaptureFacts Full = new()
    {
        CaptureId = Guid.Parse("0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001"),
        Source = "chợ",
        RequestUrl = "http://a.example/?a=<b>&c='d'",
        Robots = "allow",
        Mode = "browser",
        HttpVersion = "1.0",
        BodySha256 = "ab",
        Reconstructed = ["dom", "headers"],
        SameFacts = true,
        SameRequest = false,
        Redirects = ["http://a.example/+"],
        Redactions = [new("cookie", "request \"Cookie\"", 2)],
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["đường dẫn"] = "1\n\u0001😀" },
    };

    public static TheoryData<string> Names() => [.. Facts.Keys];

    private static Dictionary<string, CaptureFacts> Facts => new(StringComparer.Ordinal)
    {
        ["full"] = Full,
        ["empty"] = new(),
        ["lists that are empty"] = new() { Source = "a", Reconstructed = [], Redirects = [], Redactions = [], Facts = new Dictionary<string, string>(StringComparer.Ordinal) },
        ["the same again"] = new() { SameFacts = true },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Facts_of_a_capture_are_written_as_they_were(string name)
    {
        var facts = Facts[name];
        Assert.Equal(JsonSerializer.Serialize(facts, Escaped), JsonText.AsciiOf(facts, EvidenceJson.Write));
        Assert.Equal(JsonSerializer.Serialize(facts, Readable), Encoding.UTF8.GetString(JsonText.BytesOf(facts, EvidenceJson.Write)));
    }

    // What is null is left out, by the serializer too: only a field that is filled here is compared.
    [Fact]
    public void No_field_of_a_captures_facts_is_left_uncompared() =>
        Assert.DoesNotContain(typeof(CaptureFacts).GetProperties(), field => field.GetValue(Full) is null);

    [Fact]
    public void An_index_line_is_written_as_it_was()
    {
        var entry = CdxjEntry.Of("http://a.example/đ?a=<1>", DateTimeOffset.UnixEpoch) with { Mime = "text/html", Status = "200", Digest = "sha256:ab", Length = "10", Offset = "20", File = "a b.warc.gz" };
        foreach (var line in (CdxjEntry[])[entry, entry with { Mime = CdxjEntry.RevisitMime, Status = null, Digest = null }])
            Assert.Equal($"{line.Key} {line.Timestamp} {JsonSerializer.Serialize(line, Line)}", line.ToLine());
    }

    [Fact]
    public void A_capture_behind_a_finding_is_written_as_it_was()
    {
        var at = new DateTimeOffset(2026, 11, 22, 1, 2, 3, 450, TimeSpan.FromHours(7));
        var capture = new FindingCapture(Guid.NewGuid(), "listing", Guid.NewGuid(), "http://a.example/", at, new("a.warc.gz", 1, long.MaxValue), [new("s", "title", 0, 3, "Máy \"x\"", Guid.NewGuid(), "selector:h1"), new("s", "f", 1, 2, "", Guid.Empty, null)]);
        foreach (var line in (FindingCapture[])[capture, capture with { Quotes = [] }])
            Assert.Equal(JsonSerializer.Serialize(line, JsonContract.Compact), JsonText.Of(line, EvidenceJson.Write));
    }
}
