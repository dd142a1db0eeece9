using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>Writes what evidence says of itself, field by field. Hashes and signatures rest on these bytes: what is written does not change.</summary>
internal static class EvidenceJson
{
    /// <summary>Facts of a capture; what has no value is not named.</summary>
    public static void Write(Utf8JsonWriter json, CaptureFacts facts)
    {
        json.WriteStartObject();
        if (facts.CaptureId is { } id) json.WriteString("captureId"u8, id);
        Text(json, "source"u8, facts.Source);
        Text(json, "requestUrl"u8, facts.RequestUrl);
        Text(json, "robots"u8, facts.Robots);
        Text(json, "mode"u8, facts.Mode);
        Text(json, "httpVersion"u8, facts.HttpVersion);
        Text(json, "bodySha256"u8, facts.BodySha256);
        if (facts.Reconstructed is { } reconstructed) json.Texts("reconstructed"u8, reconstructed);
        if (facts.SameFacts is { } sameFacts) json.WriteBoolean("sameFacts"u8, sameFacts);
        if (facts.SameRequest is { } sameRequest) json.WriteBoolean("sameRequest"u8, sameRequest);
        if (facts.Redirects is { } redirects) json.Texts("redirects"u8, redirects);
        if (facts.Redactions is { } redactions) json.Fields("redactions"u8, redactions, Write);
        if (facts.Facts is { } other) json.Texts("facts"u8, other);
        json.WriteEndObject();
    }

    /// <summary>The JSON of an index line; what has no value is not named.</summary>
    public static void Write(Utf8JsonWriter json, CdxjEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, entry.Url);
        Text(json, "mime"u8, entry.Mime);
        Text(json, "status"u8, entry.Status);
        Text(json, "digest"u8, entry.Digest);
        json.WriteString("length"u8, entry.Length);
        json.WriteString("offset"u8, entry.Offset);
        json.WriteString("filename"u8, entry.File);
        json.WriteEndObject();
    }

    /// <summary>A capture behind a finding, under the rules of <see cref="JsonContract"/>.</summary>
    public static void Write(Utf8JsonWriter json, FindingCapture capture)
    {
        json.WriteStartObject();
        json.WriteString("findingId"u8, capture.FindingId);
        json.WriteString("role"u8, capture.Role);
        json.WriteString("captureId"u8, capture.CaptureId);
        json.WriteString("url"u8, capture.Url);
        json.WriteString("capturedAt"u8, capture.CapturedAt);
        json.Field("location"u8, capture.Location, Write);
        json.Fields("quotes"u8, capture.Quotes, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ArchiveLocation location)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, location.File);
        json.WriteNumber("offset"u8, location.Offset);
        json.WriteNumber("length"u8, location.Length);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QuotedEvidence quote)
    {
        json.WriteStartObject();
        json.WriteString("signal"u8, quote.Signal);
        json.WriteString("field"u8, quote.Field);
        json.WriteNumber("start"u8, quote.Start);
        json.WriteNumber("end"u8, quote.End);
        json.WriteString("quote"u8, quote.Quote);
        json.WriteString("captureId"u8, quote.CaptureId);
        json.WriteString("selector"u8, quote.Selector);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Redaction redaction)
    {
        json.WriteStartObject();
        Text(json, "what"u8, redaction.What);
        Text(json, "where"u8, redaction.Where);
        json.WriteNumber("count"u8, redaction.Count);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }
}
