using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>
/// The part of the custody that a package needs: the events about its evidence whole; of the lines between them and the next
/// seal only the digests, as they speak of other matters; the seals, the anchors, and for each event the way through the
/// anchor's tree.
/// </summary>
public sealed class CustodyExtract
{
    private readonly CustodyFolder _custody;
    private readonly AnchorBook _book;

    public CustodyExtract(CustodyFolder custody)
    {
        _custody = custody;
        _book = new AnchorBook(custody);
    }

    /// <summary>Writes the extract below <paramref name="root"/> and returns the events shown, in order of time.</summary>
    /// <param name="root">The package's folder.</param>
    /// <param name="isRelevant">Which events are about the package's evidence.</param>
    public IReadOnlyList<CustodyEvent> Write(string root, Func<CustodyEvent, bool> isRelevant)
    {
        var shown = new List<CustodyEvent>();
        var proofs = new JsonArray();
        var anchors = new SortedSet<long>();
        var numbers = _custody.AnchorNumbers();
        foreach (var writer in _custody.Writers())
        {
            var lines = ReadChain(writer);
            var relevant = lines.Where(line => isRelevant(line.Event!)).ToList();
            if (relevant.Count == 0) continue;
            WriteChain(root, writer, lines, relevant);
            shown.AddRange(relevant.Select(line => line.Event!));
            foreach (var line in relevant) AddProof(writer, line, numbers, proofs, anchors);
        }

        foreach (var number in anchors) CopyAnchor(root, number);
        CopyKeys(root);
        File.WriteAllBytes(Make(root, PackageLayout.Proofs), CanonicalJson.Write(new JsonObject { ["proofs"] = proofs }));
        return [.. shown.OrderBy(custodyEvent => custodyEvent.At).ThenBy(custodyEvent => custodyEvent.Writer, StringComparer.Ordinal).ThenBy(custodyEvent => custodyEvent.Sequence)];
    }

    private List<CustodyLine> ReadChain(string writer)
    {
        using var file = CustodyChain.Open(_custody.Chain(writer));
        var lines = new List<CustodyLine>();
        foreach (var entry in CustodyChain.Read(file))
        {
            if (entry.Line is { } line) lines.Add(line);
            else if (entry.Offset + entry.Length < file.Length) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{writer}: bytes {entry.Offset}-{entry.Offset + entry.Length - 1}: {entry.Problem}"));
        }

        return lines;
    }

    private void WriteChain(string root, string writer, List<CustodyLine> lines, List<CustodyLine> relevant)
    {
        var seals = ReadSeals(writer);
        var shown = relevant.Select(line => line.Sequence).ToHashSet();
        var used = new List<Seal>();
        using (var chain = File.Create(Make(root, PackageLayout.Chains + writer + ".jsonl")))
        {
            long written = 0;
            foreach (var line in relevant)
            {
                // From the event to the first seal after it, or to the end where nothing is sealed yet.
                var seal = seals.Find(seal => seal.Sequence >= line.Sequence);
                if (seal is not null && !used.Contains(seal)) used.Add(seal);
                var to = seal?.Sequence ?? lines[^1].Sequence;
                for (var sequence = Math.Max(line.Sequence, written + 1); sequence <= to; sequence++)
                {
                    chain.Write(lines[(int)sequence - 1].Encode(withEvent: shown.Contains(sequence)));
                    chain.Write("\n"u8);
                    written = sequence;
                }
            }
        }

        using var book = File.Create(Make(root, PackageLayout.Seals + writer + ".jsonl"));
        foreach (var seal in used)
        {
            book.Write(seal.Encode());
            book.Write("\n"u8);
        }
    }

    private List<Seal> ReadSeals(string writer)
    {
        var file = _custody.Seal(writer);
        return File.Exists(file) ? [.. File.ReadAllLines(file).Select(line => Seal.Decode(System.Text.Encoding.UTF8.GetBytes(line)))] : [];
    }

    private void AddProof(string writer, CustodyLine line, IReadOnlyList<long> numbers, JsonArray proofs, SortedSet<long> anchors)
    {
        foreach (var number in numbers)
        {
            var anchor = _book.Read(number);
            if (anchor.Leaves.FirstOrDefault(leaf => leaf.Writer == writer && leaf.From <= line.Sequence && line.Sequence <= leaf.Sequence) is not { } leaf) continue;
            var leaves = AnchorBook.LineLeaves(_book.LineHashes(writer, leaf.From, leaf.Sequence));
            proofs.Add(new JsonObject
            {
                ["anchor"] = number,
                ["hash"] = line.Hash,
                ["path"] = new JsonArray([.. MerkleTree.Path(leaves, (int)(line.Sequence - leaf.From)).Select(step => new JsonObject { ["hash"] = step.Hash, ["left"] = step.IsLeft })]),
                ["sequence"] = line.Sequence,
                ["writer"] = writer,
            });
            anchors.Add(number);
            return;
        }
    }

    private void CopyAnchor(string root, long number)
    {
        File.Copy(_custody.Anchor(number), Make(root, PackageLayout.Anchors + Path.GetFileName(_custody.Anchor(number))));
        foreach (var token in AnchorDelivery.Tokens(_custody, number)) File.Copy(Path.Combine(_custody.Anchors, token), Make(root, PackageLayout.Anchors + token));
    }

    private void CopyKeys(string root)
    {
        if (!Directory.Exists(_custody.PublicKeys)) return;
        foreach (var key in Directory.EnumerateFiles(_custody.PublicKeys, "*.pem")) File.Copy(key, Make(root, PackageLayout.Keys + Path.GetFileName(key)));
    }

    private static string Make(string root, string path)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
