using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Evidence.Custody;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>One writer in an anchor.</summary>
/// <param name="Writer">Whose chain.</param>
/// <param name="Sequence">Its last line.</param>
/// <param name="Hash">That line's hash.</param>
/// <param name="From">First line new since the anchor before; one past <paramref name="Sequence"/> when there is none.</param>
/// <param name="Tree">Merkle root over the hashes of the new lines: proves one of them without the others.</param>
public sealed record AnchorLeaf(string Writer, long Sequence, string Hash, long From, string Tree)
{
    public JsonObject ToJson() => new()
    {
        ["from"] = From,
        ["hash"] = Hash,
        ["sequence"] = Sequence,
        ["tree"] = Tree,
        ["writer"] = Writer,
    };

    /// <summary>The leaf's hash in the anchor's tree.</summary>
    public string LeafHash => MerkleTree.Leaf(CanonicalJson.Write(ToJson()));
}

/// <summary>
/// All writers' heads merged into one, signed, chained to the anchor before. Its digest is what leaves the store: dropped as a
/// file, mailed, time-stamped. Who rewrites a chain after that must also change what others hold.
/// </summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">Microseconds since the epoch.</param>
/// <param name="Leaves">By writer, in ordinal order.</param>
/// <param name="Root">Merkle root over the leaves.</param>
/// <param name="Previous">Digest of the anchor before; empty for the first.</param>
/// <param name="Key">Fingerprint of the signing key.</param>
/// <param name="Signature">Over the canonical statement, r ‖ s, hexadecimal.</param>
public sealed record Anchor(long Number, long At, IReadOnlyList<AnchorLeaf> Leaves, string Root, string Previous, string Key, string Signature)
{
    public static Anchor Make(long at, IReadOnlyList<AnchorLeaf> leaves, Anchor? before, SigningKey key)
    {
        var anchor = new Anchor((before?.Number ?? 0) + 1, Math.Max(at, before?.At ?? 0), leaves, RootOf(leaves), before?.Digest ?? "", key.Fingerprint, "");
        return anchor with { Signature = key.Sign(anchor.Statement()) };
    }

    public static string RootOf(IReadOnlyList<AnchorLeaf> leaves) => MerkleTree.Root([.. leaves.Select(leaf => leaf.LeafHash)]);

    /// <summary>What is signed and time-stamped.</summary>
    public byte[] Statement() => CanonicalJson.Write(ToJson());

    /// <summary>SHA-256 of <see cref="Statement"/>.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Statement()));

    /// <summary>The anchor's file.</summary>
    public byte[] Encode() => [.. CanonicalJson.Write(new JsonObject { ["anchor"] = ToJson(), ["signature"] = Signature }), (byte)'\n'];

    /// <exception cref="InvalidDataException">It is no anchor as we write them.</exception>
    public static Anchor Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || bytes[^1] != '\n') throw new InvalidDataException("the anchor does not end");
        var file = CanonicalJson.ReadObject(bytes[..^1]);
        try
        {
            var json = file["anchor"]!.AsObject();
            var anchor = new Anchor(
                json["number"]!.GetValue<long>(),
                json["at"]!.GetValue<long>(),
                [.. json["leaves"]!.AsArray().Select(leaf => new AnchorLeaf(
                    leaf!["writer"]!.GetValue<string>(),
                    leaf["sequence"]!.GetValue<long>(),
                    leaf["hash"]!.GetValue<string>(),
                    leaf["from"]!.GetValue<long>(),
                    leaf["tree"]!.GetValue<string>()))],
                json["root"]!.GetValue<string>(),
                json["previous"]!.GetValue<string>(),
                json["key"]!.GetValue<string>(),
                file["signature"]!.GetValue<string>());
            return bytes.SequenceEqual(anchor.Encode()) ? anchor : throw new InvalidDataException("a field that does not belong there");
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("an anchor with a missing or wrong field", exception);
        }
    }

    /// <summary>As its file is named: <c>000012</c>.</summary>
    public string Name => Number.ToString("D6", CultureInfo.InvariantCulture);

    private JsonObject ToJson() => new()
    {
        ["at"] = At,
        ["key"] = Key,
        ["leaves"] = new JsonArray([.. Leaves.Select(leaf => leaf.ToJson())]),
        ["number"] = Number,
        ["previous"] = Previous,
        ["root"] = Root,
    };
}
