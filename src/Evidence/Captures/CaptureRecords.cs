using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>The capture an unchanged body was seen in before.</summary>
/// <param name="Entry">Its response record.</param>
/// <param name="Request">Its request record, or null.</param>
internal sealed record EarlierCapture(WarcEntry Entry, WarcEntry? Request);

/// <summary>Makes the WARC records of a capture: the page first, then what belongs to it, tied by WARC-Concurrent-To.</summary>
internal static class CaptureRecords
{
    private const string RevisitProfile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

    // In a header field everything beyond ASCII is escaped, so that readers of any age can take it.
    private static readonly JsonSerializerOptions InHeader = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly JsonSerializerOptions InRecord = new(InHeader) { Encoder = JsonContract.Compact.Encoder };

    /// <summary>The digest by which an unchanged body is known again: of the body as received where it is to be had.</summary>
    public static string PayloadDigest(Capture capture) => capture.WireBody is { } wire ? WarcDigest.Of(wire.Span) : "sha256:" + capture.BodySha256;

    public static IReadOnlyList<WarcRecord> Of(Capture capture, EarlierCapture? earlier)
    {
        var reconstruction = new SortedSet<string>(StringComparer.Ordinal);
        if (capture.Redactions.Count > 0) reconstruction.Add(Reconstruction.Redacted);
        if (earlier is not null) return Revisit(capture, earlier, reconstruction);

        var url = Address(capture.Url);
        var page = capture.Mode == RenderMode.Browser ? Rendered(capture, url, reconstruction) : Response(
            url, capture.CapturedAt, capture.Status, capture.HttpVersion, capture.ResponseHeaders, capture.WireBody ?? capture.Body,
            contentDecoded: capture.WireBody is null, PayloadDigest(capture), reconstruction);
        var records = new List<WarcRecord> { page };
        if (Request(capture) is { } request) records.Add(Tied(request, page));
        if (capture.Document is { } document)
        {
            var answered = Answer(capture, document, reconstruction);
            records.Add(Tied(answered, page));
            page.With("WARC-Refers-To", answered.Id);
        }

        foreach (var hop in capture.Hops) records.Add(Tied(Hop(hop, reconstruction), page));
        foreach (var resource in capture.SubResources) records.Add(Tied(Answer(capture, resource, reconstruction), page));
        foreach (var attachment in capture.Attachments) records.Add(Tied(Attachment(capture, attachment), page));
        records.Add(Tied(new WarcRecord("metadata", capture.CapturedAt, "application/json", JsonSerializer.SerializeToUtf8Bytes(Facts(capture, reconstruction, null), InRecord))
            .With("WARC-Target-URI", url), page));
        return records;
    }

    private static List<WarcRecord> Revisit(Capture capture, EarlierCapture earlier, SortedSet<string> reconstruction)
    {
        var url = Address(capture.Url);
        var head = HttpHead.Response(capture.Status, capture.HttpVersion, capture.ResponseHeaders, (capture.WireBody ?? capture.Body).Length, capture.WireBody is null, reconstruction);
        var digest = PayloadDigest(capture);
        var request = Request(capture);
        var same = request is not null && earlier.Request is { } first && first.Block.Span.SequenceEqual(request.Body.Span);
        var records = new List<WarcRecord>
        {
            new WarcRecord("revisit", capture.CapturedAt, "application/http; msgtype=response", head)
            {
                Index = RecordIndex.Of("revisit", url, capture.CapturedAt, "application/http", capture.Status, null, digest),
            }
                .With("WARC-Target-URI", url)
                .With("WARC-Profile", RevisitProfile)
                .With("WARC-Refers-To", earlier.Entry.Id)
                .With("WARC-Refers-To-Target-URI", earlier.Entry.TargetUri)
                .With("WARC-Refers-To-Date", earlier.Entry.Field("WARC-Date") ?? "")
                .With("WARC-Payload-Digest", digest)
                // The facts ride on the record itself: a metadata record of its own would be half again as large as the revisit.
                .With("WARC-JSON-Metadata", JsonSerializer.Serialize(Facts(capture, reconstruction, same ? earlier.Request!.Id : null), InHeader)),
        };
        if (request is not null && !same) records.Add(Tied(request, records[0]));
        return records;
    }

    private static WarcRecord Rendered(Capture capture, string url, SortedSet<string> reconstruction)
    {
        reconstruction.Add(Reconstruction.Dom);
        // Where the answer itself is kept too, the DOM is a conversion of it under an address of its own.
        var (type, address) = capture.Document is null ? ("resource", url) : ("conversion", "urn:dom:" + url);
        const string Html = "text/html; charset=utf-8";
        var digest = "sha256:" + capture.BodySha256;
        return new WarcRecord(type, capture.CapturedAt, Html, capture.Body) { Index = RecordIndex.Of(type, address, capture.CapturedAt, Html, null, null, digest) }
            .With("WARC-Target-URI", address).With("WARC-Payload-Digest", digest);
    }

    private static WarcRecord Response(
        string url, DateTimeOffset at, int status, string version, IReadOnlyList<HeaderField> headers, ReadOnlyMemory<byte> body, bool contentDecoded, string digest, SortedSet<string> reconstruction)
    {
        const string Http = "application/http; msgtype=response";
        var head = HttpHead.Response(status, version, headers, body.Length, contentDecoded, reconstruction);
        var type = headers.FirstOrDefault(field => field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value;
        return new WarcRecord("response", at, Http, head, body) { Index = RecordIndex.Of("response", url, at, Http, status, type, digest) }
            .With("WARC-Target-URI", url).With("WARC-Payload-Digest", digest);
    }

    private static WarcRecord Answer(Capture capture, SubResource resource, SortedSet<string> reconstruction) => Response(
        Address(resource.Url), capture.CapturedAt, resource.Status, "1.1",
        resource.Headers.Count > 0 ? resource.Headers : [new("Content-Type", resource.ContentType)], resource.Body, contentDecoded: true, WarcDigest.Of(resource.Body.Span), reconstruction);

    private static WarcRecord Hop(RedirectHop hop, SortedSet<string> reconstruction)
    {
        var record = Response(Address(hop.Url), hop.At, hop.Status, "1.1", hop.Headers, hop.Body, contentDecoded: false, WarcDigest.Of(hop.Body.Span), reconstruction);
        return hop.IsCut ? record.With("WARC-Truncated", "length") : record;
    }

    private static WarcRecord Attachment(Capture capture, CaptureAttachment attachment)
    {
        // The names under which browser crawlers keep the same things.
        var (type, address) = attachment.Kind switch
        {
            "screenshot" => ("resource", "urn:fullPage:" + Address(attachment.Url)),
            "print" => ("resource", "urn:pdf:" + Address(attachment.Url)),
            _ => ("metadata", $"urn:{attachment.Kind}:{Address(attachment.Url)}"),
        };
        var digest = WarcDigest.Of(attachment.Body.Span);
        return new WarcRecord(type, capture.CapturedAt, attachment.ContentType, attachment.Body) { Index = RecordIndex.Of(type, address, capture.CapturedAt, attachment.ContentType, null, null, digest) }
            .With("WARC-Target-URI", address).With("WARC-Payload-Digest", digest);
    }

    private static WarcRecord? Request(Capture capture)
    {
        if (capture.RequestHeaders.Count == 0 || !Uri.TryCreate(capture.Url, UriKind.Absolute, out var target)) return null;
        return new WarcRecord("request", capture.CapturedAt, "application/http; msgtype=request", HttpHead.Request(target, capture.RequestHeaders)).With("WARC-Target-URI", Address(capture.Url));
    }

    private static WarcRecord Tied(WarcRecord record, WarcRecord page) => record.With("WARC-Concurrent-To", page.Id);

    private static CaptureFacts Facts(Capture capture, SortedSet<string> reconstruction, string? sameRequest) => new()
    {
        CaptureId = capture.Id,
        Source = capture.SourceId,
        RequestUrl = capture.RequestUrl == capture.Url ? null : capture.RequestUrl,
        Robots = capture.RobotsDecision,
        Mode = capture.Mode == RenderMode.Browser ? "browser" : null,
        HttpVersion = capture.HttpVersion is "1.1" ? null : capture.HttpVersion,
        BodySha256 = capture.WireBody is null ? null : capture.BodySha256,
        Reconstructed = [.. reconstruction],
        Request = sameRequest,
        Redirects = capture.Redirects.Count == 0 ? null : capture.Redirects,
        Redactions = capture.Redactions.Count == 0 ? null : capture.Redactions,
        Facts = capture.Facts.Count == 0 ? null : capture.Facts,
    };

    private static string Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.AbsoluteUri : url.Replace(" ", "%20", StringComparison.Ordinal);
}

/// <summary>What a capture's metadata record says, or for a revisit its WARC-JSON-Metadata field.</summary>
public sealed record CaptureFacts
{
    public Guid CaptureId { get; init; }

    public string Source { get; init; } = "";

    /// <summary>The URL asked for, where another answered.</summary>
    public string? RequestUrl { get; init; }

    /// <summary>What robots.txt said.</summary>
    public string Robots { get; init; } = "";

    /// <summary><c>browser</c> when rendered, else null.</summary>
    public string? Mode { get; init; }

    /// <summary>Where it was not 1.1.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>SHA-256 of the body after content decoding, hexadecimal, where the record holds it encoded.</summary>
    public string? BodySha256 { get; init; }

    /// <summary>What is not byte for byte as on the wire; the words are explained in the file's warcinfo record.</summary>
    public IReadOnlyList<string> Reconstructed { get; init; } = [];

    /// <summary>For a revisit: the id of the request record that was sent again word for word.</summary>
    public string? Request { get; init; }

    public IReadOnlyList<string>? Redirects { get; init; }

    public IReadOnlyList<Redaction>? Redactions { get; init; }

    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The facts in a metadata or revisit record, or null where there are none.</summary>
    public static CaptureFacts? Of(WarcEntry record)
    {
        try
        {
            var json = record.Type == "metadata" && record.ContentType == "application/json" ? Encoding.UTF8.GetString(record.Block.Span) : record.Field("WARC-JSON-Metadata");
            return json is null ? null : JsonSerializer.Deserialize<CaptureFacts>(json, JsonContract.Compact) is { Source.Length: > 0 } facts ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
