using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Writes how a source's scan went, field by field under the rules of <see cref="JsonContract"/>.</summary>
public static class SummaryJson
{
    public static string ToJson(this SourceSummary summary) => JsonText.Of(summary, Write);

    private static void Write(Utf8JsonWriter json, SourceSummary summary)
    {
        json.WriteStartObject();
        json.WriteString("sourceId"u8, summary.SourceId);
        json.WriteString("name"u8, summary.Name);
        json.WriteString("outcome"u8, summary.Outcome switch
        {
            ScanOutcome.Completed => "completed",
            ScanOutcome.Partial => "partial",
            ScanOutcome.Skipped => "skipped",
            ScanOutcome.Paused => "paused",
            ScanOutcome.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(summary), summary.Outcome, "There is no word for it."),
        });
        json.WriteString("code"u8, summary.Code);
        json.WriteString("message"u8, summary.Message);
        json.WriteNumber("pages"u8, summary.Pages);
        json.WriteNumber("unchanged"u8, summary.Unchanged);
        json.WriteNumber("gone"u8, summary.Gone);
        json.WriteNumber("listings"u8, summary.Listings);
        json.WriteNumber("flagged"u8, summary.Flagged);
        Counts("refused"u8, summary.Refused);
        Counts("errors"u8, summary.Errors);
        json.WriteNumber("failed"u8, summary.Failed);
        json.WriteNumber("pending"u8, summary.Pending);
        json.WriteBoolean("resumed"u8, summary.Resumed);
        json.WriteNumber("seconds"u8, summary.Seconds);
        json.WriteEndObject();

        void Counts(ReadOnlySpan<byte> name, IReadOnlyDictionary<string, int> counts)
        {
            json.WriteStartObject(name);
            foreach (var (of, count) in counts) json.WriteNumber(of, count);
            json.WriteEndObject();
        }
    }
}
