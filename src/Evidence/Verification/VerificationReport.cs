using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>What can be wrong with evidence.</summary>
public enum FaultKind
{
    MissingFile,

    /// <summary>Bytes differ from their recorded hash.</summary>
    BrokenBytes,

    /// <summary>A file that no list names.</summary>
    UnknownFile,

    /// <summary>A line of a chain was changed, dropped, added or moved, or the chain was written anew.</summary>
    BrokenLink,

    WrongSignature,

    WrongTimeStamp,

    TimeBackwards,

    /// <summary>A proof (manifest, list, proof of inclusion) does not say what it should.</summary>
    WrongProof,
}

/// <summary>One fault, named so that a person can put the finger on it.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Place">File with byte range, or writer with line.</param>
/// <param name="Detail">One sentence.</param>
public sealed record Fault(FaultKind Kind, string Place, string Detail);

/// <summary>Something that was checked and held.</summary>
/// <param name="Subject">What: <c>files</c>, <c>chain-lines</c>, <c>seals</c>, <c>anchors</c>, <c>time-stamps</c>, <c>artefacts</c> …</param>
/// <param name="Count">How many.</param>
public sealed record Checked(string Subject, long Count);

/// <summary>What a verification found. Collected by one thread.</summary>
public sealed class VerificationReport
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _notes = [];
    private readonly SortedDictionary<string, long> _checked = new(StringComparer.Ordinal);

    /// <summary>In the order found.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>What a reader should know and is no fault: not yet anchored, nothing to compare a key with.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<Checked> Checked => [.. _checked.Select(pair => new Checked(pair.Key, pair.Value))];

    [JsonIgnore]
    public bool Holds => _faults.Count == 0;

    public void Add(FaultKind kind, string place, string detail) => _faults.Add(new(kind, place, detail));

    public void Note(string note)
    {
        if (!_notes.Contains(note, StringComparer.Ordinal)) _notes.Add(note);
    }

    public void Count(string subject, long count = 1) => _checked[subject] = _checked.GetValueOrDefault(subject) + count;
}

/// <summary>The names of what is counted in a report; programs read them.</summary>
public static class CheckedSubjects
{
    public const string Files = "files";
    public const string Bytes = "bytes";
    public const string Artefacts = "artefacts";
    public const string Bodies = "bodies";
    public const string ChainLines = "chain-lines";
    public const string Seals = "seals";
    public const string Anchors = "anchors";
    public const string Proofs = "proofs-of-inclusion";
    public const string TimeStamps = "time-stamps";
    public const string Manifests = "manifests";
    public const string Tombstones = "tombstones";
}
