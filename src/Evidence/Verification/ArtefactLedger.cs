using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>A range of a file with the hash it was last put down with.</summary>
/// <param name="Artefact">Range and hash.</param>
/// <param name="Event">The event that put it down.</param>
public sealed record LedgerEntry(CustodyArtefact Artefact, CustodyEvent Event);

/// <summary>What the chains say the archive holds: every range's last hash, and the files deleted whole.</summary>
public sealed class ArtefactLedger
{
    private readonly SortedDictionary<string, Dictionary<(long Offset, long Length), LedgerEntry>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CustodyEvent> _deletedFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deletedSubjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _closed = new(StringComparer.Ordinal);

    /// <summary>Takes in events; of two about one range the later counts.</summary>
    public void Add(CustodyEvent custodyEvent)
    {
        if (custodyEvent.Entry.What is not (CustodyActions.Captured or CustodyActions.Closed or CustodyActions.Deleted)) return;
        if (custodyEvent.Entry is { What: CustodyActions.Deleted, Artefacts.Count: 0 } && custodyEvent.Entry.Subject.StartsWith("file:", StringComparison.Ordinal))
        {
            _deletedFiles[custodyEvent.Entry.Subject["file:".Length..]] = custodyEvent;
            return;
        }

        if (custodyEvent.Entry is { What: CustodyActions.Closed, Details: { } details } && long.TryParse(details.GetValueOrDefault(ClosedFile.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)) _closed[custodyEvent.Entry.Subject["file:".Length..]] = length;
        if (custodyEvent.Entry.What == CustodyActions.Deleted) _deletedSubjects.Add(custodyEvent.Entry.Subject);
        foreach (var artefact in custodyEvent.Entry.Artefacts)
        {
            if (!_files.TryGetValue(artefact.File, out var ranges)) _files[artefact.File] = ranges = [];
            var key = (artefact.Offset, artefact.Length);
            if (!ranges.TryGetValue(key, out var known) || known.Event.At <= custodyEvent.At) ranges[key] = new(artefact, custodyEvent);
        }
    }

    /// <summary>Files in ordinal order, each with its ranges in the order of their bytes.</summary>
    public IEnumerable<(string File, IReadOnlyList<LedgerEntry> Ranges)> Files() => _files.Select(pair => (pair.Key, Ordered(pair.Key)));

    /// <summary>The ranges of a file in the order of their bytes.</summary>
    public IReadOnlyList<LedgerEntry> Ordered(string file) => _files.TryGetValue(file, out var ranges)
        ? [.. ranges.Values.OrderBy(entry => entry.Artefact.Offset).ThenBy(entry => entry.Artefact.Length)]
        : [];

    /// <summary>Ranges that touch a part of a file.</summary>
    public IReadOnlyList<LedgerEntry> Touching(string file, long offset, long length) =>
        [.. Ordered(file).Where(entry => entry.Artefact.Offset < offset + length && offset < entry.Artefact.Offset + entry.Artefact.Length)];

    /// <summary>Where the first gap of a file begins: bytes from there on no event speaks of.</summary>
    public long CoveredTo(string file)
    {
        long covered = 0;
        foreach (var entry in Ordered(file))
        {
            if (entry.Artefact.Offset > covered) break;
            covered = Math.Max(covered, entry.Artefact.Offset + entry.Artefact.Length);
        }

        return covered;
    }

    /// <summary>True when a deletion of this subject (<c>capture:…</c>) was put down.</summary>
    public bool IsDeleted(string subject) => _deletedSubjects.Contains(subject);

    /// <summary>How long a file was when it was closed, or null while it is not.</summary>
    public long? ClosedLength(string file) => _closed.TryGetValue(file, out var length) ? length : null;

    /// <summary>The deletion of a whole file, or null.</summary>
    public CustodyEvent? Deletion(string file) => _deletedFiles.GetValueOrDefault(file);
}
