using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>The anchors of an installation. One process at a time makes them (the holder of the key).</summary>
public sealed class AnchorBook
{
    private readonly CustodyFolder _custody;

    public AnchorBook(CustodyFolder custody) => _custody = custody;

    /// <summary>The newest anchor, or null.</summary>
    /// <exception cref="InvalidDataException">Its file is broken: no further anchor may follow it.</exception>
    public Anchor? Last() => _custody.AnchorNumbers() is [.., var number] ? Read(number) : null;

    /// <summary>An anchor by its number.</summary>
    /// <exception cref="InvalidDataException">Its file is broken.</exception>
    public Anchor Read(long number) => Anchor.Decode(File.ReadAllBytes(_custody.Anchor(number)));

    /// <summary>
    /// Merges the sealed heads of all writers into the next anchor. Only what was sealed is anchored. Returns the newest anchor
    /// as it is when nothing was sealed since.
    /// </summary>
    /// <exception cref="InvalidDataException">A chain no longer holds what was sealed or anchored.</exception>
    public Anchor? Make(SigningKey key, TimeProvider time)
    {
        Directory.CreateDirectory(_custody.Anchors);
        using var gate = new FileStream(Path.Combine(_custody.Anchors, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var before = Last();
        var leaves = new List<AnchorLeaf>();
        foreach (var writer in _custody.Writers())
        {
            if (SealBook.Last(_custody.Seal(writer), out _) is not { } seal) continue;
            leaves.Add(Leaf(seal, before?.Leaves.FirstOrDefault(leaf => leaf.Writer == writer)));
        }

        if (leaves.Count == 0 || leaves.All(leaf => leaf.From > leaf.Sequence)) return before;
        var anchor = Anchor.Make(time.GetUtcNow().ToMicroseconds(), leaves, before, key);
        PublicFiles.WriteNew(_custody.Anchor(anchor.Number), anchor.Encode());
        return anchor;
    }

    /// <summary>Hashes of a chain's lines between two sequences, both included.</summary>
    /// <exception cref="InvalidDataException">The chain does not have them all.</exception>
    public IReadOnlyList<string> LineHashes(string writer, long from, long to)
    {
        var hashes = new List<string>();
        using var file = CustodyChain.Open(_custody.Chain(writer));
        foreach (var entry in CustodyChain.Read(file))
        {
            if (entry.Line is not { } line) throw new InvalidDataException($"{writer}: {entry.Problem}");
            if (line.Sequence > to) break;
            if (line.Sequence >= from) hashes.Add(line.Hash);
        }

        return hashes.Count == to - from + 1 ? hashes : throw new InvalidDataException($"{writer}: lines {from} to {to} are not all there");
    }

    private AnchorLeaf Leaf(Seal seal, AnchorLeaf? before)
    {
        var from = (before?.Sequence ?? 0) + 1;
        var hashes = from > seal.Sequence ? [] : LineHashes(seal.Writer, from, seal.Sequence);
        if (hashes.Count > 0 && hashes[^1] != seal.Hash) throw new InvalidDataException($"{seal.Writer} #{seal.Sequence}: not the line that was sealed");
        return new(seal.Writer, seal.Sequence, seal.Hash, from, TreeOf(hashes));
    }

    /// <summary>The Merkle root over line hashes.</summary>
    public static string TreeOf(IReadOnlyList<string> lineHashes) => MerkleTree.Root(LineLeaves(lineHashes));

    /// <summary>Line hashes as leaves of the tree.</summary>
    public static IReadOnlyList<string> LineLeaves(IReadOnlyList<string> lineHashes) => [.. lineHashes.Select(hash => MerkleTree.Leaf(Convert.FromHexString(hash)))];
}
