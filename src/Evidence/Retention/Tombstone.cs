using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ecom389.Monitor.Evidence.Retention;

/// <summary>
/// What stands in the place of a deleted record: a WARC record of exactly its length, so that every other record keeps its
/// offset and the file stays a WARC that any reader reads. It says that something was deleted and which hash it had, nothing
/// of what it said. The same record always gets the same tombstone.
/// </summary>
internal static class Tombstone
{
    private const int GzipFrame = 18;
    private const int LongestExtra = 65_535 + 2;
    private const int StoredBlock = 65_535;

    /// <summary>A gzip member of <paramref name="length"/> bytes, or null when that is too short for one.</summary>
    public static byte[]? Make(string sha256, DateTimeOffset date, long length)
    {
        if (length > int.MaxValue) return null;
        var record = Record(sha256, date, 0);
        var packed = Deflate(record);
        var padding = (int)length - GzipFrame - packed.Length;
        if (padding < 0) return null;
        if (padding <= LongestExtra) return Member(record, packed, padding);
        // Too much for the header's extra field: the record is padded with spaces and stored.
        var room = (int)length - GzipFrame - 2;
        var size = room - (5 * ((room / StoredBlock) + 1));
        record = Record(sha256, date, size);
        packed = Store(record);
        return Member(record, packed, (int)length - GzipFrame - packed.Length);
    }

    private static byte[] Record(string sha256, DateTimeOffset date, int size)
    {
        var note = $"deleted by retention; SHA-256 of the record as it was stored: {sha256}; why and when: chain of custody\r\n";
        var id = new Guid(Convert.FromHexString(sha256).AsSpan(0, 16), bigEndian: true);
        var fields = string.Create(CultureInfo.InvariantCulture, $"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{id:D}>\r\nWARC-Date: {date.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\r\nContent-Type: text/plain\r\nContent-Length: ");
        // The number of digits is part of the length: one try more settles it.
        var block = note;
        var head = fields + block.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n";
        for (var i = 0; i < 3 && size > head.Length + block.Length + 4; i++)
        {
            block = note.PadRight(size - head.Length - 4);
            head = fields + block.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n";
            if (head.Length + block.Length + 4 > size) block = block[..^(head.Length + block.Length + 4 - size)];
        }

        head = fields + block.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n";
        return Encoding.ASCII.GetBytes(head + block + "\r\n\r\n");
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(data);
        return packed.ToArray();
    }

    /// <summary>RFC 1951, section 3.2.4.</summary>
    private static byte[] Store(byte[] data)
    {
        using var packed = new MemoryStream();
        for (var at = 0; at < data.Length; at += StoredBlock)
        {
            var count = Math.Min(StoredBlock, data.Length - at);
            Span<byte> head = [(byte)(at + count == data.Length ? 1 : 0), (byte)count, (byte)(count >> 8), (byte)~count, (byte)(~count >> 8)];
            packed.Write(head);
            packed.Write(data.AsSpan(at, count));
        }

        return packed.ToArray();
    }

    /// <summary>RFC 1952; one byte is filled with an empty file name, more with an extra field that readers pass over.</summary>
    private static byte[] Member(byte[] record, byte[] packed, int padding)
    {
        var member = new byte[GzipFrame + packed.Length + padding];
        member[0] = 0x1F;
        member[1] = 0x8B;
        member[2] = 8;
        member[3] = (byte)(padding switch { 0 => 0, 1 => 8, _ => 4 });
        member[9] = 255;
        if (padding > 1) BinaryPrimitives.WriteUInt16LittleEndian(member.AsSpan(10), (ushort)(padding - 2));
        packed.CopyTo(member.AsSpan(10 + padding));
        BinaryPrimitives.WriteUInt32LittleEndian(member.AsSpan(member.Length - 8), Crc32.Of(record));
        BinaryPrimitives.WriteUInt32LittleEndian(member.AsSpan(member.Length - 4), (uint)record.Length);
        return member;
    }
}
