using System.Globalization;
using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Evidence.Retention;

/// <summary>How long evidence of a state is kept.</summary>
/// <param name="State"><c>open</c>, <c>confirmed</c>, <c>dismissed</c> or <c>unflagged</c>.</param>
/// <param name="Days">Days, or null for always.</param>
/// <param name="From">Valid from this day on.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record RetentionRule(string State, int? Days, DateOnly From, string Source);

/// <summary>The rules of <c>rules/retention.yaml</c>: dated data, edited by people.</summary>
/// <param name="Rules">As written.</param>
public sealed record RetentionRules(IReadOnlyList<RetentionRule> Rules)
{
    public const string FileName = "retention.yaml";

    private static readonly string[] States = ["open", "confirmed", "dismissed", "unflagged"];

    /// <exception cref="InvalidInputException">The file is not there or not as it must be; every fault with its line.</exception>
    public static RetentionRules Load(string file)
    {
        var errors = new List<InputError>();
        var rules = new List<RetentionRule>();
        try
        {
            var yaml = new YamlStream();
            using (var text = File.OpenText(file)) yaml.Load(text);
            var root = yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode as YamlMappingNode : null;
            if (root is null || !root.Children.TryGetValue("retention", out var list) || list is not YamlSequenceNode rows) throw new InvalidInputException(new InputError(file, 1, "retention", "cần một danh sách / a list is needed"));
            for (var i = 0; i < rows.Children.Count; i++) if (Read(file, i, rows.Children[i], errors) is { } rule) rules.Add(rule);
            foreach (var state in States.Where(state => rules.TrueForAll(rule => rule.State != state))) errors.Add(new(file, null, "retention", $"thiếu / missing: {state}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new InvalidInputException(new InputError(file, exception is YamlException yaml ? (int)yaml.Start.Line : null, null, exception.Message));
        }

        return errors.Count == 0 ? new(rules) : throw new InvalidInputException(errors);
    }

    /// <summary>The rule in force for a state on a day. Without one yet, evidence is kept.</summary>
    public RetentionRule? For(string state, DateOnly day) => Rules.Where(rule => rule.State == state && rule.From <= day).MaxBy(rule => rule.From);

    private static RetentionRule? Read(string file, int index, YamlNode node, List<InputError> errors)
    {
        var line = (int)node.Start.Line;
        string? Value(string name) => node is YamlMappingNode row && row.Children.TryGetValue(name, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;
        void Wrong(string field, string message) => errors.Add(new(file, line, $"retention[{index}].{field}", message));
        var before = errors.Count;
        var state = Value("state");
        if (state is null || !States.Contains(state, StringComparer.Ordinal)) Wrong("state", string.Join(" | ", States));
        int? days = null;
        if (Value("keep") is { } keep)
        {
            if (keep != "always") Wrong("keep", "always");
        }
        else if (int.TryParse(Value("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            days = count;
        }
        else
        {
            Wrong("days", "số ngày lớn hơn 0, hoặc keep: always / a number of days above 0, or keep: always");
        }

        if (!DateOnly.TryParseExact(Value("from"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)) Wrong("from", "YYYY-MM-DD");
        if (string.IsNullOrWhiteSpace(Value("source"))) Wrong("source", "nguồn, hoặc \"cần kiểm chứng\" / the source");
        return errors.Count == before ? new(state!, days, from, Value("source")!) : null;
    }
}
