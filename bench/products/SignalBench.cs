using System.IO.Compression;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Bench.Products;

internal sealed record LabelledListing(Label Label);

internal sealed record Label(string Verdict, IReadOnlyList<string> Violations);

/// <summary>
/// Every rule of the pack <c>facts</c>: hits on suspicious and clean labelled listings (the thirteen shared sets and our own corpus), and
/// on ordinary real ones.
/// </summary>
internal static class SignalBench
{
    private const double StrongBar = 0.001;

    public static int Run(RuleSet rules, string data, string corpus, string[] args)
    {
        var facts = rules.Rules.Where(static rule => rule.Id.StartsWith("facts.", StringComparison.Ordinal)).ToArray();
        var engine = new RuleEngine(rules);
        var tally = facts.ToDictionary(static rule => rule.Id, static _ => new int[4], StringComparer.Ordinal);
        var asOf = DateOnly.FromDateTime(DateTime.UtcNow);
        var sets = Directory.EnumerateFiles(Path.Combine(data, "listings"), "dev-*.jsonl").Concat(Directory.EnumerateFiles(corpus, "own-*.jsonl")).Order(StringComparer.Ordinal);
        var labelled = 0;
        foreach (var line in sets.SelectMany(File.ReadLines))
        {
            var label = JsonSerializer.Deserialize<LabelledListing>(line, JsonContract.Compact)!.Label;
            labelled++;
            var record = JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!;
            foreach (var rule in Holding(record))
            {
                tally[rule.Id][label.Verdict is "suspicious" ? 0 : 1]++;
                if (label.Verdict is "suspicious" && !label.Violations.Contains(rule.Violation)) tally[rule.Id][2]++;
                if (args.Contains("--" + rule.Id)) Console.WriteLine($"  {label.Verdict} [{string.Join(",", label.Violations)}] {record.Title} | {record.PriceText} | {record.Condition} | {record.Description.ReplaceLineEndings(" / ")[..Math.Min(260, record.Description.Length)]}");
            }
        }
        int ordinary = 0, strong = 0;
        foreach (var name in (string[])["ordinary-listings", "ordinary-borrowed-metadata"])
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(data, "real", name + ".jsonl.gz")), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
            {
                var record = JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!;
                ordinary++;
                var holding = Holding(record);
                if (holding.Exists(static rule => rule.Level == RuleLevel.High)) strong++;
                foreach (var rule in holding)
                {
                    tally[rule.Id][3]++;
                    if (args.Contains("--ordinary")) Console.WriteLine($"  ORDINARY {rule.Id} {record.PriceVnd} {record.Title}");
                }
            }
        }
        var markdown = args.Contains("--markdown");
        Console.WriteLine(markdown ? "| rule | level | weight | suspicious | clean | precision | of another code | ordinary real |\n| --- | --- | --- | --- | --- | --- | --- | --- |" : "rule                                      level   weight  suspicious  clean  precision [95 %]          other-code  ordinary");
        foreach (var rule in facts)
        {
            var t = tally[rule.Id];
            var hits = t[0] + t[1];
            var precision = hits == 0 ? "–" : $"{(double)t[0] / hits:0.00}";
            Console.WriteLine(markdown
                ? $"| `{rule.Id}` | {rule.Level.ToString().ToLowerInvariant()}{(rule.Status == RuleStatus.Active ? "" : ", " + rule.Status.ToString().ToLowerInvariant())} | {rule.Weight:0.0} | {t[0]} | {t[1]} | {precision} {TitleBench.Interval(t[0], hits)} | {t[2]} | {t[3]} |"
                : $"{rule.Id,-40}  {rule.Level,-6}  {rule.Weight,6:0.0}  {t[0],10}  {t[1],5}  {precision,5} {TitleBench.Interval(t[0], hits)}  {t[2],10}  {t[3],8}");
        }
        var share = (double)strong / Math.Max(1, ordinary);
        Console.WriteLine($"{(markdown ? "\n" : "")}{labelled} labelled listings; {ordinary} ordinary real rows, {strong} hit by a strong fact ({100 * share:0.000} %, bar {100 * StrongBar:0.0} %)");
        return share <= StrongBar ? 0 : 1;

        List<Rule> Holding(ListingRecord record) => [.. engine.Holding(new(record), asOf, static rule => rule.Id.StartsWith("facts.", StringComparison.Ordinal) && rule.Status is RuleStatus.Active or RuleStatus.Shadow)];
    }
}
