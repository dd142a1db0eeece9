using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>RDFa and OpenGraph against extruct's pages and expected values, where shared data are present.</summary>
[Trait("Category", "SharedData")]
public sealed class RdfaConformanceTests
{
    /// <summary>Pages whose expected values we do not reach, each with its reason. Everything else must be equal.</summary>
    private static readonly Dictionary<string, string> Deviations = new(StringComparer.Ordinal);

    private const string UsesVocabulary = "http://www.w3.org/ns/rdfa#usesVocabulary";

    [SharedDataFact]
    public void Rdfa_equals_the_expected_statements()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var expectedFile in Directory.EnumerateFiles(Samples, "*.expanded.json", SearchOption.AllDirectories).Append(Path.Combine(Samples, "misc", "expanded_OG_support_test.json")))
        {
            var page = expectedFile.Replace(".expanded.json", ".html", StringComparison.Ordinal).Replace("_test.json", "_test.html", StringComparison.Ordinal);
            var name = Path.GetFileName(page);
            if (Deviations.ContainsKey(name)) continue;
            compared++;
            var root = "http://www.example.com/index.html";
            var items = RdfaReader.Read(Dom(page), root, reference => new Uri(new Uri(root), reference).AbsoluteUri);
            var got = Statements(items);
            var want = Statements(JsonNode.Parse(File.ReadAllText(expectedFile))!.AsArray());
            if (!got.SetEquals(want)) wrong.Add($"{name}:\n  missing {string.Join("\n          ", want.Except(got))}\n  extra   {string.Join("\n          ", got.Except(want))}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared >= 10);
    }

    [SharedDataFact]
    public void OpenGraph_equals_the_expected_properties()
    {
        foreach (var name in (ReadOnlySpan<string>)["opengraph_test", "opengraph_ns_product_test"])
        {
            var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, "misc", name + ".json")))![0]!;
            var prefixes = expected["namespace"]!.AsObject().Select(n => n.Key + ":").ToList();
            var got = MetaReader.Read(Dom(Path.Combine(Samples, "misc", name + ".html"))).Pairs.Where(p => prefixes.Exists(x => p.Name.StartsWith(x, StringComparison.Ordinal))).Select(p => (p.Name, p.Content));
            var want = expected["properties"]!.AsArray().Select(p => (p![0]!.GetValue<string>(), p[1]!.GetValue<string>()));
            Assert.Equal(want, got);
        }
    }

    private static string Samples => SharedData.PathOf("real", "extruct-fixtures", "samples");

    private static PageDom Dom(string file) => PageDom.Of(new HtmlParser().ParseDocument(PageDecoder.Decode(File.ReadAllBytes(file), null).Text));

    // One line a statement; a subject or object without a name is written as what is said of it.
    private static HashSet<string> Statements(List<SchemaItem> items)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var subject = Name(item, 0);
            foreach (var type in item.Types) said.Add($"{subject} a {type}");
            foreach (var (property, values) in item.Properties)
                foreach (var value in values) said.Add($"{subject} {property} {(value.Item is { } inner ? Name(inner, 0) : Quote(value.Text))}");
        }

        return said;
    }

    private static string Name(SchemaItem item, int depth)
    {
        if (item.Id is { } id && !id.StartsWith("_:", StringComparison.Ordinal)) return $"<{id}>";
        if (depth > 3) return "[…]";
        var parts = item.Types.Select(t => "a " + t).Concat(item.Properties.SelectMany(p => p.Value.Select(v => $"{p.Key} {(v.Item is { } inner ? Name(inner, depth + 1) : Quote(v.Text))}")));
        return "[" + string.Join("; ", parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "]";
    }

    private static HashSet<string> Statements(JsonArray nodes)
    {
        var byId = nodes.Select(n => n!.AsObject()).ToDictionary(n => n["@id"]!.GetValue<string>(), StringComparer.Ordinal);
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in byId.Values)
        {
            var subject = Name(node["@id"]!.GetValue<string>(), byId, 0);
            foreach (var line in Said(node, byId, 0)) said.Add($"{subject} {line}");
        }

        return said;
    }

    private static IEnumerable<string> Said(JsonObject node, Dictionary<string, JsonObject> byId, int depth)
    {
        foreach (var (property, values) in node)
        {
            if (property is "@id" or UsesVocabulary) continue;
            foreach (var value in values!.AsArray())
            {
                if (property is "@type") yield return "a " + value!.GetValue<string>();
                else if (value!["@id"] is { } reference) yield return $"{property} {Name(reference.GetValue<string>(), byId, depth + 1)}";
                else yield return $"{property} {Quote(value["@value"]!.ToString())}";
            }
        }
    }

    private static string Name(string id, Dictionary<string, JsonObject> byId, int depth)
    {
        if (!id.StartsWith("_:", StringComparison.Ordinal)) return $"<{id}>";
        if (depth > 4) return "[…]";
        return byId.TryGetValue(id, out var node) ? "[" + string.Join("; ", Said(node, byId, depth).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "]" : "[]";
    }

    private static string Quote(string? text) => "\"" + string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) + "\"";
}
