using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Core;

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
