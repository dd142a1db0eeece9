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

    /// <summary>Headers sent, in order; cookies and tokens already redacted.</summary>
    public IReadOnlyList<HeaderField> RequestHeaders { get; init; } = [];

    /// <summary>Headers received, in order.</summary>
    public IReadOnlyList<HeaderField> ResponseHeaders { get; init; } = [];

    /// <summary>The body after content decoding: for <see cref="RenderMode.Browser"/> the serialised DOM after rendering, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>SHA-256 of <see cref="Body"/>, lower-case hexadecimal.</summary>
    public required string BodySha256 { get; init; }

    /// <summary>Redirects followed, first to last.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

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
public sealed record SubResource(string Url, int Status, string ContentType, ReadOnlyMemory<byte> Body);

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
}
