using System.Globalization;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>What a chain turned out to hold.</summary>
/// <param name="Writer">Whose.</param>
/// <param name="Lines">Good lines, in order.</param>
/// <param name="Whole">False after a fault: the lines before it stand, what follows was not read.</param>
public sealed record CheckedChain(string Writer, IReadOnlyList<CustodyLine> Lines, bool Whole)
{
    private Dictionary<long, CustodyLine>? _bySequence;

    /// <summary>The line of a sequence, or null.</summary>
    public CustodyLine? At(long sequence) => (_bySequence ??= Lines.ToDictionary(line => line.Sequence)).GetValueOrDefault(sequence);
}

/// <summary>Follows a chain link by link and names the first that breaks.</summary>
internal static class ChainCheck
{
    /// <param name="writer">Whose chain it claims to be.</param>
    /// <param name="file">As faults name it.</param>
    /// <param name="stream">The chain.</param>
    /// <param name="report">Takes the fault.</param>
    /// <param name="isExtract">An extract may begin late and leave lines out, which its seals and proofs must then bridge.</param>
    /// <param name="mayGrow">The writer may be half-way through its last line.</param>
    public static CheckedChain Run(string writer, string file, Stream stream, VerificationReport report, bool isExtract, bool mayGrow)
    {
        var lines = new List<CustodyLine>();
        long number = 0;
        CustodyEvent? lastEvent = null;
        foreach (var entry in CustodyChain.Read(stream))
        {
            number++;
            var place = string.Create(CultureInfo.InvariantCulture, $"{writer} #{entry.Line?.Sequence ?? (lines.Count > 0 ? lines[^1].Sequence + 1 : 1)} ({file}: line {number}, bytes {entry.Offset}-{entry.Offset + entry.Length - 1})");
            if (entry.Line is not { } line)
            {
                if (mayGrow && entry.Offset + entry.Length >= stream.Length) break;
                return Broken(entry.Problem!);
            }

            if (line.Event is null && !isExtract) return Broken("only the digest of an event, in a chain that should hold it");
            if (line.Event is { } written && written.Writer != writer) return Broken($"an event of another writer, {written.Writer}");
            var last = lines.Count > 0 ? lines[^1] : null;
            if (last is not null && line.Sequence <= last.Sequence) return Broken(string.Create(CultureInfo.InvariantCulture, $"follows #{last.Sequence}: a line was repeated or moved"));
            var follows = last is null ? line.Sequence == 1 : line.Sequence == last.Sequence + 1;
            if (!follows && !isExtract) return Broken(string.Create(CultureInfo.InvariantCulture, $"follows #{last?.Sequence ?? 0}: lines are missing between them"));
            if (follows && line.Previous != (last?.Hash ?? CustodyLine.Genesis(writer))) return Broken("does not carry the hash of the line before it: one of the two was changed");
            if (line.Event is { } now)
            {
                if (lastEvent is not null && now.At < lastEvent.At)
                {
                    report.Add(FaultKind.TimeBackwards, place, string.Create(CultureInfo.InvariantCulture, $"{now.Instant:O} is before the event it follows, {lastEvent.Instant:O}"));
                    return new(writer, lines, false);
                }

                lastEvent = now;
            }

            lines.Add(line);

            CheckedChain Broken(string problem)
            {
                report.Add(FaultKind.BrokenLink, place, problem);
                return new(writer, lines, false);
            }
        }

        report.Count(CheckedSubjects.ChainLines, lines.Count);
        return new(writer, lines, true);
    }
}
