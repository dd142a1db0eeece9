using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// A signed head: the holder of a key says that at an instant a writer's chain ended with this line. Seals of a writer are
/// chained themselves. Whoever rewrites a chain without the key cannot make its seals anew.
/// </summary>
/// <param name="Writer">Whose chain.</param>
/// <param name="Number">1 for the writer's first seal.</param>
/// <param name="Sequence">The last line sealed.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">Microseconds since the epoch.</param>
/// <param name="Previous">SHA-256 of the seal before, canonical; empty for the first.</param>
/// <param name="Key">Fingerprint of the signing key.</param>
/// <param name="Signature">ECDSA P-256 over the canonical seal, r ‖ s, hexadecimal.</param>
public sealed record Seal(string Writer, long Number, long Sequence, string Hash, long At, string Previous, string Key, string Signature)
{
    /// <summary>Signs a head as the successor of a seal, or as the first.</summary>
    public static Seal Make(string writer, long sequence, string hash, long at, Seal? before, SigningKey key)
    {
        var seal = new Seal(writer, (before?.Number ?? 0) + 1, sequence, hash, Math.Max(at, before?.At ?? 0), before?.Digest ?? "", key.Fingerprint, "");
        return seal with { Signature = key.Sign(seal.Statement()) };
    }

    /// <summary>What is signed.</summary>
    public byte[] Statement() => CanonicalJson.Write(ToJson());

    /// <summary>SHA-256 of <see cref="Statement"/>.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Statement()));

    /// <summary>The seal's line without line feed.</summary>
    public byte[] Encode() => CanonicalJson.Write(new JsonObject { ["seal"] = ToJson(), ["signature"] = Signature });

    /// <exception cref="InvalidDataException">It is no seal as we write them.</exception>
    public static Seal Decode(ReadOnlySpan<byte> bytes)
    {
        var line = CanonicalJson.ReadObject(bytes);
        try
        {
            var json = line["seal"]!.AsObject();
            var seal = new Seal(
                json["writer"]!.GetValue<string>(),
                json["number"]!.GetValue<long>(),
                json["sequence"]!.GetValue<long>(),
                json["hash"]!.GetValue<string>(),
                json["at"]!.GetValue<long>(),
                json["previous"]!.GetValue<string>(),
                json["key"]!.GetValue<string>(),
                line["signature"]!.GetValue<string>());
            return bytes.SequenceEqual(seal.Encode()) ? seal : throw new InvalidDataException("a field that does not belong there");
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("a seal with a missing or wrong field", exception);
        }
    }

    /// <summary>Writer and line, as faults name a seal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Writer} seal {Number}");

    private JsonObject ToJson() => new()
    {
        ["at"] = At,
        ["hash"] = Hash,
        ["key"] = Key,
        ["number"] = Number,
        ["previous"] = Previous,
        ["sequence"] = Sequence,
        ["writer"] = Writer,
    };
}
