using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>
/// Reads a watch-list: an official notice's models or numbers as dated data. Each entry becomes a rule, so that lint, tests,
/// shadow runs and explanations are the same as for any other.
/// </summary>
internal sealed class WatchListReader(ConditionReader conditions, PhraseCompiler phrases, IReadOnlySet<string> violations)
{
    public RulePack Read(YamlFields root)
    {
        var id = root.Required("id");
        var violation = root.Required("violation");
        if (violation.Length > 0 && !violations.Contains(violation)) root.Error("violation", $"Không có loại vi phạm \"{violation}\" trong rules/violations.yaml.");
        var legal = root.Legal("legal");
        if (legal is null) root.Error(null, "Thiếu \"legal\" (căn cứ pháp lý).");
        var updated = root.Date("updated") ?? default;
        var level = root.OneOf<RuleLevel>("level", required: true) ?? RuleLevel.Medium;
        var weight = root.Number("weight") ?? 1.8;
        var status = root.OneOf<RuleStatus>("status") ?? RuleStatus.Active;
        var message = root.Required("message");
        var falsePositives = root.Required("falsePositives");
        // What must stand beside the model's name: "NK-21" alone may be a bolt.
        var beside = root.Map("beside") is { } block ? conditions.Read(block) : null;
        var author = root.Required("author");
        var title = root.Required("title");
        var document = root.Required("document");
        var references = root.Citations("references");
        var list = new List<Rule>();
        foreach (var entry in root.Maps("entries"))
        {
            var name = entry.Required("name");
            var slug = entry.Required("id");
            if (slug.Length > 0 && !RuleReader.IsName(slug)) entry.Error("id", "Mã chỉ gồm chữ thường không dấu, số và gạch nối.");
            var words = phrases.Compile([name, .. entry.Texts("aliases")], PhraseMode.Auto, text => entry.Error("aliases", text));
            Condition condition = new HasPhrase(words, new([], []));
            var from = entry.Date("date");
            var basis = new LegalBasis(entry.Text("document") ?? document, legal?.Source ?? "", entry.Text("verified") ?? legal?.Date ?? "");
            if (entry.Has("document") || entry.Has("verified")) entry.Source.Cite(new(entry.Source.File, entry.Line, entry.Path, basis.Text, basis.Source, basis.Date));
            list.Add(new()
            {
                Id = $"{id}.{slug}",
                Title = name,
                Status = entry.OneOf<RuleStatus>("status") ?? status,
                Violation = violation,
                Level = level,
                Weight = entry.Number("weight") ?? weight,
                Legal = basis,
                FalsePositives = falsePositives,
                Author = author,
                Dates = new(from ?? updated, null, entry.Date("validTo")),
                Message = message.Replace("{name}", name, StringComparison.Ordinal),
                When = beside is null ? condition : new AllOf([condition, beside]),
                Examples = new([new(new ListingRecord { Title = $"{root.Text("exampleBefore")} {name}".Trim(), Description = root.Text("example") ?? "" }, entry.Line)], [], []),
                File = entry.Source.File,
                Line = entry.Line,
            });
            entry.Text("note");
            entry.Finish();
        }
        root.Text("exampleBefore");
        root.Text("example");
        root.Finish();
        return new(id, title, violation, author, updated, references, root.Source.File, list);
    }
}
