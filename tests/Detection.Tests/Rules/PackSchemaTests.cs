using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>The schema that editors complete and check packs with agrees with the packs and with the loader.</summary>
public class PackSchemaTests
{
    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(RulesFolder.Path, "pack.schema.json")));

    public static TheoryData<string> Packs() =>
        [.. new[] { "packs", "watchlists" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(RulesFolder.Path, folder), "*.yaml")).Select(static path => Path.GetRelativePath(RulesFolder.Path, path))];

    [Theory]
    [MemberData(nameof(Packs))]
    public void Every_pack_and_watch_list_is_valid(string file) => Assert.Empty(Faults(File.ReadAllText(Path.Combine(RulesFolder.Path, file))));

    [Theory]
    [InlineData("levle: high", "levle")]
    [InlineData("status: on", "on is not allowed")]
    [InlineData("when: {any: [x], categorie: [phone]}", "categorie")]
    [InlineData("when: {category: [phones]}", "alternatives")]
    [InlineData("when: {near: {groups: [a]}}", "too short")]
    [InlineData("message: Vi phạm", "does not match")]
    public void A_misspelt_field_or_value_is_a_fault(string line, string fault)
    {
        var pack = RulesFolder.Pack("{any: [một hai]}");
        var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
        var lines = pack.Split('\n').Where(existing => !existing.StartsWith($"    {name}:", StringComparison.Ordinal)).ToList();
        lines.Insert(lines.FindIndex(static existing => existing.StartsWith("  - id:", StringComparison.Ordinal)) + 1, "    " + line);
        Assert.Empty(Faults(pack));
        Assert.Contains(Faults(string.Join('\n', lines)), found => found.Contains(fault, StringComparison.Ordinal));
    }

    private static List<string> Faults(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        // A list of entries is a watch-list: told by its own schema, its faults are plain.
        var kind = root.Children.ContainsKey(new YamlScalarNode("entries")) ? "watchlist" : "pack";
        return new SchemaCheck(JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["$ref"] = JsonSerializer.SerializeToElement("#/$defs/" + kind),
            ["$defs"] = Schema.GetProperty("$defs"),
        })).Faults(root);
    }
}
