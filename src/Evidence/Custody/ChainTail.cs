using System.Globalization;
using System.Security.Cryptography;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>How a chain ends: where the next line goes, and what of a torn write is to be cut.</summary>
/// <param name="Last">The last good line; null in an empty chain.</param>
/// <param name="End">Where the file ends once the torn tail is cut.</param>
/// <param name="Torn">What is to be noted of the tail cut, or null.</param>
/// <param name="Broken">True when bad lines are followed by good ones: no torn write does that.</param>
internal sealed record ChainTail(CustodyLine? Last, long End, CustodyEntry? Torn, bool Broken)
{
    /// <summary>One sync writes a group of lines; a torn one is no longer than that.</summary>
    private const int Window = 4 << 20;

    public static ChainTail Read(FileStream file, string writer)
    {
        var start = Math.Max(0, file.Length - Window);
        file.Position = start;
        CustodyLine? last = null;
        long end = start;
        var bad = false;
        foreach (var entry in CustodyChain.Read(file))
        {
            // The window may begin inside a line.
            if (entry.Offset == 0 && start > 0) continue;
            if (entry.Line is { Event: { } written } line && written.Writer == writer && Follows(last, line, start, writer))
            {
                if (bad) return new(last, end, null, true);
                last = line;
                end = start + entry.Offset + entry.Length + 1;
            }
            else
            {
                // A line that is whole and yet does not follow was never torn.
                if (entry.Line is not null) return new(last, end, null, true);
                bad = true;
            }
        }

        if (last is null && start > 0) return new(null, 0, null, true);
        if (last is null) end = 0;
        return new(last, end, end < file.Length ? Note(file, end) : null, false);
    }

    private static bool Follows(CustodyLine? last, CustodyLine line, long start, string writer) => last is null
        ? start > 0 || line.Sequence == 1 && line.Previous == CustodyLine.Genesis(writer)
        : line.Sequence == last.Sequence + 1 && line.Previous == last.Hash;

    /// <summary>Copies what is to be cut into a file of its own.</summary>
    public void KeepCut(FileStream file, string path)
    {
        file.Position = End;
        using var kept = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        file.CopyTo(kept);
        kept.Flush(flushToDisk: true);
    }

    private static CustodyEntry Note(FileStream file, long end)
    {
        file.Position = end;
        var cut = new byte[file.Length - end];
        file.ReadExactly(cut);
        return new CustodyEntry(CustodyActions.Recovered, "system:custody", "file:" + Path.GetFileName(file.Name))
        {
            Reason = "the tail of a write that was cut off was removed; no event in it had been acknowledged",
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["offset"] = end.ToString(CultureInfo.InvariantCulture),
                ["length"] = cut.Length.ToString(CultureInfo.InvariantCulture),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(cut)),
            },
        };
    }
}
