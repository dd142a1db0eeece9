using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Definitions.Tests;

/// <summary>Every definition of <c>sources/</c> reads the replica of its platform, and survives a new theme.</summary>
public sealed class ReplicaTests
{
    public static TheoryData<string> Definitions => [.. Replica.Ids];

    [Fact]
    public void Every_definition_has_a_replica_and_says_where_it_comes_from()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "sources"), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count >= 10, $"{files.Count} definitions");
        Assert.Equal(files.Select(file => Path.GetFileNameWithoutExtension(file)), Replica.Ids);
        foreach (var file in files)
        {
            var about = JsonNode.Parse(File.ReadAllText(file))!["about"]!;
            Assert.True(DateOnly.TryParse(about["checked"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture, out _), file);
            Assert.NotEmpty(about["basis"]!.AsArray());
            Assert.Contains(about["unverified"]!.AsArray(), sentence => sentence!.GetValue<string>().Contains("cần kiểm chứng", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task Every_field_of_the_replica_is_read(string id)
    {
        var replica = Replica.Load(id);
        var source = await replica.SourceAsync(CancellationToken.None);
        var wrong = new List<string>();
        foreach (var page in replica.Pages) wrong.AddRange(Differences(page, new PageExtractor().Extract(Replica.Capture(page, page.Html), source)));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task With_every_class_and_id_renamed_title_price_and_kind_stay_right_and_the_drift_alarm_is_raised(string id)
    {
        var replica = Replica.Load(id);
        var source = await replica.SourceAsync(CancellationToken.None);
        var pages = replica.Pages.Where(page => !page.IsJson).ToList();
        var extractor = new PageExtractor();
        var before = pages.Select(page => extractor.Extract(Replica.Capture(page, page.Html), source)).ToList();
        var wrong = new List<string>();
        for (var seed = 1; seed <= 3; seed++)
        {
            var after = pages.Select(page => extractor.Extract(Replica.Capture(page, Mutation.Of(page.Html, seed)), source)).ToList();
            for (var i = 0; i < pages.Count; i++) wrong.AddRange(Differences(pages[i], after[i], onlyTheBar: true).Select(line => $"seed {seed} {line}"));
            if (DriftAlarm.Raised(before, after) is []) wrong.Add($"seed {seed}: no drift alarm");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task An_unchanged_shop_raises_no_drift_alarm(string id)
    {
        var replica = Replica.Load(id);
        var source = await replica.SourceAsync(CancellationToken.None);
        var read = replica.Pages.Where(page => !page.IsJson).Select(page => new PageExtractor().Extract(Replica.Capture(page, page.Html), source)).ToList();
        Assert.Empty(DriftAlarm.Raised(read, read));
    }

    private static IEnumerable<string> Differences(ReplicaPage page, PageExtraction read, bool onlyTheBar = false)
    {
        var where = $"{page.File}:";
        var json = ExtractResult.ToJson(read);
        var kind = json["pageKind"]!.GetValue<string>();
        if (!string.Equals(kind, page.Kind, StringComparison.Ordinal))
        {
            yield return $"{where} a {page.Kind} is taken for a {kind}";
            yield break;
        }

        if (page.Told["count"] is { } count && count.GetValue<int>() != read.Listings.Count) yield return $"{where} {read.Listings.Count} listings instead of {count}";
        if (page.Told["next"] is { } next && !onlyTheBar && !read.Links.Contains(new PageLink(next.GetValue<string>(), "next"))) yield return $"{where} no next page {next}";
        var expected = page.Told["expect"] switch { JsonArray several => several.Select(one => one!.AsObject()).ToList(), JsonObject one => [one], _ => [] };
        for (var i = 0; i < expected.Count; i++)
        {
            if (i >= read.Listings.Count)
            {
                yield return $"{where} no listing {i}";
                continue;
            }

            foreach (var (field, value) in expected[i])
            {
                if (onlyTheBar && !(field is "priceVnd" || (field is "title" && value!.GetValue<string>().Length > 0))) continue;
                var got = Rendered(At(json["listings"]![i]!.AsObject(), field), field);
                var want = Rendered(value, field);
                if (!string.Equals(got, want, StringComparison.Ordinal)) yield return $"{where} [{i}] {field} is {got}, not {want}";
            }
        }
    }

    private static JsonNode? At(JsonObject listing, string field)
    {
        JsonNode? node = listing;
        foreach (var part in field.Split('.')) node = node is JsonObject o ? o[part] : null;
        return node;
    }

    // Of variants what the replica names is compared: name, amount, number, availability.
    private static string Rendered(JsonNode? node, string field) => field is "variants" && node is JsonArray variants
        ? string.Join(" | ", variants.Select(v => $"{v!["name"]} {(v["price"] is JsonObject money ? money["amount"] : v["price"])} {v["sku"]} {v["availability"]}".TrimEnd()))
        : node?.ToJsonString(JsonContract.Compact) ?? "null";
}
