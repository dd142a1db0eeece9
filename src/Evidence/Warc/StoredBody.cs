using System.Buffers.Binary;
using System.IO.Compression;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// A record as one gzip member whose body lies in it as it is: it came packed and would not become smaller. The heads before it are packed;
/// stored blocks follow them (RFC 1951, section 3.2.4), which every reader of gzip takes.
/// </summary>
internal static class StoredBody
{
    private const int LongestBlock = 0xFFFF;

    private static ReadOnlySpan<byte> RecordEnd => "\r\n\r\n"u8;

    public static byte[] Member(ReadOnlySpan<byte> recordHead, ReadOnlySpan<byte> httpHead, ReadOnlySpan<byte> body)
    {
        using var buffer = new MemoryStream(2048 + body.Length);
        buffer.Write(WarcRecord.OurGzipHead);
        long packed;
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(recordHead);
            deflate.Write(httpHead);
            // Ends at a whole byte with a block that is not the last; what closing the stream adds is written over.
            deflate.Flush();
            packed = buffer.Position;
        }

        buffer.SetLength(packed);
        buffer.Position = packed;
        for (var rest = body; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, LongestBlock)..]) Append(buffer, rest[..Math.Min(rest.Length, LongestBlock)], isLast: false);
        Append(buffer, RecordEnd, isLast: true);

        var crc = default(Crc32);
        crc.Append(recordHead);
        crc.Append(httpHead);
        crc.Append(body);
        crc.Append(RecordEnd);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)(recordHead.Length + httpHead.Length + body.Length + RecordEnd.Length));
        buffer.Write(trailer);
        return buffer.ToArray();
    }

    private static void Append(MemoryStream buffer, ReadOnlySpan<byte> bytes, bool isLast)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)~bytes.Length);
        buffer.Write(head);
        buffer.Write(bytes);
    }
}
