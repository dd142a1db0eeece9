using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>A page as the archive holds it.</summary>
/// <param name="TargetUri">The URL captured.</param>
/// <param name="Date">UTC.</param>
/// <param name="ContentType">Media type of <paramref name="Body"/>, or empty.</param>
/// <param name="Body">The body after content decoding.</param>
/// <param name="DigestHolds">Whether the body still has the digest written beside it.</param>
public sealed record ArchivedPage(string TargetUri, DateTimeOffset Date, string ContentType, byte[] Body, bool DigestHolds);

/// <summary>Reads single records of our archive by their location.</summary>
public sealed class WarcReader
{
    private readonly string _folder;

    public WarcReader(string folder) => _folder = folder;

    /// <summary>
    /// Reads the page record at a location. Throws <see cref="InvalidDataException"/> naming file and offset when the record is
    /// not readable, <see cref="FileNotFoundException"/> when the file is gone.
    /// </summary>
    public async Task<ArchivedPage> ReadAsync(ArchiveLocation location, CancellationToken cancellationToken)
    {
        if (Path.GetFileName(location.File) != location.File) throw new InvalidDataException($"{location.File}: not a file name of the archive");
        var member = new byte[location.Length];
        await using (var file = new FileStream(Path.Combine(_folder, location.File), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous))
        {
            file.Position = location.Offset;
            await file.ReadExactlyAsync(member, cancellationToken);
        }

        try
        {
            using var inflated = new MemoryStream();
            await using (var gzip = new GZipStream(new MemoryStream(member), CompressionMode.Decompress))
                await gzip.CopyToAsync(inflated, cancellationToken);
            return Parse(inflated.GetBuffer().AsSpan(0, (int)inflated.Length));
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{location.File}: record at byte {location.Offset} cannot be read: {exception.Message}"), exception);
        }
    }

    private static ArchivedPage Parse(ReadOnlySpan<byte> record)
    {
        var head = ReadHead(record, out var blockStart);
        if (!head.TryGetValue("", out var version) || !version.StartsWith("WARC/1.", StringComparison.Ordinal)) throw new InvalidDataException("no WARC version line");
        var length = int.Parse(head.GetValueOrDefault("Content-Length", ""), CultureInfo.InvariantCulture);
        if (blockStart + length > record.Length) throw new InvalidDataException("the record is shorter than its Content-Length");
        var block = record.Slice(blockStart, length);
        var contentType = head.GetValueOrDefault("Content-Type", "");
        var body = block;
        if (contentType.StartsWith("application/http", StringComparison.Ordinal))
        {
            var http = ReadHead(block, out var bodyStart);
            contentType = http.GetValueOrDefault("Content-Type", "");
            body = block[bodyStart..];
        }

        var digest = head.GetValueOrDefault("WARC-Payload-Digest", "");
        return new(
            head.GetValueOrDefault("WARC-Target-URI", ""),
            DateTimeOffset.Parse(head.GetValueOrDefault("WARC-Date", ""), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            contentType,
            body.ToArray(),
            digest == "sha256:" + ContentHash.Of(body));
    }

    /// <summary>Reads lines up to the empty one; the first line is kept under the empty name.</summary>
    private static Dictionary<string, string> ReadHead(ReadOnlySpan<byte> bytes, out int bodyStart)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) throw new InvalidDataException("the header does not end");
        bodyStart = end + 4;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Encoding.UTF8.GetString(bytes[..end]).Split("\r\n"))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (fields.Count == 0) fields[""] = line;
            else if (colon > 0) fields.TryAdd(line[..colon], line[(colon + 2)..]);
        }

        return fields;
    }
}
