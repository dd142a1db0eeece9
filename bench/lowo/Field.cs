using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// <c>lowo field</c>: false alarms of the shipped model on real listings: those that set its threshold, by halves so that a threshold chosen on
/// one is checked on the other, and others that it has never seen.
/// </summary>
internal static class Field
{
    private const double Rate = 0.002;
    private const double Alike = 0.5;
    private const double TooSure = 0.9;

    public static void Execute(Arguments arguments)
    {
        var model = ModelFile.Read(arguments.Model!);
        var scorer = new ListingScorer(model, SignalSources.Load(arguments.Rules!));
        List<LabelledListing> ordinary = [.. Workload.OrdinaryFiles(arguments.Data).SelectMany(CorpusReader.Read)];
        var scores = ordinary.Select(listing => scorer.Score(listing.Listing, Workload.AsOf)).ToList();
        Print.Line($"Threshold {model.Header.FlagThreshold:F3}.\n\n| real listings | number | flagged | share | 95 % at most | above {TooSure} | highest |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var file in ordinary.Zip(scores).GroupBy(pair => pair.First.Writer, StringComparer.Ordinal)) Row(file.Key, [.. file.Select(pair => pair.Second)]);
        foreach (var (name, listings) in RealListings.Read(arguments.Data, ordinary.Select(listing => listing.Listing.Title).ToHashSet(StringComparer.Ordinal)))
            Row(name, [.. listings.Select(listing => scorer.Score(listing.Listing, Workload.AsOf))]);

        Print.Line($"\n| threshold chosen at {Rate:P1} of | is | flags of | number | share | 95 % at most |\n| --- | --- | --- | --- | --- | --- |");
        var half = Halves(ordinary);
        Checked("one half (whole families of like texts)", "the other half", i => half[i]);
        Checked("the other half", "the one half", i => !half[i]);
        List<string> sites = [.. ordinary.Where(listing => listing.Writer is "ordinary-listings").Select(listing => listing.Listing.Site ?? "").Distinct(StringComparer.Ordinal)];
        foreach (var site in sites) Checked($"all sites but {site}", site, i => !string.Equals(SiteOf(i), site, StringComparison.Ordinal));
        foreach (var result in scores.Where(result => result.Flagged).OrderByDescending(result => result.Score)) Print.Line($"flagged: {result.Id} {result.Score:F3} {string.Join(", ", result.Violations.Select(violation => violation.Code))}");

        // A listing with borrowed metadata goes where its text goes: it has the same number.
        string SiteOf(int i) => ordinary[i % (ordinary.Count / 2)].Listing.Site ?? "";

        void Row(string name, List<ScoreResult> results)
        {
            var flagged = new Proportion(results.Count(result => result.Flagged), results.Count);
            Print.Line($"| {name} | {flagged.Of} | {flagged.Hits} | {flagged.Value:P2} | {flagged.High:P2} | {results.Count(result => result.Score > TooSure)} | {results.Max(result => result.Score):F3} |");
        }

        void Checked(string chosenOn, string checkedOn, Func<int, bool> chosen)
        {
            var threshold = RankingMetrics.ThresholdFor(Enumerable.Range(0, scores.Count).Where(chosen).Select(i => scores[i].Score), Rate);
            var other = Enumerable.Range(0, scores.Count).Where(i => !chosen(i)).Select(i => scores[i].Score).ToList();
            var over = new Proportion(other.Count(score => score > threshold), other.Count);
            Print.Line($"| {chosenOn} | {threshold:F3} | {checkedOn} | {over.Of} | {over.Value:P2} | {over.High:P2} |");
        }
    }

    /// <summary>Deals listings into two halves; those with like texts (a shop's series, the same text with borrowed metadata) stay together.</summary>
    private static bool[] Halves(List<LabelledListing> listings)
    {
        var family = Enumerable.Range(0, listings.Count).ToArray();
        foreach (var pair in NearDuplicates.Find([.. listings.Select(NearDuplicates.TextOf)], Alike, CancellationToken.None)) family[Root(pair.First)] = Root(pair.Second);
        var first = new bool[listings.Count];
        int left = 0, right = 0;
        foreach (var group in Enumerable.Range(0, listings.Count).GroupBy(Root).OrderByDescending(group => group.Count()).ThenBy(group => group.Key))
        {
            var isFirst = left <= right;
            foreach (var i in group) first[i] = isFirst;
            if (isFirst) left += group.Count();
            else right += group.Count();
        }
        return first;

        int Root(int i)
        {
            while (family[i] != i) i = family[i] = family[family[i]];
            return i;
        }
    }
}
