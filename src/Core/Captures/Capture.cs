namespace Ecom389.Monitor.Core;

/// <summary>One response or rendered page as fetched, kept as evidence (bản thu).</summary>
public sealed record Capture
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required string SourceId { get; init; }

    /// <summary>The URL asked for.</summary>
    public required string RequestUrl { get; init; }

    /// <summary>The URL that answered, after redirects.</summary>
    public required string Url { get; init; }

    /// <summary>UTC, when the first byte of the answer was here.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    public required RenderMode Mode { get; init; }

    /// <summary>HTTP status of the final answer.</summary>
    public required int Status { get; init; }

    public string HttpVersion { get; init; } = "1.1";

    /// <summary>The IP address that answered, or null when an upstream proxy stood between.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>Headers sent, in order; cookies and tokens already redacted.</summary>
    public IReadOnlyList<HeaderField> RequestHeaders { get; init; } = [];

    /// <summary>Headers received, in order.</summary>
    public IReadOnlyList<HeaderField> ResponseHeaders { get; init; } = [];

    /// <summary>The body after content decoding: for <see cref="RenderMode.Browser"/> the serialised DOM after rendering, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The body as it came over the wire, content coding (gzip, br) still on; null when there was none, or when it is not to be had
    /// (a browser decodes; a redacted body is no longer what was sent).
    /// </summary>
    public ReadOnlyMemory<byte>? WireBody { get; init; }

    /// <summary>SHA-256 of <see cref="Body"/>, lower-case hexadecimal.</summary>
    public required string BodySha256 { get; init; }

    /// <summary>Redirects followed, first to last.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>The redirecting answers themselves, first to last; as many as <see cref="Redirects"/>, or empty where they are not to be had.</summary>
    public IReadOnlyList<RedirectHop> Hops { get; init; } = [];

    /// <summary>The document as the server answered it, where <see cref="Body"/> is what became of it in the browser and both are kept.</summary>
    public SubResource? Document { get; init; }

    /// <summary>What was made of the page beside its body: full-page picture, print, certificates.</summary>
    public IReadOnlyList<CaptureAttachment> Attachments { get; init; } = [];

    /// <summary>How long it is kept: <c>crawl</c> for every page fetched, <c>finding</c> for the rich capture of a suspected listing.</summary>
    public string RetentionClass { get; init; } = "crawl";

    /// <summary>What was blacked out before hashing; never the values.</summary>
    public IReadOnlyList<Redaction> Redactions { get; init; } = [];

    /// <summary>JSON answers the page asked for while rendering.</summary>
    public IReadOnlyList<SubResource> SubResources { get; init; } = [];

    /// <summary>What robots.txt said: <c>allowed</c>, <c>allowed (no robots.txt)</c>, <c>override …</c>.</summary>
    public string RobotsDecision { get; init; } = "";

    /// <summary>Facts noticed on the way, TLS problems for instance: key to value.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The value of a response header, or null.</summary>
    public string? ResponseHeader(string name)
    {
        foreach (var field in ResponseHeaders)
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        return null;
    }
}

/// <summary>One header field as sent or received.</summary>
public sealed record HeaderField(string Name, string Value);

/// <summary>An answer a page fetched by script while it was rendered.</summary>
public sealed record SubResource(string Url, int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>Headers received, in order; empty where only the type is known.</summary>
    public IReadOnlyList<HeaderField> Headers { get; init; } = [];
}

/// <summary>An answer that led on to another address.</summary>
/// <param name="Url">The address that answered.</param>
/// <param name="At">UTC.</param>
/// <param name="Status">301, 302, 303, 307 or 308.</param>
/// <param name="Headers">Headers received, in order.</param>
/// <param name="Body">As received, content coding still on; cut at a bound when longer.</param>
/// <param name="IsCut">The body was longer than is kept.</param>
public sealed record RedirectHop(string Url, DateTimeOffset At, int Status, IReadOnlyList<HeaderField> Headers, ReadOnlyMemory<byte> Body, bool IsCut);

/// <summary>Something made of a page and kept with it.</summary>
/// <param name="Kind"><c>screenshot</c>, <c>print</c> or <c>tls</c>.</param>
/// <param name="Url">Of the page or, for certificates, the host it speaks of.</param>
/// <param name="ContentType">Media type of <paramref name="Body"/>.</param>
public sealed record CaptureAttachment(string Kind, string Url, string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>What was blacked out of a capture, and how often.</summary>
/// <param name="What"><c>cookie:NAME</c>, <c>header:NAME</c>, <c>token:NAME</c> or <c>text:N</c>, N being its place in the source's list, from 1.</param>
/// <param name="Where"><c>request</c>, <c>response</c>, <c>body</c>, <c>url</c> or <c>subresource</c>.</param>
/// <param name="Count">Places.</param>
public sealed record Redaction(string What, string Where, int Count);

/// <summary>Where a capture lies in the archive.</summary>
/// <param name="File">File name below the archive's folder.</param>
/// <param name="Offset">Byte offset of the response record.</param>
/// <param name="Length">Length in bytes of the record as stored.</param>
public sealed record ArchiveLocation(string File, long Offset, long Length);

/// <summary>Keeps captures. Once <see cref="AppendAsync"/> returns, the capture survives power loss.</summary>
public interface ICaptureArchive
{
    /// <summary>Writes the capture and syncs it to disk. Lets I/O errors through: the caller must not acknowledge the page.</summary>
    ValueTask<ArchiveLocation> AppendAsync(Capture capture, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the capture without waiting for the disk, so that it can be read and judged meanwhile and shares its sync with others. Nothing of the
    /// page may be acknowledged before <see cref="IWrittenCapture.SettleAsync"/> has ended well. To be disposed of in any case.
    /// </summary>
    async ValueTask<IWrittenCapture> WriteAsync(Capture capture, CancellationToken cancellationToken) => new SettledCapture(await AppendAsync(capture, cancellationToken));
}

/// <summary>A capture on its way to the disk. Disposed of unsettled it is settled all the same: nobody waits for it then.</summary>
public interface IWrittenCapture : IDisposable
{
    /// <summary>Where it lies.</summary>
    ArchiveLocation Location { get; }

    /// <summary>Ends once the capture survives power loss, with its place in the chain of custody. Lets I/O errors through.</summary>
    Task SettleAsync();
}

/// <summary>A capture that was on disk before anybody asked.</summary>
internal sealed class SettledCapture(ArchiveLocation location) : IWrittenCapture
{
    public ArchiveLocation Location { get; } = location;

    public Task SettleAsync() => Task.CompletedTask;

    public void Dispose()
    {
    }
}
