using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Evidence.Packages.Zip;

/// <summary>A file in the container.</summary>
/// <param name="Name">Path with forward slashes.</param>
/// <param name="Offset">First byte of its content in the container.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Crc">CRC-32 as the container says.</param>
public sealed record ZipItem(string Name, long Offset, long Length, uint Crc);

/// <summary>
/// A ZIP (APPNOTE 6.3.10) in one spelling only: files stored as they are, in the order given, no dates, no comments, no extras.
/// So every byte of the container itself is known beforehand, and a changed one is named; and the parts of the package can be
/// found by offset. Any unpacker opens it. Up to 4 GiB and 65,535 files.
/// </summary>
public static class StoredZip
{
    private const int LocalSize = 30;
    private const int CentralSize = 46;
    private const int EndSize = 22;

    // 1 January 1980, midnight: ZIP's zero. The record says when the package was made.
    private const ushort Date = 0x0021;

    /// <summary>Writes files of a folder into a container, whole or not at all.</summary>
    /// <exception cref="InvalidDataException">More than a plain ZIP can hold.</exception>
    public static async Task WriteAsync(string target, string folder, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var total = names.Sum(name => new FileInfo(Path.Combine(folder, name)).Length + LocalSize + CentralSize + (2 * Encoding.UTF8.GetByteCount(name))) + EndSize;
        if (total > uint.MaxValue || names.Count > ushort.MaxValue) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the package would be {total} bytes; a package holds 4 GiB: export its findings one by one"));
        var draft = target + ".draft";
        try
        {
            await using (var output = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
            {
                var items = new List<ZipItem>();
                foreach (var name in names)
                {
                    await using var input = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
                    var header = output.Position;
                    var item = new ZipItem(name, header + LocalSize + Encoding.UTF8.GetByteCount(name), input.Length, await CrcAsync(input, cancellationToken));
                    await output.WriteAsync(LocalHeader(item), cancellationToken);
                    input.Position = 0;
                    await input.CopyToAsync(output, cancellationToken);
                    items.Add(item);
                }

                await output.WriteAsync(Directory(items, output.Position), cancellationToken);
                output.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// Reads the container's own bytes strictly. <paramref name="fault"/> names the first that is not as it must be; then the list
    /// may be short.
    /// </summary>
    public static IReadOnlyList<ZipItem> Read(Stream stream, out (long Offset, long Length, string Problem)? fault)
    {
        var items = new List<ZipItem>();
        fault = null;
        if (stream.Length < EndSize)
        {
            fault = (0, stream.Length, "too short for a package");
            return items;
        }

        var end = At(stream, stream.Length - EndSize, EndSize);
        long directory = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054b50 || directory + BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12)) != stream.Length - EndSize)
        {
            fault = (stream.Length - EndSize, EndSize, "the end of the container is not as we write it");
            return items;
        }

        var listed = At(stream, directory, (int)(stream.Length - EndSize - directory));
        long expected = 0;
        for (var at = 0; at < listed.Length;)
        {
            if (ReadEntry(listed.AsSpan(at)) is not { } item || item.Offset - LocalSize - Encoding.UTF8.GetByteCount(item.Name) != expected)
            {
                fault = (directory + at, Math.Min(CentralSize, listed.Length - at), "an entry of the container's directory is not as we write it");
                return items;
            }

            var header = LocalHeader(item);
            if (expected + header.Length + item.Length > directory || Differs(At(stream, expected, header.Length), header) is { } byteAt && Set(ref fault, expected + byteAt, $"the container's header of {item.Name} is not as we write it"))
            {
                fault ??= (directory + at, CentralSize, $"{item.Name} does not fit into the container");
                return items;
            }

            items.Add(item);
            expected = item.Offset + item.Length;
            at += CentralSize + Encoding.UTF8.GetByteCount(item.Name);
        }

        var again = Directory(items, directory);
        if (expected != directory) fault = (expected, directory - expected, "bytes that belong to no file");
        else if (Differs([.. listed, .. end], again) is { } first) fault = (directory + first, 1, "the container's directory is not as we write it");
        return items;
    }

    /// <summary>CRC-32 of a stream from where it stands.</summary>
    internal static async Task<uint> CrcAsync(Stream stream, CancellationToken cancellationToken)
    {
        var crc = default(Crc32);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0) crc.Append(buffer.AsSpan(0, read));
        return crc.Value;
    }

    private static bool Set(ref (long, long, string)? fault, long offset, string problem)
    {
        fault = (offset, 1, problem);
        return true;
    }

    private static byte[] At(Stream stream, long offset, int length)
    {
        var bytes = new byte[(int)Math.Max(0, Math.Min(length, stream.Length - offset))];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int? Differs(ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        var common = found.CommonPrefixLength(expected);
        return common == expected.Length && common == found.Length ? null : common;
    }

    private static ZipItem? ReadEntry(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < CentralSize || BinaryPrimitives.ReadUInt32LittleEndian(entry) != 0x02014b50) return null;
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]);
        if (entry.Length < CentralSize + nameLength) return null;
        var name = Encoding.UTF8.GetString(entry.Slice(CentralSize, nameLength));
        // Bytes that are no UTF-8 would not come back as they were.
        if (Encoding.UTF8.GetByteCount(name) != nameLength) return null;
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        return new(name, offset + LocalSize + nameLength, BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]));
    }

    private static byte[] LocalHeader(ZipItem item)
    {
        var name = Encoding.UTF8.GetBytes(item.Name);
        var header = new byte[LocalSize + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        WriteShared(header.AsSpan(4), item, name.Length);
        name.CopyTo(header.AsSpan(LocalSize));
        return header;
    }

    private static byte[] Directory(List<ZipItem> items, long at)
    {
        using var buffer = new MemoryStream();
        foreach (var item in items)
        {
            var name = Encoding.UTF8.GetBytes(item.Name);
            var entry = new byte[CentralSize + name.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), 20);
            WriteShared(entry.AsSpan(6), item, name.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), (uint)(item.Offset - LocalSize - name.Length));
            name.CopyTo(entry.AsSpan(CentralSize));
            buffer.Write(entry);
        }

        var end = new byte[EndSize];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)items.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)items.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)buffer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)at);
        buffer.Write(end);
        return buffer.ToArray();
    }

    /// <summary>From "version needed" to the lengths: the same in both headers.</summary>
    private static void WriteShared(Span<byte> header, ZipItem item, int nameLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        // Bit 11: names are UTF-8.
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], 0x0800);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], Date);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], item.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)item.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)item.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)nameLength);
    }
}
