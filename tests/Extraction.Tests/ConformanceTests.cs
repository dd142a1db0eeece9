using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>The structured-data readers against the pages and expected values of extruct (BSD), where shared data are present.</summary>
[Trait("Category", "SharedData")]
public sealed class ConformanceTests
{
    /// <summary>extruct's own deviations from the standard that we do not share, each with its reason.</summary>
    private static readonly Dictionary<string, string> Deviations = new(StringComparer.Ordinal)
    {
        ["product-ref.html"] = "extruct looks into a scope that itemref names; the standard (HTML §5.2.5) takes a scope whole, by its own itemprop",
        ["SearchAction.001.html"] = "extruct makes an item of an input element's name and required; the standard gives its text",
    };

    private static readonly Dictionary<string, string> Bases = new(StringComparer.Ordinal)
    {
        ["microdata.7.1.html"] = "http://blog.example.com/progress-report",
        ["microdata.object.html"] = "http://www.example.com/microdata/",
    };

    [SharedDataFact]
    public void Json_ld_equals_the_expected_items()
    {
        var wrong = new List<string>();
        var compared = 0;
        foreach (var expectedFile in Directory.EnumerateFiles(Samples, "*.jsonld", SearchOption.AllDirectories))
        {
            var page = Path.ChangeExtension(expectedFile, ".html");
            if (!File.Exists(page)) continue;
            var got = JsonLdReader.Read(Dom(page)).Select(item => Canonical(item.Json!)).Order(StringComparer.Ordinal).ToList();
            var want = Members(JsonNode.Parse(File.ReadAllText(expectedFile))).Select(node => Sorted(node)).Order(StringComparer.Ordinal).ToList();
            compared++;
            if (!got.SequenceEqual(want, StringComparer.Ordinal)) wrong.Add($"{Path.GetFileName(page)}:\n  got  {string.Join('\n', got)}\n  want {string.Join('\n', want)}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared >= 8, $"{compared} pages");
    }

    [SharedDataFact]
    public void Microdata_equals_the_expected_items()
    {
        var wrong = new List<string>();
        foreach (var folder in (ReadOnlySpan<string>)["w3c", "schema.org"])
        {
            foreach (var page in Directory.EnumerateFiles(Path.Combine(Samples, folder), "*.html"))
            {
                var expectedFile = Path.ChangeExtension(page, ".json");
                if (!File.Exists(expectedFile) || Deviations.ContainsKey(Path.GetFileName(page)) || JsonNode.Parse(File.ReadAllText(expectedFile)) is not JsonArray expected) continue;
                var items = MicrodataReader.Read(Dom(page), url => Bases.TryGetValue(Path.GetFileName(page), out var root) ? new Uri(new Uri(root), url).AbsoluteUri : url);
                var got = new JsonArray([.. items.Select(Render)]);
                if (!string.Equals(Canonical(got), Canonical(expected), StringComparison.Ordinal)) wrong.Add($"{Path.GetFileName(page)}:\n  got  {Canonical(got)}\n  want {Canonical(expected)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Samples => SharedData.PathOf("real", "extruct-fixtures", "samples");

    private static PageDom Dom(string file) => PageDom.Of(new HtmlParser().ParseDocument(PageDecoder.Decode(File.ReadAllBytes(file), null).Text));

    // extruct's shape: {"type": …, "properties": {name: value or list}, "id": …}.
    private static JsonNode Render(SchemaItem item)
    {
        var json = new JsonObject();
        if (item.Types.Count == 1) json["type"] = item.Types[0];
        else if (item.Types.Count > 1) json["type"] = new JsonArray([.. item.Types.Select(t => JsonValue.Create(t))]);
        if (item.Id is { } id) json["id"] = id;
        var properties = new JsonObject();
        foreach (var (name, values) in item.Properties)
        {
            var nodes = values.Select(v => v.Item is { } inner ? Render(inner) : JsonValue.Create(v.Text)).ToArray();
            properties[name] = nodes is [var one] ? one : new JsonArray(nodes);
        }

        if (properties.Count > 0) json["properties"] = properties;
        else if (item.Content is { } content) json["value"] = content;
        return json;
    }

    // Members sorted, white space of texts collapsed: the standard keeps it, readers of both tools do not.
    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.Where(p => p.Key is not ("htmlNode" or "textContent")).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + ":" + Canonical(p.Value))) + "}",
        JsonArray { Count: 1 } one => Canonical(one[0]),
        JsonArray a => "[" + string.Join(',', a.Select(Canonical)) + "]",
        JsonValue v => string.Join(' ', v.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        _ => "null",
    };

    // A list's items and a graph's members (in older expected files: what stands under "items") are items of their own, as the reader gives them.
    private static IEnumerable<JsonNode> Members(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Members),
        JsonObject graph when graph["@graph"] is { } inner => graph["@type"] is null ? Members(inner) : Members(inner).Append(graph),
        JsonObject { Count: 1 } wrapped when wrapped["items"] is JsonArray items => Members(items),
        JsonObject one => [one],
        _ => [],
    };

    private static string Canonical(JsonItem item) => item switch
    {
        { Members: { } members } => "{" + string.Join(',', members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Key + ":" + Canonical(m.Value))) + "}",
        { Items: { } items } => "[" + string.Join(',', items.Select(Canonical)) + "]",
        { Text: { } text } => Plain(text),
        _ => "null",
    };

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + ":" + Sorted(p.Value))) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(Sorted)) + "]",
        JsonValue v => Plain(v.ToString()),
        _ => "null",
    };

    // Control characters inside strings are what some of the pages are about; extruct drops them, we keep them.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
