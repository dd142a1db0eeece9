using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Core;

/// <summary>One reasoned piece of evidence (dấu hiệu) for (weight above 0) or against (below 0) a violation.</summary>
/// <param name="Kind"><c>rule</c>, <c>model</c>, <c>price</c>, <c>registry</c>, <c>seller</c>, <c>text</c> …</param>
/// <param name="Id">Which one: <c>counterfeit.replica-1-1</c>.</param>
/// <param name="Violation">The violation code it speaks to, or null where it speaks to all.</param>
/// <param name="Weight">Log-odds that it adds.</param>
/// <param name="Field"><c>title</c>, <c>description</c>, <c>priceText</c>, <c>brand</c>, <c>attributes/Xuất xứ</c> (<c>~0 ~1</c> escapes), <c>seller/name</c>; null without words.</param>
/// <param name="Start">First UTF-16 code unit of the quote in the field.</param>
/// <param name="End">One past the last.</param>
/// <param name="Quote">Exactly the field's substring from <paramref name="Start"/> to <paramref name="End"/>, as the seller wrote it.</param>
/// <param name="Message">A sentence in Vietnamese for the inspector; always "nghi vấn", never a verdict.</param>
/// <param name="Facts">For signals without words: names and values.</param>
public sealed record Signal(
    string Kind,
    string Id,
    string? Violation,
    double Weight,
    string? Field,
    int? Start,
    int? End,
    string? Quote,
    string Message,
    IReadOnlyDictionary<string, string>? Facts);

/// <summary>A violation code with its calibrated probability.</summary>
public sealed record ViolationScore(string Code, double Score);

/// <summary>The judgement of one listing: the result of the JSON Lines contract.</summary>
/// <param name="Id">The listing record's id.</param>
/// <param name="Score">Calibrated probability of being suspicious on the labelled mix (45 % suspicious).</param>
/// <param name="Flagged">Above the threshold that flags at most 0.2 % of ordinary real listings.</param>
/// <param name="Priority">The score shifted to the field's prior (2 %): what queue and site show and sort by.</param>
/// <param name="Violations">Codes thought present, highest first.</param>
/// <param name="Signals">Strongest first.</param>
public sealed record ScoreResult(
    string Id,
    double Score,
    bool Flagged,
    double Priority,
    IReadOnlyList<ViolationScore> Violations,
    IReadOnlyList<Signal> Signals)
{
    /// <summary>Codes a matter is opened under: those more likely than not, else the likeliest one.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> SuspectedCodes => Violations.Where(violation => violation.Score >= 0.5).Select(violation => violation.Code).ToList() is { Count: > 0 } likely
        ? likely
        : [.. Violations.Take(1).Select(violation => violation.Code)];
}

/// <summary>The versions that judged, all content hashes: any finding can be explained a year later.</summary>
public sealed record ScorerVersions(string Features, string Model, string Prior, string Packs);

/// <summary>One snapshot judged by one scorer version (nghi vấn): immutable.</summary>
public sealed record Finding
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ListingId { get; init; }

    public required Guid SnapshotId { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    public required ScoreResult Result { get; init; }

    public required ScorerVersions Versions { get; init; }
}

/// <summary>Judges listings. Safe for concurrent use.</summary>
public interface IListingScorer
{
    ScorerVersions Versions { get; }

    /// <summary>Judges one listing as of a date (rules and marks have validity dates). Never throws on any text.</summary>
    ScoreResult Score(ListingRecord listing, DateOnly asOf);
}
