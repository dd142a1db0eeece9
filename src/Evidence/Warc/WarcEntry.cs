using System.Globalization;

namespace Ecom389.Monitor.Evidence;

/// <summary>A record as it lies in a WARC file (ISO 28500:2017), or the bytes where one should be and cannot be read.</summary>
public sealed class WarcEntry
{
    private readonly Lazy<HttpMessage?> _http;

    internal WarcEntry(string file, long offset, long length, string version, IReadOnlyList<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> block, IReadOnlyList<WarcFault> faults)
    {
        File = file;
        Offset = offset;
        Length = length;
        Version = version;
        Fields = fields;
        Block = block;
        Faults = faults;
        _http = new(() => ContentType.StartsWith("application/http", StringComparison.OrdinalIgnoreCase) ? HttpMessage.TryParse(Block) : null);
    }

    /// <summary>File name without folder.</summary>
    public string File { get; }

    /// <summary>Of the record's first byte as stored (of its gzip member, if compressed).</summary>
    public long Offset { get; }

    /// <summary>Bytes as stored.</summary>
    public long Length { get; }

    /// <summary><c>WARC/1.1</c>; empty when nothing could be read.</summary>
    public string Version { get; }

    /// <summary>Named fields in order; values as written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>What is wrong with it; empty for a sound record.</summary>
    public IReadOnlyList<WarcFault> Faults { get; }

    /// <summary>False when the bytes at this place are no record, or not wholly one.</summary>
    public bool IsReadable => Version.Length > 0;

    /// <summary>No byte of it is known to be missing or altered.</summary>
    public bool IsSound => IsReadable && !Faults.Any(fault => fault.IsError);

    /// <summary><c>response</c>, <c>request</c>, <c>revisit</c>, <c>metadata</c>, <c>resource</c>, <c>conversion</c>, <c>warcinfo</c>.</summary>
    public string Type => Field("WARC-Type") ?? "";

    /// <summary>As <c>&lt;urn:uuid:…&gt;</c>.</summary>
    public string Id => Field("WARC-Record-ID") ?? "";

    /// <summary>Angle brackets, which some writers put around it, are taken off.</summary>
    public string TargetUri => Field("WARC-Target-URI") is { } uri ? uri.Length > 1 && uri[0] == '<' && uri[^1] == '>' ? uri[1..^1] : uri : "";

    public string ContentType => Field("Content-Type") ?? "";

    /// <summary>UTC, or null when missing or unreadable.</summary>
    public DateTimeOffset? Date =>
        DateTimeOffset.TryParse(Field("WARC-Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    /// <summary>The HTTP message in the block, or null when it holds none or none that can be read.</summary>
    public HttpMessage? Http => _http.Value;

    /// <summary>What was transferred: the body of an HTTP message, else the block.</summary>
    public ReadOnlyMemory<byte> Payload => Http?.Body ?? Block;

    /// <summary>The first field of that name, or null.</summary>
    public string? Field(string name)
    {
        foreach (var field in Fields)
            if (string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        return null;
    }
}
