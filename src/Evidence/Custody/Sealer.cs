using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>What became of a writer's chain when it was to be sealed.</summary>
/// <param name="Writer">Whose.</param>
/// <param name="Sequence">Now sealed up to here.</param>
/// <param name="Problem">Why it was not sealed, or null.</param>
public sealed record SealOutcome(string Writer, long Sequence, string? Problem);

/// <summary>
/// Signs the heads of chains. Before it signs it reads what was added since the last seal: a chain that no longer holds what was
/// sealed is never sealed again. What it signed it also remembers beside the key, out of the reach of whoever can write the
/// chains, so that a chain set back together with its seals is noticed.
/// </summary>
public sealed class Sealer
{
    private const string MemoryFile = "sealed.json";

    private readonly CustodyFolder _custody;
    private readonly SigningKey _key;
    private readonly TimeProvider _time;

    public Sealer(CustodyFolder custody, SigningKey key, TimeProvider time)
    {
        _custody = custody;
        _key = key;
        _time = time;
        key.Publish(custody);
    }

    /// <summary>Seals every chain that grew. Throws <see cref="IOException"/> when another process is sealing.</summary>
    public IReadOnlyList<SealOutcome> SealAll()
    {
        DurableFolder.Make(_custody.Seals);
        // One sealer at a time: two would both follow the same seal.
        using var gate = new FileStream(Path.Combine(_custody.Seals, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var memory = ReadMemory(_key.Folder);
        var outcomes = new List<SealOutcome>();
        foreach (var writer in _custody.Writers())
        {
            var outcome = SealOne(writer, memory.TryGetValue(writer, out var remembered) ? remembered : null);
            outcomes.Add(outcome.Outcome);
            if (outcome.Head is { } head) memory[writer] = head;
        }

        PrivateFiles.Replace(Path.Combine(_key.Folder, MemoryFile), CanonicalJson.Write(new JsonObject([.. memory.Select(pair =>
            KeyValuePair.Create(pair.Key, (JsonNode?)new JsonObject { ["hash"] = pair.Value.Hash, ["sequence"] = pair.Value.Sequence }))])));
        return outcomes;
    }

    /// <summary>What the holder of the key remembers of each writer's head. Empty where nothing was sealed yet.</summary>
    public static Dictionary<string, (long Sequence, string Hash)> ReadMemory(string keyFolder)
    {
        var heads = new Dictionary<string, (long, string)>(StringComparer.Ordinal);
        var file = Path.Combine(keyFolder, MemoryFile);
        if (!File.Exists(file)) return heads;
        foreach (var (writer, head) in CanonicalJson.ReadObject(File.ReadAllBytes(file))) heads[writer] = (head!["sequence"]!.GetValue<long>(), head["hash"]!.GetValue<string>());
        return heads;
    }

    private (SealOutcome Outcome, (long, string)? Head) SealOne(string writer, (long Sequence, string Hash)? remembered)
    {
        var last = SealBook.Last(_custody.Seal(writer), out var torn);
        if (torn > 0) SealBook.Cut(_custody.Seal(writer), torn);
        string expected = CustodyLine.Genesis(writer);
        long sequence = 0;
        var sealedSeen = last is null;
        var rememberedSeen = remembered is null;
        using (var file = CustodyChain.Open(_custody.Chain(writer)))
        {
            foreach (var entry in CustodyChain.Read(file))
            {
                // A writer at work may be half-way through a line.
                if (entry.Line is not { } line)
                {
                    if (entry.Offset + entry.Length >= file.Length) break;
                    return (new(writer, last?.Sequence ?? 0, $"#{sequence + 1}: {entry.Problem}"), null);
                }

                if (line.Previous != expected || line.Sequence != sequence + 1) return (new(writer, last?.Sequence ?? 0, $"#{sequence + 1}: does not follow the line before"), null);
                expected = line.Hash;
                sequence = line.Sequence;
                sealedSeen |= last is not null && last.Sequence == sequence && last.Hash == expected;
                rememberedSeen |= remembered is { } head && head.Sequence == sequence && head.Hash == expected;
            }
        }

        if (!sealedSeen) return (new(writer, last!.Sequence, $"#{last.Sequence}: the line sealed is no longer there"), null);
        if (!rememberedSeen) return (new(writer, last?.Sequence ?? 0, $"#{remembered!.Value.Sequence}: the line once sealed is no longer there"), null);
        if (sequence == 0 || last?.Sequence == sequence) return (new(writer, sequence, null), null);
        var seal = Seal.Make(writer, sequence, expected, _time.GetUtcNow().ToMicroseconds(), last, _key);
        SealBook.Append(_custody.Seal(writer), seal);
        return (new(writer, sequence, null), (sequence, expected));
    }
}

/// <summary>A writer's seals, a line each.</summary>
public static class SealBook
{
    /// <summary>The last seal, or null. <paramref name="torn"/> is where a torn tail begins, or 0.</summary>
    public static Seal? Last(string file, out long torn)
    {
        torn = 0;
        if (!File.Exists(file)) return null;
        var bytes = File.ReadAllBytes(file);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end < bytes.Length) torn = end;
        if (end == 0) return null;
        var start = bytes.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
        return Seal.Decode(bytes.AsSpan(start, end - 1 - start));
    }

    public static void Append(string file, Seal seal)
    {
        var isNew = !File.Exists(file);
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write([.. seal.Encode(), (byte)'\n']);
        stream.Flush(flushToDisk: true);
        if (isNew) DurableFolder.Flush(Path.GetDirectoryName(file)!);
    }

    public static void Cut(string file, long length)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.Read);
        stream.SetLength(length);
        stream.Flush(flushToDisk: true);
    }
}
