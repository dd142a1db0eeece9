using System.Buffers.Binary;
using System.Text;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>What a program did to the disk; numbers as in shim.c.</summary>
internal enum DiskAction
{
    Write = 1,
    Truncate,
    Sync,
    Create,
    Open,
    Rename,
    Unlink,
    Link,
    MakeFolder,
    RemoveFolder,
    SyncFolder,
    SyncAll,
    Extend,
}

/// <summary>One record of the shim.</summary>
/// <param name="Number">Order among all processes.</param>
/// <param name="Since">Of a flush: what was done by then is covered. Of a change of size: the size.</param>
/// <param name="Inode">Of the file.</param>
/// <param name="Offset">Of a write, bytes.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Other">Of a rename or link: the new name.</param>
/// <param name="Data">Bytes written.</param>
internal sealed record DiskRecord(DiskAction Action, ulong Number, ulong Since, ulong Inode, long Offset, string Path, string Other, ReadOnlyMemory<byte> Data);

/// <summary>The journals of one round: where the shim of each process puts down what it does.</summary>
internal static class Journal
{
    private const uint Magic = 0x52575001;
    private const int HeadLength = 56;

    /// <summary>An empty journal folder that any user may write to.</summary>
    public static void Begin(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var counter = Path.Combine(folder, "seq");
        File.WriteAllBytes(counter, new byte[4096]);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(counter, (UnixFileMode)0b110_110_110);
    }

    /// <summary>Every whole record, in order. A record that the end of its process tore is left out: it was acknowledged to nobody.</summary>
    public static List<DiskRecord> Read(string folder)
    {
        var records = new List<DiskRecord>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.journal")) ReadFile(File.ReadAllBytes(file), records);
        records.Sort((a, b) => a.Number.CompareTo(b.Number));
        return records;
    }

    private static void ReadFile(byte[] bytes, List<DiskRecord> records)
    {
        for (var at = 0; bytes.Length - at >= HeadLength;)
        {
            var head = bytes.AsSpan(at, HeadLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic) throw new InvalidDataException("a journal that the shim did not write");
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(head[40..]);
            var (path, other) = ((int)BinaryPrimitives.ReadUInt32LittleEndian(head[48..]), (int)BinaryPrimitives.ReadUInt32LittleEndian(head[52..]));
            var text = at + HeadLength;
            if (text + path + other + length > bytes.Length) return;
            records.Add(new(
                (DiskAction)BinaryPrimitives.ReadUInt32LittleEndian(head[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(head[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(head[24..]),
                (long)BinaryPrimitives.ReadUInt64LittleEndian(head[32..]),
                Encoding.UTF8.GetString(bytes, text, path),
                Encoding.UTF8.GetString(bytes, text + path, other),
                bytes.AsMemory(text + path + other, length)));
            at = text + path + other + length;
        }
    }
}
