using System.Buffers;
using System.IO.Compression;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads a body with its content encoding undone, never more than the limits of either size.</summary>
internal static class BodyReader
{
    private const int MaxEncodings = 3;

    /// <param name="Bytes">The decoded body.</param>
    /// <param name="Wire">The body as received, content coding still on; null when there was none.</param>
    /// <param name="Encoding">The content encoding undone, or null.</param>
    /// <param name="Failure">A failure's code, or null.</param>
    internal readonly record struct Body(ReadOnlyMemory<byte> Bytes, string? Encoding, string? Failure, ReadOnlyMemory<byte>? Wire = null);

    public static async Task<Body> ReadAsync(HttpResponseMessage response, FetchLimits limits, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > limits.MaxCompressedBytes) return new Body(default, null, "too-large");
        await using var wire = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), limits.MaxCompressedBytes);
        var encodings = response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            ? values.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        if (encodings.Length > MaxEncodings) return new Body(default, null, "encoding");
        // Encoded bodies go into evidence as they came; what extraction reads is made of a copy.
        using var copy = encodings.Length == 0 ? null : new CopyingStream(wire);
        Stream stream = copy ?? (Stream)wire;
        foreach (var encoding in encodings.Reverse())
        {
            switch (encoding.ToLowerInvariant())
            {
                case "gzip" or "x-gzip":
                    stream = new GZipStream(stream, CompressionMode.Decompress);
                    break;
                case "br":
                    stream = new BrotliStream(stream, CompressionMode.Decompress);
                    break;
                case "deflate":
                    stream = await DeflateAsync(stream, cancellationToken);
                    break;
                case "identity":
                    break;
                default:
                    return new Body(default, null, "encoding");
            }
        }

        try
        {
            // The type matters: a bare null would become an empty body, and evidence would keep that one.
            var read = await ReadAllAsync(stream, limits.MaxInflatedBytes, response.Content.Headers.ContentLength is { } length && encodings.Length == 0 ? (int)length : 0, cancellationToken);
            return read is { } bytes
                ? new Body(bytes, encodings.Length == 0 ? null : string.Join(", ", encodings), null, copy is null ? (ReadOnlyMemory<byte>?)null : await copy.WholeAsync(cancellationToken))
                : new Body(default, null, encodings.Length == 0 ? "too-large" : "inflated-too-large");
        }
        catch (LimitExceededException)
        {
            return new Body(default, null, "too-large");
        }
        catch (InvalidDataException)
        {
            return new Body(default, null, "encoding");
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    /// <summary>All of a stream, or null when it holds more than <paramref name="limit"/> bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAllAsync(Stream stream, int limit, int expected, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(expected + 1, 16 * 1024, limit + 1));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)buffer.Length * 2, (long)limit + 1));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0) return buffer.AsMemory(0, length).ToArray();
                length += read;
                if (length > limit) return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>"deflate" is zlib by the standard and raw deflate by many servers: the first two bytes tell.</summary>
    private static async Task<Stream> DeflateAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        var length = await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, cancellationToken);
        var isZlib = length == 2 && (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
        var whole = new PrefixedStream(head.AsMemory(0, length), stream);
        return isZlib ? new ZLibStream(whole, CompressionMode.Decompress) : new DeflateStream(whole, CompressionMode.Decompress);
    }
}
