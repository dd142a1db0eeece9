using System.Buffers;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>A line of a chain with the place it stands at.</summary>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">In bytes, without the line feed.</param>
/// <param name="Line">Null when it could not be read.</param>
/// <param name="Problem">Why not, or null.</param>
public sealed record ChainEntry(long Offset, int Length, CustodyLine? Line, string? Problem);

/// <summary>Reads chain files line by line, in memory of one line. Judges each line by itself only.</summary>
public static class CustodyChain
{
    /// <summary>A longer line is no line of ours.</summary>
    private const int LongestLine = 4 << 20;

    /// <summary>Every line, the last also when it has no line feed: then it is a torn tail and has a problem.</summary>
    public static IEnumerable<ChainEntry> Read(Stream stream)
    {
        var buffer = new byte[1 << 16];
        var pending = new ArrayBufferWriter<byte>(1 << 12);
        long offset = 0;
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            var from = 0;
            while (from < read)
            {
                var feed = buffer.AsSpan(from, read - from).IndexOf((byte)'\n');
                var end = feed < 0 ? read : from + feed;
                if (pending.WrittenCount + end - from > LongestLine)
                {
                    yield return new(offset, pending.WrittenCount, null, "a line longer than any event");
                    yield break;
                }

                pending.Write(buffer.AsSpan(from, end - from));
                from = end + 1;
                if (feed < 0) break;
                yield return Decode(offset, pending.WrittenSpan);
                offset += pending.WrittenCount + 1;
                pending.ResetWrittenCount();
            }
        }

        if (pending.WrittenCount > 0) yield return new(offset, pending.WrittenCount, null, "the last line does not end: a torn write");
    }

    /// <summary>Opens a chain that its writer may be appending to.</summary>
    public static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);

    private static ChainEntry Decode(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new(offset, bytes.Length, CustodyLine.Decode(bytes), null);
        }
        catch (InvalidDataException exception)
        {
            return new(offset, bytes.Length, null, exception.Message);
        }
    }
}
