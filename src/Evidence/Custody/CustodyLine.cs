using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>
/// One line of a chain. Its hash is SHA-256(previous hash ‖ sequence, 8 bytes big-endian ‖ SHA-256(canonical event)), so an
/// extract may show the digest of an event instead of the event (other matters, other people) and still prove the chain.
/// </summary>
/// <param name="Sequence">1 for the first.</param>
/// <param name="Previous">Hash of the line before; for the first, <see cref="Genesis"/>.</param>
/// <param name="Hash">This line's.</param>
/// <param name="Digest">SHA-256 of the canonical event.</param>
/// <param name="Event">Null in an extract that keeps the event to itself.</param>
public sealed record CustodyLine(long Sequence, string Previous, string Hash, string Digest, CustodyEvent? Event)
{
    /// <summary>What the first line of a writer's chain follows.</summary>
    public static string Genesis(string writer) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("ecom389-custody/1:" + writer)));

    /// <summary>The line that puts an event after a hash.</summary>
    public static CustodyLine After(string previous, CustodyEvent custodyEvent) => After(previous, custodyEvent, out _);

    /// <inheritdoc cref="After(string, CustodyEvent)"/>
    /// <param name="encoded">What <see cref="Encode"/> says of it with its event, of the bytes that were hashed.</param>
    internal static CustodyLine After(string previous, CustodyEvent custodyEvent, out byte[] encoded)
    {
        var canonical = new ArrayBufferWriter<byte>(1024);
        CanonicalEvent.Write(custodyEvent, canonical);
        var digest = Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan));
        var line = new CustodyLine(custodyEvent.Sequence, previous, HashOf(previous, custodyEvent.Sequence, digest), digest, custodyEvent);
        encoded = [.. "{\"event\":"u8, .. canonical.WrittenSpan, .. ",\"hash\":\""u8, .. Encoding.ASCII.GetBytes(line.Hash), .. "\",\"previous\":\""u8, .. Encoding.ASCII.GetBytes(previous), .. "\"}"u8];
        return line;
    }

    /// <summary>The line's bytes without line feed, canonical JSON.</summary>
    /// <param name="withEvent">False to show the event's digest only.</param>
    public byte[] Encode(bool withEvent = true)
    {
        var json = new JsonObject { ["hash"] = Hash, ["previous"] = Previous };
        if (withEvent && Event is not null)
        {
            json["event"] = Event.ToJson();
        }
        else
        {
            json["digest"] = Digest;
            json["sequence"] = Sequence;
        }

        return CanonicalJson.Write(json);
    }

    /// <summary>Reads a line and checks its own hash. Whether it follows the line before is the reader's matter.</summary>
    /// <exception cref="InvalidDataException">Says what is wrong with it.</exception>
    public static CustodyLine Decode(ReadOnlySpan<byte> bytes)
    {
        var json = CanonicalJson.ReadObject(bytes);
        var previous = Hex(json, "previous");
        var hash = Hex(json, "hash");
        CustodyLine line;
        if (json["event"] is JsonObject written)
        {
            var custodyEvent = CustodyEvent.FromJson(written);
            line = new(custodyEvent.Sequence, previous, hash, Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(written))), custodyEvent);
        }
        else
        {
            line = new(json["sequence"] is JsonValue number && number.TryGetValue<long>(out var sequence) ? sequence : throw new InvalidDataException("no event and no sequence"), previous, hash, Hex(json, "digest"), null);
        }

        if (json.Count != (line.Event is null ? 4 : 3)) throw new InvalidDataException("a field that does not belong there");
        return HashOf(line.Previous, line.Sequence, line.Digest) == line.Hash ? line : throw new InvalidDataException("the hash is not that of the event");
    }

    private static string HashOf(string previous, long sequence, string digest)
    {
        Span<byte> input = stackalloc byte[72];
        Convert.FromHexString(previous, input, out _, out _);
        BinaryPrimitives.WriteInt64BigEndian(input[32..], sequence);
        Convert.FromHexString(digest, input[40..], out _, out _);
        return Convert.ToHexStringLower(SHA256.HashData(input));
    }

    private static string Hex(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 64 && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw new InvalidDataException($"{name} is not a SHA-256");
}
