using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Review;

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
        var table = RuleFields.Read(path, "updated", "reach", "capacity", "sample", "objections");
        var reach = table.Table("reach", "source", "channels", "sales");
        var sample = table.Table("sample", "source", "rate", "control", "seed");
        return new(
            new ItemWorth { Harm = harm, Channels = Channels(reach?.Table("channels")), Sales = [.. (reach?.Tables("sales", "sold", "factor") ?? []).Select(step => new ReachStep(step.Whole("sold") ?? 0, Above0(step, "factor")))] },
            new BlindSampling { Rate = Share(sample, "rate"), ControlRate = Share(sample, "control"), Seed = sample?.Text("seed") ?? "" },
            Count(table.Table("capacity", "source", "itemsPerPersonPerDay"), "itemsPerPersonPerDay", 10_000) ?? 200,
            Count(table.Table("objections", "source", "workingDays"), "workingDays", 365) ?? 15);
    }

    private static Dictionary<Channel, double> Channels(RuleFields? table)
    {
        var channels = new Dictionary<Channel, double>();
        foreach (var name in table?.Names ?? [])
        {
            if (!Enum.TryParse<Channel>(name, ignoreCase: true, out var channel)) throw table!.Fault(name, "không có kênh này / no such channel: marketplace, social, website");
            channels[channel] = Above0(table!, name);
        }

        return channels;
    }

    private static double Above0(RuleFields table, string field) => table.Number(field) is > 0 and <= 100 and var value ? value : throw table.Fault(field, "phải lớn hơn 0 và không quá 100 / must be above 0 and at most 100");

    private static double Share(RuleFields? table, string field) => (table?.Number(field) ?? 0) is >= 0 and <= 1 and var value ? value : throw table!.Fault(field, "phải từ 0 đến 1 / must be 0 to 1");

    private static int? Count(RuleFields? table, string field, int most) => table?.Whole(field) is not { } count ? null
        : count > 0 && count <= most ? (int)count : throw table.Fault(field, $"phải từ 1 đến {most} / must be 1 to {most}");
}
