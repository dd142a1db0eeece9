using System.Globalization;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>Writes results as Markdown tables, which docs/scoring.md takes as they are.</summary>
internal static class Print
{
    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    public static void Head() => Line($"""
        | writer | listings | suspicious | R@0.2 | PR-AUC | P@R0.9 | ECE | clean above |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        """);

    public static void Row(WriterResult result) =>
        Line($"| {result.Writer} | {result.Listings} | {result.Suspicious} | {result.RecallAtFieldRate:F3} | {result.PrAuc:F3} | {result.PrecisionAtRecall90:F3} | {result.Ece:F3} | {result.CleanAbove.Value:F3} |");

    public static void Mean(string name, IReadOnlyList<WriterResult> results) =>
        Line($"| **{name}** | {results.Sum(result => result.Listings)} | {results.Sum(result => result.Suspicious)} | {results.Average(result => result.RecallAtFieldRate):F3} (least {results.Min(result => result.RecallAtFieldRate):F3}, pooled {Pooled(results):F3}) | {results.Average(result => result.PrAuc):F3} | {results.Average(result => result.PrecisionAtRecall90):F3} | {results.Average(result => result.Ece):F3} | {results.Sum(result => result.CleanAbove.Hits) / (double)results.Sum(result => result.CleanAbove.Of):F3} |");

    /// <summary>Recall by code and by slice, pooled over writers.</summary>
    public static void Pools(IReadOnlyList<WriterResult> results)
    {
        var codes = Pool(results.SelectMany(result => result.Codes));
        if (codes.Count > 0)
        {
            Line($"\n| code, named with at least 0.5 | recall | 95 % interval | listings |\n| --- | --- | --- | --- |");
            foreach (var (code, share) in codes) Share(code, share);
            Share("**all codes**", new(codes.Values.Sum(share => share.Hits), codes.Values.Sum(share => share.Of)));
        }
        var slices = Pool(results.SelectMany(result => result.BySlice));
        if (slices.Count == 0) return;
        Line($"\n| slice | recall at the threshold | 95 % interval | listings |\n| --- | --- | --- | --- |");
        foreach (var (slice, share) in slices) Share(slice, share);
    }

    public static void Share(string name, Proportion share) => Line($"| {name} | {share.Value:F3} | {share.Low:F3} to {share.High:F3} | {share.Of} |");

    private static double Pooled(IReadOnlyList<WriterResult> results) => results.Sum(result => result.RecallAtFieldRate * result.Suspicious) / results.Sum(result => result.Suspicious);

    private static SortedDictionary<string, Proportion> Pool(IEnumerable<KeyValuePair<string, Proportion>> shares)
    {
        var pooled = new SortedDictionary<string, Proportion>(StringComparer.Ordinal);
        foreach (var group in shares.GroupBy(pair => pair.Key, StringComparer.Ordinal))
            pooled[group.Key] = new(group.Sum(pair => pair.Value.Hits), group.Sum(pair => pair.Value.Of));
        return pooled;
    }
}
