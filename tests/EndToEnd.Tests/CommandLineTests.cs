using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>The contracts of the command line, on the program as built.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_answers_each_line_in_order_with_quotes_that_are_exactly_the_sellers_words()
    {
        var corpus = Path.Combine(Repository.Root, "models", "corpus", "dev-a.jsonl");
        var result = await Ecom389.RunAsync(["score", corpus]);
        Assert.Equal(0, result.Exit);
        var rows = (await File.ReadAllLinesAsync(corpus)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(rows.Count, result.Lines.Length);
        var quotes = 0;
        foreach (var (row, line) in rows.Zip(result.Lines))
        {
            var scored = JsonNode.Parse(line)!;
            Assert.Equal((string?)row["id"], (string?)scored["id"]);
            Assert.InRange((double)scored["score"]!, 0, 1);
            Assert.InRange((double)scored["priority"]!, 0, 1);
            foreach (var signal in scored["signals"]!.AsArray())
            {
                if ((string?)signal!["field"] is not { } field) continue;
                quotes++;
                Assert.Equal((string?)signal["quote"], FieldOf(row, field)[(int)signal["start"]!..(int)signal["end"]!]);
            }
        }

        Assert.True(quotes > 200, $"only {quotes} quotes");
    }

    [Fact]
    public async Task A_bad_listing_line_is_named_and_the_others_are_scored()
    {
        var result = await Ecom389.RunAsync(["score", "-"], """
            {"id":"a","title":"Ốp lưng","description":"","attributes":{}}
            {"id":"b","title":
            {"id":"c","title":7}

            {"id":"d","title":"AirPods rep 1:1"}

            """);
        Assert.Equal(3, result.Exit);
        Assert.Equal(5, result.Lines.Length);
        Assert.Equal("a", (string?)JsonNode.Parse(result.Lines[0])!["id"]);
        Assert.Equal(2, (int)JsonNode.Parse(result.Lines[1])!["line"]!);
        Assert.Contains("title", (string?)JsonNode.Parse(result.Lines[2])!["error"], StringComparison.Ordinal);
        Assert.Equal(4, (int)JsonNode.Parse(result.Lines[3])!["line"]!);
        Assert.Equal("d", (string?)JsonNode.Parse(result.Lines[4])!["id"]);
        Assert.Contains("-:2:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_crawler_json_names_every_fault_with_file_line_and_field()
    {
        var config = _folder.File("crawler.json", """
            {
              "schemaVersion": 1,
              "sources": [
                { "id": "x", "name": "X", "channel": "bazaar", "start": ["http://x.example/"] },
                { "id": "y", "name": "Y", "channel": "website", "start": ["not a url"], "colour": 1 }
              ]
            }
            """);
        var result = await Ecom389.RunAsync(["scan", "--config", config, "--data", _folder.Path]);
        Assert.Equal(2, result.Exit);
        Assert.Contains($"{config}:4: sources[0].channel", result.Error, StringComparison.Ordinal);
        Assert.Contains($"{config}:5: sources[1].start[0]", result.Error, StringComparison.Ordinal);
        Assert.Contains("sources[1].colour", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_rule_file_stops_the_command_and_names_file_and_line()
    {
        CopyFolder(Path.Combine(Repository.Root, "rules"), Path.Combine(_folder.Path, "rules"));
        var pack = Directory.GetFiles(Path.Combine(_folder.Path, "rules", "packs")).Order(StringComparer.Ordinal).First();
        await File.AppendAllTextAsync(pack, "\n  - id: broken\n    level: enormous\n");
        var result = await Ecom389.RunAsync(["score", "-"], "{\"id\":\"a\"}\n", _folder.Path);
        Assert.Equal(2, result.Exit);
        Assert.Contains(Path.GetFileName(pack) + ":", result.Error, StringComparison.Ordinal);
        Assert.Contains("enormous", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_broken_model_is_refused_by_name()
    {
        var model = _folder.File(Path.Combine("models", "model.bin"), "this is no model");
        var result = await Ecom389.RunAsync(["score", "-"], "{\"id\":\"a\"}\n", _folder.Path);
        Assert.Equal(2, result.Exit);
        Assert.Contains(Path.GetFileName(model), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robots_cases_answer_each_line_in_step_and_name_the_field_that_is_missing()
    {
        var result = await Ecom389.RunAsync(["robots", "--cases", "-"], """
            {"robotsTxt":"User-agent: *\nDisallow: /a","userAgent":"b","url":"/a/1","note":7}

            {"robotsTxt":"","url":"/"}
            {"robotsTxt":"","userAgent":"b","url":
            {"robotsTxt":"","userAgent":"b","url":"/"}

            """);
        Assert.Equal(3, result.Exit);
        Assert.Equal(5, result.Lines.Length);
        Assert.Equal("""{"robotsTxt":"User-agent: *\nDisallow: /a","userAgent":"b","url":"/a/1","note":7,"allowed":false}""", result.Lines[0]);
        Assert.Equal(2, (int)JsonNode.Parse(result.Lines[1])!["line"]!);
        Assert.Contains("-:3: userAgent: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("-:4: ", result.Error, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(result.Lines[4])!["allowed"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001<<<>>> </p><table><td>\u200b")]
    [InlineData("{\"not\":\"html\"}")]
    public async Task A_broken_page_is_read_as_far_as_it_goes(string html)
    {
        var file = _folder.File("page.html", html);
        var result = await Ecom389.RunAsync(["extract", file, "--url", "https://shop.example/p/1"]);
        Assert.Equal(0, result.Exit);
        var page = JsonNode.Parse(result.Output)!;
        Assert.Equal("https://shop.example/p/1", (string?)page["url"]);
        Assert.Equal("other", (string?)page["pageKind"]);
        Assert.Empty(page["listings"]!.AsArray());
    }

    [Fact]
    public async Task Inspect_gives_one_json_line_a_line_with_offsets_into_it()
    {
        const string line = "AirPods rep 1:1 giá 1tr2, zalo 0900 000 123 QCVN 54:2020/BTTTT";
        var file = _folder.File("lines.txt", line + "\nkhông có gì\n");
        var result = await Ecom389.RunAsync(["inspect", "--lines", file]);
        Assert.Equal(0, result.Exit);
        Assert.Equal(2, result.Lines.Length);
        var inspected = JsonNode.Parse(result.Lines[0])!;
        foreach (var key in (string[])["normalised", "prices", "phones", "brands", "certificates", "frequencies", "signals"]) Assert.NotNull(inspected[key]);
        var price = Assert.Single(inspected["prices"]!.AsArray())!;
        Assert.Equal(1_200_000, (decimal)price["amount"]!);
        Assert.Equal("VND", (string?)price["currency"]);
        Assert.Equal((string?)price["text"], line[(int)price["start"]!..(int)price["end"]!]);
        Assert.Equal("+84900000123", (string?)Assert.Single(inspected["phones"]!.AsArray())!["e164"]);
        Assert.NotEmpty(inspected["signals"]!.AsArray());
    }

    [Theory]
    [InlineData("score")]
    [InlineData("nonsense")]
    [InlineData("queue list --limit 0")]
    [InlineData("queue list --limit abc")]
    [InlineData("queue list --state 9")]
    [InlineData("queue list --violation bogus")]
    [InlineData("queue list --data no-such-folder")]
    [InlineData("scan --max-pages abc")]
    [InlineData("serve --url garbage")]
    [InlineData("serve --url http://127.0.0.1:1x")]
    [InlineData("user add lan --role inspector --as x --data no-such-folder")]
    [InlineData("sources test x --pages 0")]
    [InlineData("score models/corpus/dev-g.jsonl --out no-such-folder/x")]
    [InlineData("nonsense --help")]
    [InlineData("extract x.html --url not-a-url")]
    [InlineData("inspect chữ --lines README.md")]
    [InlineData("inspect")]
    public async Task Bad_arguments_exit_with_2_and_say_so(string arguments)
    {
        var result = await Ecom389.RunAsync(arguments.Split(' '));
        Assert.Equal(2, result.Exit);
        Assert.NotEmpty(result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("scan")]
    [InlineData("serve")]
    [InlineData("score")]
    [InlineData("extract")]
    [InlineData("inspect")]
    [InlineData("queue list")]
    [InlineData("queue show")]
    [InlineData("queue decide")]
    [InlineData("rules lint")]
    [InlineData("rules test")]
    [InlineData("explain")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("robots")]
    [InlineData("user add")]
    [InlineData("doctor")]
    [InlineData("sources test")]
    public async Task Every_command_explains_itself_with_an_example(string command)
    {
        var result = await Ecom389.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal(0, result.Exit);
        Assert.Contains("ecom389 " + command, result.Output, StringComparison.Ordinal);
        Assert.Contains("example:", result.Output, StringComparison.Ordinal);
    }

    private static string FieldOf(JsonNode row, string field)
    {
        if (field == "seller/name") return (string)row["seller"]!["name"]!;
        if (!field.StartsWith("attributes/", StringComparison.Ordinal)) return (string)row[field]!;
        var key = field["attributes/".Length..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return (string)row["attributes"]![key]!;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
