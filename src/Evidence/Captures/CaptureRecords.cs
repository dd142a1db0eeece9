using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>The capture an unchanged body was seen in before.</summary>
/// <param name="Entry">Its response record.</param>
/// <param name="Request">Its request record, or null.</param>
/// <param name="Facts">What its metadata says, or null.</param>
internal sealed record EarlierCapture(WarcEntry Entry, WarcEntry? Request, CaptureFacts? Facts);

/// <summary>Makes the WARC records of a capture: the page first, then what belongs to it, tied by WARC-Concurrent-To.</summary>
internal static class CaptureRecords
{
    private const string RevisitProfile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

    /// <summary>The digest by which an unchanged body is known again: of the body as received where it is to be had.</summary>
    public static string PayloadDigest(Capture capture) => capture.WireBody is { } wire ? WarcDigest.Of(wire.Span) : "sha256:" + capture.BodySha256;

    public static IReadOnlyList<WarcRecord> Of(Capture capture, EarlierCapture? earlier)
    {
        var records = Make(capture, earlier);
        for (var i = 0; i < records.Count; i++) records[i].Identify(IdOf(capture.Id, i));
        // Tied once the ids stand.
        if (capture.ServerAddress is { } address) records[0].With("WARC-IP-Address", address);
        foreach (var record in records.Skip(1)) record.With("WARC-Concurrent-To", records[0].Id);
        if (capture.Document is not null && earlier is null) records[0].With("WARC-Refers-To", records.First(record => record.Type == "response").Id);
        return records;
    }

    /// <summary>
    /// The page record bears the capture's own id and those beside it the next ones (a UUIDv7 may end in a counter, RFC 9562, section 6.2),
    /// so that what belongs together is seen to, and packs small.
    /// </summary>
    private static Guid IdOf(Guid capture, int place)
    {
        var bytes = capture.ToByteArray(bigEndian: true);
        var end = (ushort)(((bytes[14] << 8) | bytes[15]) + place);
        (bytes[14], bytes[15]) = ((byte)(end >> 8), (byte)end);
        return new Guid(bytes, bigEndian: true);
    }

    private static List<WarcRecord> Make(Capture capture, EarlierCapture? earlier)
    {
        var reconstruction = new SortedSet<string>(StringComparer.Ordinal);
        if (capture.Redactions.Count > 0) reconstruction.Add(Reconstruction.Redacted);
        if (earlier is not null) return Revisit(capture, earlier, reconstruction);

        var url = Address(capture.Url);
        var page = capture.Mode == RenderMode.Browser ? Rendered(capture, url, reconstruction) : capture.Mode == RenderMode.File ? Handed(capture, url) : Response(
            url, capture.CapturedAt, capture.Status, capture.HttpVersion, capture.ResponseHeaders, capture.WireBody ?? capture.Body,
            contentDecoded: capture.WireBody is null, PayloadDigest(capture), reconstruction);
        var records = new List<WarcRecord> { page };
        if (Request(capture) is { } request) records.Add(request);
        if (capture.Document is { } document) records.Add(Answer(capture, document, reconstruction));
        foreach (var hop in capture.Hops) records.Add(Hop(hop, reconstruction));
        foreach (var resource in capture.SubResources) records.Add(Answer(capture, resource, reconstruction));
        foreach (var attachment in capture.Attachments) records.Add(Attachment(capture, attachment));
        records.Add(new WarcRecord("metadata", capture.CapturedAt, "application/json", JsonText.BytesOf(Facts(capture, reconstruction), EvidenceJson.Write))
            .With("WARC-Target-URI", url));
        return records;
    }

    private static List<WarcRecord> Revisit(Capture capture, EarlierCapture earlier, SortedSet<string> reconstruction)
    {
        var url = Address(capture.Url);
        var head = HttpHead.Response(capture.Status, capture.HttpVersion, capture.ResponseHeaders, (capture.WireBody ?? capture.Body).Length, capture.WireBody is null, reconstruction);
        var digest = PayloadDigest(capture);
        var request = Request(capture);
        var same = request is not null && earlier.Request is { } first && first.Block.Span.SequenceEqual(request.Body.Span);
        var facts = Facts(capture, reconstruction) with { BodySha256 = null };
        // What is as it was is not said again: these facts ride on the revisit itself, and a record of them would be half its size.
        if (earlier.Facts is { } before && before.SaysTheSameAs(facts)) facts = new CaptureFacts { SameFacts = true };
        if (same) facts = facts with { SameRequest = true };
        var revisit = new WarcRecord("revisit", capture.CapturedAt, "application/http; msgtype=response", head)
        {
            Index = RecordIndex.Of("revisit", url, capture.CapturedAt, "application/http", capture.Status, null, digest),
        };
        revisit.With("WARC-Target-URI", url)
            .With("WARC-Profile", RevisitProfile)
            .With("WARC-Refers-To", earlier.Entry.Id)
            .With("WARC-Refers-To-Target-URI", earlier.Entry.TargetUri)
            .With("WARC-Refers-To-Date", earlier.Entry.Field("WARC-Date") ?? "")
            .With("WARC-Payload-Digest", digest)
            // Escaped beyond ASCII, so that readers of any age can take it.
            .With("WARC-JSON-Metadata", JsonText.AsciiOf(facts, EvidenceJson.Write));
        return request is null || same ? [revisit] : [revisit, request];
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

    /// <summary>A file that was handed over, byte for byte: nothing answered, so it is no response.</summary>
    private static WarcRecord Handed(Capture capture, string url)
    {
        var (type, digest) = (capture.ResponseHeader("Content-Type") ?? "application/octet-stream", "sha256:" + capture.BodySha256);
        return new WarcRecord("resource", capture.CapturedAt, type, capture.Body) { Index = RecordIndex.Of("resource", url, capture.CapturedAt, type, null, null, digest) }
            .With("WARC-Target-URI", url).With("WARC-Payload-Digest", digest);
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

    private static CaptureFacts Facts(Capture capture, SortedSet<string> reconstruction) => new()
    {
        CaptureId = capture.Id,
        Source = capture.SourceId,
        RequestUrl = capture.RequestUrl == capture.Url ? null : capture.RequestUrl,
        Robots = capture.RobotsDecision,
        Mode = capture.Mode switch { RenderMode.Browser => "browser", RenderMode.File => "file", _ => null },
        HttpVersion = capture.HttpVersion is "1.1" or "2" ? null : capture.HttpVersion,
        BodySha256 = capture.WireBody is null ? null : capture.BodySha256,
        Reconstructed = [.. reconstruction],
        Redirects = capture.Redirects.Count == 0 ? null : capture.Redirects,
        Redactions = capture.Redactions.Count == 0 ? null : capture.Redactions,
        Facts = capture.Facts.Count == 0 ? null : capture.Facts,
    };

    private static string Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.AbsoluteUri : url.Replace(" ", "%20", StringComparison.Ordinal);
}
