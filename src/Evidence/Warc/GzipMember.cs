using System.Buffers.Binary;
using System.IO.Compression;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// One gzip member (RFC 1952) read out of a file of many, with the place where it ends. The framework's decompressor does not say how
/// many bytes it used; the end is found by the member's own checksum and length, which follow the last used byte.
/// </summary>
/// <param name="Problem">Null when whole; else <c>gzip-cut</c>, <c>gzip-damaged</c> or <c>too-large</c>.</param>
/// <param name="Length">Bytes of the member as stored when whole.</param>
/// <param name="Bytes">What came out, as far as it went.</param>
internal readonly record struct GzipMember(string? Problem, long Length, ReadOnlyMemory<byte> Bytes)
{
    private const int Trailer = 8;

    public static bool StartsAt(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, 8, ..];

    /// <summary>Reads the member at an offset, at most <paramref name="limit"/> bytes of it.</summary>
    public static GzipMember Read(Stream file, long offset, int limit)
    {
        if (HeadLength(file, offset) is not { } head) return new(file.Length - offset < 18 ? "gzip-cut" : "gzip-damaged", 0, default);
        var feed = new Feed(file, offset + head);
        using var output = new MemoryStream();
        var crc = default(Crc32);
        try
        {
            using var inflate = new DeflateStream(feed, CompressionMode.Decompress, leaveOpen: true);
            var buffer = new byte[16 * 1024];
            for (int read; (read = inflate.Read(buffer)) > 0;)
            {
                if (output.Length + read > limit) return new("too-large", 0, Written(output));
                crc.Append(buffer.AsSpan(0, read));
                output.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return new(feed.AtEnd ? "gzip-cut" : "gzip-damaged", 0, Written(output));
        }

        return feed.FindTrailer(crc.Value, (uint)output.Length) is { } end
            ? new(null, end - offset, Written(output))
            : new(feed.AtEnd || file.Length - feed.LastStart < Trailer ? "gzip-cut" : "gzip-damaged", 0, Written(output));
    }

    private static ReadOnlyMemory<byte> Written(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);

    /// <summary>Bytes before the compressed data, or null when there is no whole gzip header.</summary>
    private static int? HeadLength(Stream file, long offset)
    {
        var head = new byte[(int)Math.Min(64 * 1024, file.Length - offset)];
        file.Position = offset;
        var length = file.ReadAtLeast(head, Math.Min(head.Length, 10), throwOnEndOfStream: false);
        if (length < 10 || !StartsAt(head) || (head[3] & 0xE0) != 0) return null;
        var at = 10;
        if ((head[3] & 4) != 0)
        {
            if (length < at + 2) return null;
            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at));
        }

        for (var names = (head[3] & 8) / 8 + ((head[3] & 16) / 16); names > 0; names--)
        {
            if (at >= length) return null;
            var end = head.AsSpan(at, length - at).IndexOf((byte)0);
            if (end < 0) return null;
            at += end + 1;
        }

        if ((head[3] & 2) != 0) at += 2;
        return at < length ? at : null;
    }

    /// <summary>Hands the file out in small pieces and remembers the last one, in which the compressed data ends.</summary>
    private sealed class Feed(Stream file, long start) : Stream
    {
        private const int Piece = 4096;
        private long _next = start;

        public long LastStart { get; private set; } = start;

        /// <summary>More was asked for than there is.</summary>
        public bool AtEnd { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            file.Position = _next;
            var read = file.Read(buffer[..Math.Min(buffer.Length, Piece)]);
            if (read == 0) AtEnd = true;
            else LastStart = _next;
            _next += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        /// <summary>One past the trailer that holds this checksum and length, or null.</summary>
        public long? FindTrailer(uint crc, uint length)
        {
            Span<byte> trailer = stackalloc byte[Trailer];
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
            Span<byte> window = stackalloc byte[Piece + Trailer];
            file.Position = LastStart;
            var read = file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
            return window[..read].IndexOf(trailer) is var at and >= 0 ? LastStart + at + Trailer : null;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
