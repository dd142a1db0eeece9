using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Pipeline.Health;

/// <summary>Reads <c>rules/drift.yaml</c>.</summary>
internal static class DriftRules
{
    public const string FileName = "drift.yaml";

    /// <exception cref="InvalidInputException">The file cannot be read, or a threshold is missing or out of range.</exception>
    public static DriftLimits Load(string rules)
    {
        var table = RuleFields.Read(Path.Combine(rules, FileName), "title", "updated", "alpha", "minDrop", "minBefore", "minListings", "minRuns", "runs", "overdispersion");
        return new(
            Between("alpha", 1e-12, 0.5),
            Between("minDrop", 0.01, 1),
            Between("minBefore", 0.01, 1),
            (int)Between("minListings", 1, 1_000_000),
            (int)Between("minRuns", 1, 1000),
            (int)Between("runs", 1, 1000),
            Between("overdispersion", 0.0001, 0.9));

        double Between(string field, double from, double to) =>
            table.Number(field) is { } number && number >= from && number <= to ? number : throw table.Fault(field, $"phải có, từ {from} đến {to} / must be there, from {from} to {to}");
    }
}
