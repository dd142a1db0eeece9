using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence;

/// <summary>What a capture's metadata record says, or for a revisit its WARC-JSON-Metadata field.</summary>
public sealed record CaptureFacts
{
    /// <summary>The capture; also the id of its page record. Empty where <see cref="SameFacts"/>.</summary>
    public Guid? CaptureId { get; init; }

    public string? Source { get; init; }

    /// <summary>The URL asked for, where another answered.</summary>
    public string? RequestUrl { get; init; }

    /// <summary>What robots.txt said.</summary>
    public string? Robots { get; init; }

    /// <summary><c>browser</c> when rendered, else null.</summary>
    public string? Mode { get; init; }

    /// <summary>Where it was neither 1.1 nor 2; <see cref="Reconstructed"/> names 2.</summary>
    public string? HttpVersion { get; init; }

    /// <summary>SHA-256 of the body after content decoding, hexadecimal, where the record holds it encoded.</summary>
    public string? BodySha256 { get; init; }

    /// <summary>What is not byte for byte as on the wire; the words are explained in the file's warcinfo record.</summary>
    public IReadOnlyList<string>? Reconstructed { get; init; }

    /// <summary>Of a revisit: source, robots decision and all other facts were those of the capture referred to.</summary>
    public bool? SameFacts { get; init; }

    /// <summary>Of a revisit: the request was, byte for byte, that of the capture referred to (WARC-Refers-To), and is not written again.</summary>
    public bool? SameRequest { get; init; }

    public IReadOnlyList<string>? Redirects { get; init; }

    public IReadOnlyList<Redaction>? Redactions { get; init; }

    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>The facts in a metadata or revisit record, or null where there are none.</summary>
    public static CaptureFacts? Of(WarcEntry record)
    {
        try
        {
            var json = record.Type == "metadata" && record.ContentType == "application/json" ? Encoding.UTF8.GetString(record.Block.Span) : record.Field("WARC-JSON-Metadata");
            return json is null ? null : JsonSerializer.Deserialize<CaptureFacts>(json, JsonContract.Compact) is { } facts && (facts.Source is not null || facts.SameFacts == true) ? facts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Everything but the capture's own id and its body's hash.</summary>
    internal bool SaysTheSameAs(CaptureFacts other) => Comparable() == other.Comparable();

    private string Comparable() => JsonText.Of(this with { CaptureId = null, BodySha256 = null, SameFacts = null, SameRequest = null }, EvidenceJson.Write);
}
