using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ecom389.Monitor.Pipeline.Health;

/// <summary>Reads <c>rules/drift.yaml</c>.</summary>
internal static class DriftRules
{
    public const string FileName = "drift.yaml";

    /// <exception cref="InvalidInputException">The file cannot be read, or a threshold is missing or out of range.</exception>
    public static DriftLimits Load(string rules)
    {
        var file = Path.Combine(rules, FileName);
        try
        {
            using var reader = File.OpenText(file);
            var row = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Row>(reader) ?? new Row();
            return new(
                Between(file, "alpha", row.Alpha, 1e-12, 0.5),
                Between(file, "minDrop", row.MinDrop, 0.01, 1),
                Between(file, "minBefore", row.MinBefore, 0.01, 1),
                (int)Between(file, "minListings", row.MinListings, 1, 1_000_000),
                (int)Between(file, "minRuns", row.MinRuns, 1, 1000),
                (int)Between(file, "runs", row.Runs, 1, 1000),
                Between(file, "overdispersion", row.Overdispersion, 0.0001, 0.9));
        }
        catch (YamlException fault)
        {
            throw new InvalidInputException(new InputError(file, (int)fault.Start.Line, null, fault.InnerException?.Message ?? fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(file, null, null, fault.Message));
        }
    }

    private static double Between(string file, string field, double? value, double from, double to) =>
        value is { } number && number >= from && number <= to ? number : throw new InvalidInputException(new InputError(file, null, field, $"phải có, từ {from} đến {to} / must be there, from {from} to {to}"));

    private sealed class Row
    {
        public string? Title { get; set; }

        public string? Updated { get; set; }

        public double? Alpha { get; set; }

        public double? MinDrop { get; set; }

        public double? MinBefore { get; set; }

        public double? MinListings { get; set; }

        public double? MinRuns { get; set; }

        public double? Runs { get; set; }

        public double? Overdispersion { get; set; }
    }
}
