using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Each example of docs/sources.md is a definition that works, and its members are those of the schema.</summary>
public sealed partial class DocumentedDefinitionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-docs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_example_is_read_and_together_they_show_every_kind()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sources"));
        File.WriteAllText(Path.Combine(_folder, "sources", "vi-du-danh-sach.txt"), "https://shop.example/p/1\n");
        File.WriteAllText(Path.Combine(_folder, "crawler.json"), """{"schemaVersion": 1}""");
        foreach (var (number, example) in Examples().Index()) File.WriteAllText(Path.Combine(_folder, "sources", $"{number:00}.json"), example);

        var config = await CrawlerConfig.LoadAsync(Path.Combine(_folder, "crawler.json"), CancellationToken.None);

        Assert.Equal(Examples().Count, config.Sources.Count + config.Templates.Count);
        Assert.Equal(
            ["browser", "category", "endpoint", "feed", "import", "search", "session", "sitemap", "start", "timeline", "url-list", "xhr"],
            config.Sources.SelectMany(source => source.Kinds()).Distinct().Order(StringComparer.Ordinal));
        var lan = config.Sources.Single(source => source.Id == "vi-du-tiem-lan");
        Assert.Equal(("h1.product_title", ".gia-moi"), (lan.Selectors.Listing["title"], lan.Selectors.Listing["priceText"]));
    }

    [Fact]
    public void Every_member_of_an_example_is_in_the_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "crawler.schema.json")));
        var defs = schema.RootElement.GetProperty("$defs");
        foreach (var example in Examples())
        {
            using var document = JsonDocument.Parse(example);
            AssertNamed(document.RootElement, defs.GetProperty("source"), defs);
        }
    }

    private static void AssertNamed(JsonElement value, JsonElement rule, JsonElement defs)
    {
        if (rule.TryGetProperty("$ref", out var reference)) rule = defs.GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (value.ValueKind == JsonValueKind.Array && rule.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray()) AssertNamed(item, items, defs);
            return;
        }

        if (value.ValueKind != JsonValueKind.Object || !rule.TryGetProperty("properties", out var properties)) return;
        foreach (var member in value.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(member.Name, out var known), member.Name);
            AssertNamed(member.Value, known, defs);
        }
    }

    private static IReadOnlyList<string> Examples() => [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "sources.md"), Encoding.UTF8)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```json\r?\n(.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
