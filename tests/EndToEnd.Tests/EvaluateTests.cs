using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary><c>ecom389 evaluate</c> on the program as built.</summary>
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_suspicious_listings_it_says_so_and_ends_with_2()
    {
        var file = Path.Combine(Repository.Root, "models", "corpus", "own-n.jsonl");
        var result = await Ecom389.RunAsync(["evaluate", "--data", file]);
        Assert.Equal(2, result.Exit);
        Assert.Contains("no listing is labelled suspicious", result.Error, StringComparison.Ordinal);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_prints_shares_with_intervals_and_draws_the_chart()
    {
        var chart = Path.Combine(_folder.Path, "reliability.svg");
        var result = await Ecom389.RunAsync(["evaluate", "--data", Path.Combine(Repository.Root, "models", "corpus", "own-q.jsonl"), "--chart", chart, "--as-of", "2026-11-22"]);
        Assert.Equal(0, result.Exit);
        Assert.DoesNotContain("Proportion", result.Output, StringComparison.Ordinal);
        Assert.Contains(" of 144)", result.Output, StringComparison.Ordinal);
        Assert.Contains("bar prAuc", result.Output, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Load(chart).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Labels_that_contradict_the_model_are_decay_and_end_with_1()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "models", "corpus", "own-q.jsonl"))).Select(line =>
        {
            var row = JsonNode.Parse(line)!;
            var suspicious = (string?)row["label"]!["verdict"] is "suspicious";
            row["label"]!["verdict"] = suspicious ? "clean" : "suspicious";
            return row.ToJsonString();
        });
        var file = Path.Combine(_folder.Path, "turned.jsonl");
        await File.WriteAllLinesAsync(file, rows);
        var result = await Ecom389.RunAsync(["evaluate", "--data", file, "--json"]);
        Assert.Equal(1, result.Exit);
        Assert.Contains("prAuc", result.Error, StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(result.Lines[0])!["bars"]![0]!["held"]!);
    }
}
