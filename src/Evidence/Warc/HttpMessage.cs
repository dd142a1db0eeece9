using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>An HTTP/1.x message as a record's block holds it (RFC 9112).</summary>
/// <param name="StartLine">Request or status line.</param>
/// <param name="Fields">Header fields in order.</param>
/// <param name="Body">What follows the head, transfer coding and content coding still on.</param>
public sealed record HttpMessage(string StartLine, IReadOnlyList<HeaderField> Fields, ReadOnlyMemory<byte> Body)
{
    /// <summary>The status of an answer, or null.</summary>
    public int? Status => StartLine.StartsWith("HTTP/", StringComparison.Ordinal) && StartLine.Split(' ') is { Length: > 1 } parts
        && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;

    /// <summary>Reads a block; null when its head does not end. Letters outside ASCII are read as UTF-8.</summary>
    public static HttpMessage? TryParse(ReadOnlyMemory<byte> block)
    {
        var (end, next) = HeadEnd(block.Span);
        if (end < 0) return null;
        var lines = Encoding.UTF8.GetString(block.Span[..end]).Split('\n');
        var fields = new List<HeaderField>(lines.Length);
        foreach (var raw in lines.Skip(1))
        {
            var line = raw.TrimEnd('\r');
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) fields.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return new(lines[0].TrimEnd('\r'), fields, block[next..]);
    }

    /// <summary>The value of a header field, or null.</summary>
    public string? Field(string name)
    {
        foreach (var field in Fields)
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) return field.Value;
        return null;
    }

    /// <summary>The body with its transfer coding undone; null when it is said to be chunked and is not.</summary>
    public ReadOnlyMemory<byte>? Unchunked() =>
        Field("Transfer-Encoding") is { } coding && coding.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? ChunkedBody.TryDecode(Body) : Body;

    /// <summary>
    /// The body as a reader wants it: transfer and content coding undone. Throws <see cref="InvalidDataException"/> when a coding is
    /// unknown or the bytes are not in it, or when more than <paramref name="limit"/> bytes come out.
    /// </summary>
    public byte[] Decoded(int limit)
    {
        var body = Unchunked() ?? Body;
        var codings = (Field("Content-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var coding in codings.Reverse()) body = ContentCoding.Decode(body, coding, limit);
        return body.ToArray();
    }

    private static (int End, int Next) HeadEnd(ReadOnlySpan<byte> bytes)
    {
        var strict = bytes.IndexOf("\r\n\r\n"u8);
        var loose = bytes.IndexOf("\n\n"u8);
        if (strict >= 0 && (loose < 0 || strict < loose)) return (strict, strict + 4);
        if (loose >= 0) return (loose, loose + 2);
        // A head without a body and without the empty line: some writers end the block there.
        return bytes.EndsWith("\r\n"u8) ? (bytes.Length - 2, bytes.Length) : (-1, -1);
    }
}

/// <summary>Undoes content codings of RFC 9110.</summary>
internal static class ContentCoding
{
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, string coding, int limit)
    {
        if (body.IsEmpty || coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return body;
        using var source = new MemoryStream(body.ToArray());
        using Stream decoding = coding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            // zlib by the standard and raw deflate by many servers: the first two bytes tell.
            "deflate" => body.Length > 1 && (body.Span[0] & 0x0F) == 8 && ((body.Span[0] << 8) | body.Span[1]) % 31 == 0
                ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress),
            _ => throw new InvalidDataException($"content coding {coding} is not known"),
        };
        using var output = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = decoding.Read(buffer)) > 0;)
        {
            if (output.Length + read > limit) throw new InvalidDataException("the body is larger than allowed once decoded");
            output.Write(buffer, 0, read);
        }

        return output.ToArray();
    }
}

/// <summary>Undoes the chunked transfer coding (RFC 9112, section 7.1).</summary>
internal static class ChunkedBody
{
    /// <summary>The bytes without chunk sizes, or null when they are not chunked or not wholly.</summary>
    public static ReadOnlyMemory<byte>? TryDecode(ReadOnlyMemory<byte> body)
    {
        using var output = new MemoryStream(body.Length);
        var rest = body.Span;
        while (true)
        {
            var line = rest.IndexOf("\r\n"u8);
            if (line is < 1 or > 1024) return null;
            var size = rest[..line];
            if (size.IndexOf((byte)';') is var extension and >= 0) size = size[..extension];
            if (!int.TryParse(Encoding.ASCII.GetString(size).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0) return null;
            rest = rest[(line + 2)..];
            if (length == 0) return output.ToArray();
            if (rest.Length < length + 2 || !rest[length..].StartsWith("\r\n"u8)) return null;
            output.Write(rest[..length]);
            rest = rest[(length + 2)..];
        }
    }
}
