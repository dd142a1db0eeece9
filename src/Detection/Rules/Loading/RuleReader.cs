using Ecom389.Monitor.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>Reads one rule of a pack, with the pack's own settings as defaults.</summary>
internal sealed class RuleReader(ConditionReader conditions, IReadOnlySet<string> violations)
{
    /// <summary>What a match of each level adds where the rule names no weight of its own.</summary>
    private static double DefaultWeight(RuleLevel level) => level switch
    {
        RuleLevel.Low => 0.6,
        RuleLevel.Medium => 1.2,
        _ => 2.4,
    };

    /// <summary>Reads a whole pack.</summary>
    public RulePack ReadPack(YamlFields root)
    {
        var id = root.Required("id");
        if (id.Length > 0 && !IsName(id)) root.Error("id", "Mã bộ quy tắc chỉ gồm chữ thường không dấu, số và gạch nối.");
        var violation = ReadViolation(root, required: true) ?? "";
        var updated = root.Date("updated");
        if (!root.Has("updated")) root.Error(null, "Thiếu trường \"updated\".");
        var pack = new RulePack(id, root.Required("title"), violation, root.Required("author"), updated ?? default, root.Citations("references"), root.Source.File, []);
        var legal = root.Legal("legal");
        var rules = new List<Rule>();
        foreach (var map in root.Maps("rules"))
        {
            if (ReadRule(map, pack, legal) is { } rule) rules.Add(rule);
        }
        if (!root.Has("rules")) root.Error(null, "Thiếu trường \"rules\".");
        root.Finish();
        return pack with { Rules = rules };
    }

    private static RuleExamples ReadExamples(YamlFields rule)
    {
        if (rule.Map("examples") is not { } examples) return new([], [], []);
        var result = new RuleExamples(Read("flags"), Read("ignores"), Read("known-misses"));
        examples.Finish();
        return result;

        IReadOnlyList<RuleExample> Read(string name)
        {
            var list = new List<RuleExample>();
            var node = examples.Node(name);
            var items = node is YamlSequenceNode sequence ? sequence.Children : node is null ? [] : [node];
            foreach (var item in items)
            {
                var line = (int)item.Start.Line;
                if (item is YamlScalarNode { Value: { Length: > 0 } text }) list.Add(new(new ListingRecord { Description = text }, line));
                else if (item is YamlMappingNode map) list.Add(new(ReadListing(new(examples.Source, map, $"{examples.At(name)}[{list.Count}]")), line));
                else examples.Source.Error(item, $"{examples.At(name)}[{list.Count}]", "Ví dụ là một đoạn văn bản hoặc một bảng trường của tin bán.");
            }
            return list;
        }
    }

    private Rule? ReadRule(YamlFields map, RulePack pack, LegalBasis? packLegal)
    {
        var id = map.Required("id");
        if (id.Length > 0 && !IsName(id)) map.Error("id", "Mã quy tắc chỉ gồm chữ thường không dấu, số và gạch nối.");
        var status = map.OneOf<RuleStatus>("status") ?? RuleStatus.Active;
        var level = map.OneOf<RuleLevel>("level", required: true) ?? RuleLevel.Low;
        var violation = ReadViolation(map, required: false) ?? pack.Violation;
        var legal = map.Legal("legal") ?? packLegal;
        if (legal is null) map.Error(null, "Thiếu \"legal\" (căn cứ pháp lý) ở quy tắc hoặc ở đầu tệp.");
        var dates = map.Map("dates");
        var when = map.Map("when");
        if (when is null) map.Error(map.Has("when") ? "when" : null, "Thiếu \"when\" (điều kiện).");
        var condition = when is null ? null : conditions.Read(when);
        var unless = new List<Condition>();
        foreach (var block in map.Maps("unless"))
        {
            if (conditions.Read(block, new([], [])) is { } exception) unless.Add(exception);
        }
        var examples = ReadExamples(map);
        if (status is RuleStatus.Active or RuleStatus.Shadow && examples.Flags.Count == 0) map.Error(null, "Quy tắc đang chạy cần ít nhất một ví dụ \"examples.flags\".");
        var rule = new Rule
        {
            Id = $"{pack.Id}.{id}",
            Title = map.Required("title"),
            Status = status,
            Violation = violation,
            Level = level,
            Weight = map.Number("weight") ?? DefaultWeight(level),
            Legal = legal ?? new("", "", ""),
            FalsePositives = map.Required("falsePositives"),
            Author = map.Text("author") ?? pack.Author,
            Dates = new(dates?.Date("created") ?? pack.Updated, dates?.Date("validFrom") ?? dates?.Date("from"), dates?.Date("validTo") ?? dates?.Date("to")),
            Message = map.Required("message"),
            When = condition ?? new AnyOf([]),
            Unless = unless.Count switch { 0 => null, 1 => unless[0], _ => new AnyOf(unless) },
            Examples = examples,
            File = map.Source.File,
            Line = map.Line,
        };
        dates?.Finish();
        map.Finish();
        if (rule.Dates is { ValidFrom: { } from, ValidTo: { } to } && from > to) map.Error("dates", "\"validFrom\" phải trước \"validTo\".");
        return condition is null ? null : rule;
    }

    private string? ReadViolation(YamlFields map, bool required)
    {
        if (map.Text("violation", required) is not { } code) return null;
        if (violations.Contains(code)) return code;
        map.Error("violation", $"Không có loại vi phạm \"{code}\" trong rules/violations.yaml; có: {string.Join(", ", violations.Order(StringComparer.Ordinal))}.");
        return null;
    }

    private static ListingRecord ReadListing(YamlFields fields)
    {
        var seller = fields.Map("seller");
        var listing = new ListingRecord
        {
            Title = fields.Text("title") ?? "",
            Description = fields.Text("description") ?? "",
            PriceText = fields.Text("priceText") ?? "",
            PriceVnd = fields.Whole("priceVnd"),
            Brand = fields.Text("brand"),
            Category = fields.Text("category"),
            Condition = fields.Text("condition"),
            Channel = fields.Text("channel"),
            Site = fields.Text("site"),
            Url = fields.Text("url"),
            PostedAt = fields.Text("postedAt"),
            Attributes = fields.Map("attributes")?.Entries().ToDictionary(static entry => entry.Key, static entry => (entry.Value as YamlScalarNode)?.Value ?? "", StringComparer.Ordinal)
                ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Seller = seller is null ? new() : new() { Name = seller.Text("name"), Joined = seller.Text("joined"), Rating = seller.Number("rating"), Sold = seller.Whole("sold"), Verified = seller.Flag("verified") ?? false },
        };
        seller?.Finish();
        fields.Finish();
        return listing;
    }

    internal static bool IsName(string text) => text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
