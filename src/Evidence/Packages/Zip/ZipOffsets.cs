using System.Buffers.Binary;
using System.Text;

namespace Ecom389.Monitor.Evidence.Packages.Zip;

/// <summary>Where the stored files of another writer's ZIP begin, so that a record in it can be named by its byte.</summary>
internal static class ZipOffsets
{
    /// <summary>First byte of each file's content, by name. Throws <see cref="InvalidDataException"/> for what is no plain ZIP.</summary>
    public static Dictionary<string, long> Read(string path)
    {
        var bytes = new byte[46];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        file.Position = file.Length - 22;
        file.ReadExactly(bytes.AsSpan(0, 22));
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0x06054b50) throw new InvalidDataException($"{Path.GetFileName(path)}: no plain ZIP");
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10));
        long at = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(16));
        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            file.Position = at;
            file.ReadExactly(bytes);
            var (nameLength, extra, comment) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(30)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(32)));
            long header = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(42));
            var name = new byte[nameLength];
            file.ReadExactly(name);
            at += 46 + nameLength + extra + comment;
            file.Position = header;
            file.ReadExactly(bytes.AsSpan(0, 30));
            offsets[Encoding.UTF8.GetString(name)] = header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28));
        }

        return offsets;
    }
}
