using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// A sorted, immutable piece of the index: lines in gzip blocks and a small file of each block's first line (ZipNum, as WACZ 1.1.1 uses
/// it). The first lines are held in memory; a look-up inflates one block, seldom two.
/// </summary>
internal sealed class CdxjRun
{
    /// <summary>Lines a block: about 40 KB, inflated and searched in a tenth of a millisecond.</summary>
    private const int LinesPerBlock = 128;

    public const string DataEnd = ".cdx.gz";
    public const string BlocksEnd = ".idx";

    private readonly string _data;
    private readonly List<(string First, long Offset, int Length)> _blocks = [];

    private CdxjRun(string data) => _data = data;

    /// <summary>Path of the data file.</summary>
    public string Path => _data;

    /// <summary>Bytes on disk, both files.</summary>
    public long Bytes => new FileInfo(_data).Length + new FileInfo(BlocksPath(_data)).Length;

    public static string BlocksPath(string data) => data[..^DataEnd.Length] + BlocksEnd;

    /// <summary>Opens a run. Throws <see cref="InvalidDataException"/> when its block file is damaged; an index is rebuilt from the WARC files.</summary>
    public static CdxjRun Open(string data)
    {
        var run = new CdxjRun(data);
        foreach (var line in File.ReadLines(BlocksPath(data)).Skip(1))
        {
            try
            {
                var brace = line.IndexOf(" {", StringComparison.Ordinal);
                using var json = JsonDocument.Parse(line[(brace + 1)..]);
                run._blocks.Add((line[..brace], json.RootElement.GetProperty("offset").GetInt64(), json.RootElement.GetProperty("length").GetInt32()));
            }
            catch (Exception fault) when (fault is JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"{System.IO.Path.GetFileName(BlocksPath(data))}: not an index of blocks: {fault.Message}", fault);
            }
        }

        return run;
    }

    /// <summary>Writes sorted lines as a run; whole on disk under its name or not there at all.</summary>
    /// <param name="data">Path of the data file.</param>
    /// <param name="sorted">Lines, UTF-8 without their ends.</param>
    public static CdxjRun Write(string data, IEnumerable<ReadOnlyMemory<byte>> sorted)
    {
        var name = System.IO.Path.GetFileName(data);
        using (var file = new FileStream(data + ".new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var blocks = new FileStream(BlocksPath(data) + ".new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            Write(sorted, file, blocks, name);
            file.Flush(flushToDisk: true);
            blocks.Flush(flushToDisk: true);
        }

        // The block file last but one: a run is there when its data file is.
        File.Move(BlocksPath(data) + ".new", BlocksPath(data), overwrite: true);
        File.Move(data + ".new", data, overwrite: true);
        DurableFolder.Flush(System.IO.Path.GetDirectoryName(data)!);
        return Open(data);
    }

    /// <summary>Writes sorted lines in blocks, and the blocks' first lines.</summary>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> sorted, Stream data, Stream blocks, string name)
    {
        blocks.Write(Encoding.UTF8.GetBytes($"!meta 0 {{\"format\":\"cdxj-gzip-1.0\",\"filename\":\"{name}\"}}\n"));
        // A block at a time, in the same buffer: a run of thousands of lines is written while a crawl waits, and is not to fill its heap.
        using var block = new MemoryStream(1 << 16);
        var (lines, first) = (0, "");
        foreach (var line in sorted)
        {
            if (lines == 0) first = Encoding.UTF8.GetString(line.Span[..line.Span.IndexOf(" {"u8)]);
            block.Write(line.Span);
            block.WriteByte((byte)'\n');
            if (++lines == LinesPerBlock) End();
        }

        if (lines > 0) End();

        void End()
        {
            var at = data.Position;
            using (var gzip = new GZipStream(data, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(block.GetBuffer().AsSpan(0, (int)block.Length));
            blocks.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{first} {{\"offset\":{at},\"length\":{data.Position - at},\"filename\":\"{name}\"}}\n")));
            block.SetLength(0);
            lines = 0;
        }
    }

    /// <summary>All lines that begin with a prefix, in order.</summary>
    public IEnumerable<string> Find(string prefix)
    {
        // The last block that begins before the prefix may hold its first lines.
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_blocks[middle].First, prefix) < 0) low = middle + 1;
            else high = middle;
        }

        for (var i = Math.Max(0, low - 1); i < _blocks.Count; i++)
        {
            if (i >= low && !_blocks[i].First.StartsWith(prefix, StringComparison.Ordinal)) yield break;
            foreach (var line in Lines(i, Encoding.UTF8.GetBytes(prefix))) yield return Encoding.UTF8.GetString(line.Span);
        }
    }

    /// <summary>All lines, UTF-8 without their ends.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> All()
    {
        for (var i = 0; i < _blocks.Count; i++)
            foreach (var line in Lines(i, [])) yield return line;
    }

    /// <summary>Lines of a block that begin with a prefix.</summary>
    private List<ReadOnlyMemory<byte>> Lines(int block, ReadOnlySpan<byte> prefix)
    {
        var (_, offset, length) = _blocks[block];
        var packed = new byte[length];
        using (var file = File.OpenHandle(_data, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            for (int read, at = 0; at < length; at += read)
                if ((read = RandomAccess.Read(file, packed.AsSpan(at), offset + at)) == 0) throw new InvalidDataException($"{System.IO.Path.GetFileName(_data)}: shorter than its block file says");
        }

        using var plain = new MemoryStream(length * 8);
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(plain);
        var found = new List<ReadOnlyMemory<byte>>();
        for (var rest = new ReadOnlyMemory<byte>(plain.GetBuffer(), 0, (int)plain.Length); !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Span.StartsWith(prefix) && !line.IsEmpty) found.Add(line);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return found;
    }
}
