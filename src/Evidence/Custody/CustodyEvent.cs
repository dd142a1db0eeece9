using System.Globalization;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Custody;

/// <summary>What may happen to evidence. The words stand in the chain and are never renamed.</summary>
public static class CustodyActions
{
    public const string Captured = "captured";
    public const string Read = "read";
    public const string Exported = "exported";
    public const string Deleted = "deleted";

    /// <summary>A file of the archive is finished: the rest of it, which no capture named, is hashed.</summary>
    public const string Closed = "closed";

    /// <summary>The writer found the torn tail of a write and cut it.</summary>
    public const string Recovered = "recovered";

    /// <summary>The manifest of a finding was made.</summary>
    public const string Manifested = "manifested";
}

/// <summary>Bytes that an event speaks of.</summary>
/// <param name="File">Path below the archive's folder, with forward slashes.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal, of those bytes.</param>
public sealed record CustodyArtefact(string File, long Offset, long Length, string Sha256);

/// <summary>What a writer is asked to put down.</summary>
/// <param name="What">One of <see cref="CustodyActions"/>.</param>
/// <param name="Who"><c>system:scan</c>, or a person's pseudonym (<see cref="Pseudonyms"/>); never a name.</param>
/// <param name="Subject"><c>capture:…</c>, <c>finding:…</c>, <c>file:…</c>.</param>
public sealed record CustodyEntry(string What, string Who, string Subject)
{
    public IReadOnlyList<CustodyArtefact> Artefacts { get; init; } = [];

    /// <summary>Compulsory for <see cref="CustodyActions.Deleted"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Facts without personal data.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }
}

/// <summary>One event as it stands in a chain.</summary>
/// <param name="Writer">Whose chain.</param>
/// <param name="Sequence">1 for the first event of the chain.</param>
/// <param name="At">Microseconds since 1970-01-01T00:00:00Z; never before the event it follows.</param>
/// <param name="Clock">What the clock said, when that was before the event it follows; else null.</param>
/// <param name="Entry">What happened.</param>
public sealed record CustodyEvent(string Writer, long Sequence, long At, long? Clock, CustodyEntry Entry)
{
    public DateTimeOffset Instant => Instants.FromMicroseconds(At);

    /// <summary>The event as it is hashed.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["at"] = At,
            ["sequence"] = Sequence,
            ["subject"] = Entry.Subject,
            ["what"] = Entry.What,
            ["who"] = Entry.Who,
            ["writer"] = Writer,
        };
        if (Clock is { } clock) json["clock"] = clock;
        if (Entry.Reason is { } reason) json["reason"] = reason;
        if (Entry.Artefacts.Count > 0)
        {
            json["artefacts"] = new JsonArray([.. Entry.Artefacts.Select(artefact => new JsonObject
            {
                ["file"] = artefact.File,
                ["length"] = artefact.Length,
                ["offset"] = artefact.Offset,
                ["sha256"] = artefact.Sha256,
            })]);
        }

        if (Entry.Details is { Count: > 0 } details) json["details"] = new JsonObject([.. details.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
        return json;
    }

    /// <exception cref="InvalidDataException">A part is missing or of another kind.</exception>
    public static CustodyEvent FromJson(JsonObject json)
    {
        try
        {
            return new(
                json["writer"]!.GetValue<string>(),
                json["sequence"]!.GetValue<long>(),
                json["at"]!.GetValue<long>(),
                json["clock"]?.GetValue<long>(),
                new CustodyEntry(json["what"]!.GetValue<string>(), json["who"]!.GetValue<string>(), json["subject"]!.GetValue<string>())
                {
                    Artefacts = json["artefacts"] is JsonArray list ? [.. list.Select(Artefact)] : [],
                    Reason = json["reason"]?.GetValue<string>(),
                    Details = json["details"] is JsonObject details ? details.ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.Ordinal) : null,
                });
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("an event with a missing or wrong field", exception);
        }
    }

    /// <summary>Sequence and writer, as faults name an event.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Writer} #{Sequence}");

    private static CustodyArtefact Artefact(JsonNode? node) =>
        new(node!["file"]!.GetValue<string>(), node["offset"]!.GetValue<long>(), node["length"]!.GetValue<long>(), node["sha256"]!.GetValue<string>());
}
