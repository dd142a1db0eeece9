using System.Buffers;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Reads a body with its content encoding undone, never more than the limits of either size. What came over the wire is read whole
/// first and unpacked from memory: a decoder fed by the network waits once for each few kilobytes.
/// </summary>
internal static class BodyReader
{
    /// <summary>The failure of a body that ends before its coding does, as one shorter than its Content-Length: the rest may come the next time.</summary>
    public const string Cut = "body-cut";

    private const int Piece = 16 * 1024;

    /// <param name="Bytes">The decoded body.</param>
    /// <param name="Wire">The body as received, content coding still on; null when there was none.</param>
    /// <param name="Encoding">The content encoding undone, or null.</param>
    /// <param name="Failure">A failure's code, or null.</param>
    internal readonly record struct Body(ReadOnlyMemory<byte> Bytes, string? Encoding, string? Failure, ReadOnlyMemory<byte>? Wire = null);

    public static async Task<Body> ReadAsync(HttpResponseMessage response, FetchLimits limits, CancellationToken cancellationToken)
    {
        var told = response.Content.Headers.ContentLength;
        if (told > limits.MaxCompressedBytes) return new Body(default, null, "too-large");
        var encodings = response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values) ? ContentCoding.Read(values.ToString()) : [];
        if (encodings is null) return new Body(default, null, "encoding");
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (await ReadAllAsync(stream, limits.MaxCompressedBytes, (int)(told ?? 0), cancellationToken) is not { } wire) return new Body(default, null, "too-large");
        if (encodings.Count == 0) return new Body(wire, null, null);
        try
        {
            // Encoded bodies go into evidence as they came; what extraction reads is made of them.
            return ContentCoding.Decode(wire, encodings, limits.MaxInflatedBytes, cancellationToken) is { } bytes
                ? new Body(bytes, string.Join(", ", encodings), null, wire)
                : new Body(default, null, "inflated-too-large");
        }
        catch (EndOfStreamException)
        {
            return new Body(default, null, Cut);
        }
        catch (InvalidDataException)
        {
            return new Body(default, null, "encoding");
        }
    }

    /// <summary>All of a stream, or null when it holds more than <paramref name="limit"/> bytes.</summary>
    /// <param name="stream">Read to its end.</param>
    /// <param name="limit">Bytes at most.</param>
    /// <param name="expected">Bytes it is said to hold; 0 when nothing is known. Where it is true nothing is copied.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ReadOnlyMemory<byte>?> ReadAllAsync(Stream stream, int limit, int expected, CancellationToken cancellationToken)
    {
        var buffer = expected > 0 && expected <= limit ? new byte[expected] : new byte[Piece];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                // Full, which mostly means that it is all there is: one byte more would tell otherwise.
                var probe = ArrayPool<byte>.Shared.Rent(1);
                try
                {
                    if (await stream.ReadAsync(probe.AsMemory(0, 1), cancellationToken) == 0) return buffer;
                    if (length == limit) return null;
                    Array.Resize(ref buffer, (int)Math.Min((long)length * 2, limit));
                    buffer[length++] = probe[0];
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(probe);
                }

                continue;
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return buffer.AsMemory(0, length);
            length += read;
        }
    }
}
