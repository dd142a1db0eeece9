using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Review;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ecom389.Monitor.Pipeline;

/// <summary>How the queue is ordered and the day is planned: <c>rules/review.yaml</c>, with the harm of <c>rules/violations.yaml</c>.</summary>
/// <param name="Worth">What orders the queue beside priority.</param>
/// <param name="Sampling">The random sample read blind.</param>
/// <param name="ItemsPerPersonPerDay">For planning.</param>
/// <param name="ObjectionWorkingDays">Term of an answer.</param>
internal sealed record ReviewData(ItemWorth Worth, BlindSampling Sampling, int ItemsPerPersonPerDay, int ObjectionWorkingDays)
{
    private const string File = "review.yaml";

    /// <summary>Reads the data. Without the file the queue is ordered by priority × harm and nothing is sampled.</summary>
    /// <param name="rules">The rules folder.</param>
    /// <exception cref="InvalidInputException">A file cannot be used; names file, line and field.</exception>
    public static ReviewData Load(string rules)
    {
        var harm = ViolationCodes.Kinds(rules).ToDictionary(kind => kind.Code, kind => kind.Harm, StringComparer.Ordinal);
        var path = Path.Combine(rules, File);
        if (!System.IO.File.Exists(path)) return new(new ItemWorth { Harm = harm }, BlindSampling.None, 200, 15);
        try
        {
            var read = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<ReviewFile>(RulePackLoader.ReadText(path));
            return read is null ? throw Fault(path, null, null, "tệp trống / the file is empty") : Of(path, read, harm);
        }
        catch (YamlException fault)
        {
            throw Fault(path, (int)fault.Start.Line, null, fault.InnerException?.Message ?? fault.Message);
        }
    }

    private static ReviewData Of(string path, ReviewFile read, Dictionary<string, double> harm)
    {
        var channels = new Dictionary<Channel, double>();
        foreach (var (name, factor) in read.Reach?.Channels ?? [])
        {
            if (!Enum.TryParse<Channel>(name, ignoreCase: true, out var channel)) throw Fault(path, null, $"reach.channels.{name}", "không có kênh này / no such channel: marketplace, social, website");
            channels[channel] = Above0(path, $"reach.channels.{name}", factor);
        }

        var sales = (read.Reach?.Sales ?? []).Select((step, index) => new ReachStep(step.Sold, Above0(path, $"reach.sales[{index}].factor", step.Factor))).ToList();
        var sample = read.Sample ?? new();
        return new(
            new ItemWorth { Harm = harm, Channels = channels, Sales = sales },
            new BlindSampling { Rate = Share(path, "sample.rate", sample.Rate), ControlRate = Share(path, "sample.control", sample.Control), Seed = sample.Seed ?? "" },
            read.Capacity?.ItemsPerPersonPerDay is { } items ? items is > 0 and <= 10_000 ? items : throw Fault(path, null, "capacity.itemsPerPersonPerDay", "phải từ 1 đến 10000 / must be 1 to 10000") : 200,
            read.Objections?.WorkingDays is { } days ? days is > 0 and <= 365 ? days : throw Fault(path, null, "objections.workingDays", "phải từ 1 đến 365 / must be 1 to 365") : 15);
    }

    private static double Above0(string path, string field, double value) => value is > 0 and <= 100 ? value : throw Fault(path, null, field, "phải lớn hơn 0 và không quá 100 / must be above 0 and at most 100");

    private static double Share(string path, string field, double value) => value is >= 0 and <= 1 ? value : throw Fault(path, null, field, "phải từ 0 đến 1 / must be 0 to 1");

    private static InvalidInputException Fault(string path, int? line, string? field, string message) => new(new InputError(path, line, field, message));

    private sealed class ReviewFile
    {
        public string? Updated { get; set; }

        public ReachPart? Reach { get; set; }

        public CapacityPart? Capacity { get; set; }

        public SamplePart? Sample { get; set; }

        public ObjectionPart? Objections { get; set; }
    }

    private sealed class ReachPart
    {
        public string? Source { get; set; }

        public Dictionary<string, double>? Channels { get; set; }

        public List<SalesRow>? Sales { get; set; }
    }

    private sealed class SalesRow
    {
        public long Sold { get; set; }

        public double Factor { get; set; }
    }

    private sealed class CapacityPart
    {
        public string? Source { get; set; }

        public int? ItemsPerPersonPerDay { get; set; }
    }

    private sealed class SamplePart
    {
        public string? Source { get; set; }

        public double Rate { get; set; }

        public double Control { get; set; }

        public string? Seed { get; set; }
    }

    private sealed class ObjectionPart
    {
        public string? Source { get; set; }

        public int? WorkingDays { get; set; }
    }
}
