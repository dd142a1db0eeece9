using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Ecom389.Monitor.Crawling;

/// <summary>Undoes content codings (RFC 9110, section 8.4): gzip, deflate, br (RFC 7932) and zstd (RFC 8878).</summary>
internal static class ContentCoding
{
    /// <summary>
    /// What is asked for. Zstd last: where the server has a choice, evidence is kept in a coding that every reader of WARC files knows.
    /// </summary>
    public const string Accepted = "gzip, deflate, br, zstd;q=0.5";

    private const int MaxEncodings = 3;
    private const int Smallest = 16 * 1024;

    /// <summary>No window beyond 8 MB is to be offered over HTTP (RFC 9659, section 3); a frame that asks for more is refused before memory is taken.</summary>
    private const int ZstdWindowLog = 23;

    /// <summary>The codings of a header in the order they were applied; null when there are too many or one is not known.</summary>
    public static IReadOnlyList<string>? Read(string header)
    {
        var encodings = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return encodings.Length <= MaxEncodings && Array.TrueForAll(encodings, encoding => encoding.ToLowerInvariant() is "gzip" or "x-gzip" or "br" or "deflate" or "zstd" or "identity") ? encodings : null;
    }

    /// <summary>The bytes with codings undone, or null when they or a step to them are longer than <paramref name="limit"/>.</summary>
    /// <exception cref="EndOfStreamException">They end before a coding does.</exception>
    /// <exception cref="InvalidDataException">They are not what the codings say.</exception>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlyMemory<byte> wire, IReadOnlyList<string> encodings, int limit, CancellationToken cancellationToken)
    {
        var bytes = wire;
        for (var i = encodings.Count - 1; i >= 0; i--)
        {
            var encoding = encodings[i].ToLowerInvariant();
            // An answer without a body, 304 for one, may still name the coding its body would have had.
            if (encoding is "identity" || bytes.IsEmpty) continue;
            try
            {
                if (Undo(encoding, bytes, limit, cancellationToken) is not { } undone) return null;
                if (!CutBodies.IsWhole(encoding, bytes, undone, packed => Undo(encoding, packed, limit, cancellationToken))) throw new EndOfStreamException($"The body ends before its {encoding} coding does.");
                bytes = undone;
            }
            catch (ZstdException fault)
            {
                throw new InvalidDataException(fault.Message, fault);
            }
        }

        return bytes;
    }

    private static ReadOnlyMemory<byte>? Undo(string encoding, ReadOnlyMemory<byte> bytes, int limit, CancellationToken cancellationToken)
    {
        if (encoding is "br") return InflateBrotli(bytes.Span, Expected(encoding, bytes.Span), limit, cancellationToken);
        using var stream = Open(encoding, bytes);
        return Inflate(stream, Expected(encoding, bytes.Span), limit, cancellationToken);
    }

    private static Stream Open(string encoding, ReadOnlyMemory<byte> bytes)
    {
        var packed = MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
        switch (encoding)
        {
            case "gzip" or "x-gzip":
                return new GZipStream(packed, CompressionMode.Decompress);
            case "zstd":
                var zstd = new DecompressionStream(packed, leaveOpen: false);
                zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindowLog);
                return zstd;
            default:
                // "deflate" is zlib by the standard and raw deflate by many servers: the first two bytes tell.
                var isZlib = bytes.Length >= 2 && (bytes.Span[0] & 0x0F) == 8 && BinaryPrimitives.ReadUInt16BigEndian(bytes.Span) % 31 == 0;
                return isZlib ? new ZLibStream(packed, CompressionMode.Decompress) : new DeflateStream(packed, CompressionMode.Decompress);
        }
    }

    /// <summary>How long the decoded bytes claim to be: gzip says so at its end. A claim, so that it never makes more room than what could be packed in these bytes.</summary>
    private static int Expected(string encoding, ReadOnlySpan<byte> packed)
    {
        const int MostDeflated = 1032;
        const int Trailer = 18;
        if (encoding is not ("gzip" or "x-gzip") || packed.Length < Trailer) return packed.Length * 4;
        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]);
        return claimed <= (long)packed.Length * MostDeflated ? (int)Math.Min(claimed, int.MaxValue / 2) : packed.Length * 4;
    }

    private static ReadOnlyMemory<byte>? Inflate(Stream stream, int expected, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(Math.Max(expected, Smallest), limit)];
        var length = 0;
        Span<byte> probe = stackalloc byte[1];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (length < buffer.Length)
            {
                var read = stream.Read(buffer, length, buffer.Length - length);
                if (read == 0) return buffer.AsMemory(0, length);
                length += read;
                continue;
            }

            if (stream.Read(probe) == 0) return buffer;
            if (length == limit) return null;
            Array.Resize(ref buffer, (int)Math.Min((long)length * 2, limit));
            buffer[length++] = probe[0];
        }
    }

    /// <summary>As <see cref="Inflate"/>; a stream of brotli takes the end of its bytes for its own end, the decoder under it says which it was.</summary>
    private static ReadOnlyMemory<byte>? InflateBrotli(ReadOnlySpan<byte> packed, int expected, int limit, CancellationToken cancellationToken)
    {
        var brotli = default(BrotliDecoder);
        try
        {
            var buffer = new byte[Math.Min(Math.Max(expected, Smallest), limit)];
            var length = 0;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var status = brotli.Decompress(packed, buffer.AsSpan(length), out var read, out var written);
                packed = packed[read..];
                length += written;
                switch (status)
                {
                    case OperationStatus.Done:
                        return buffer.AsMemory(0, length);
                    case OperationStatus.DestinationTooSmall when length == limit:
                        return null;
                    case OperationStatus.DestinationTooSmall:
                        Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, limit));
                        break;
                    case OperationStatus.NeedMoreData:
                        throw new EndOfStreamException("The brotli stream is not ended.");
                    default:
                        throw new InvalidDataException("Not brotli.");
                }
            }
        }
        finally
        {
            brotli.Dispose();
        }
    }
}
