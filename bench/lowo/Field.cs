using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
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
    private const int Examples = 5;

    public static void Execute(Arguments arguments)
    {
        var model = ModelFile.Read(arguments.Model!);
        var scorer = new ListingScorer(model, SignalSources.Load(arguments.Rules!));
        List<LabelledListing> ordinary = [.. Workload.OrdinaryFiles(arguments.Data).SelectMany(CorpusReader.Read)];
        var scores = ordinary.Select(listing => scorer.Score(listing.Listing, Workload.AsOf)).ToList();
        Print.Line($"Threshold {model.Header.FlagThreshold:F3}.\n\n| real listings | number | flagged | share | 95 % at most | above {TooSure} | highest | kept aside: number | flagged | share |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var file in ordinary.Zip(scores).GroupBy(pair => pair.First.Writer, StringComparer.Ordinal)) Row(file.Key, [.. file.Select(pair => pair.Second)], []);
        var looked = new List<(LabelledListing Listing, ScoreResult Result)>();
        foreach (var (name, listings) in RealListings.Read(arguments.Data, ordinary.Select(listing => listing.Listing.Title).ToHashSet(StringComparer.Ordinal)))
        {
            var judged = listings.Select(listing => (Listing: listing, Result: scorer.Score(listing.Listing, Workload.AsOf))).ToList();
            Row(name, [.. judged.Select(pair => pair.Result)], [.. judged.Where(pair => RealListings.IsKeptAside(pair.Listing)).Select(pair => pair.Result)]);
            looked.AddRange(judged.Where(pair => !RealListings.IsKeptAside(pair.Listing)));
        }

        Print.Line($"\n| threshold chosen at {Rate:P1} of | is | flags of | number | share | 95 % at most |\n| --- | --- | --- | --- | --- | --- |");
        var half = Halves(ordinary);
        Checked("one half (whole families of like texts)", "the other half", i => half[i]);
        Checked("the other half", "the one half", i => !half[i]);
        List<string> sites = [.. ordinary.Where(listing => listing.Writer is "ordinary-listings").Select(listing => listing.Listing.Site ?? "").Distinct(StringComparer.Ordinal)];
        foreach (var site in sites) Checked($"all sites but {site}", site, i => !string.Equals(SiteOf(i), site, StringComparison.Ordinal));
        foreach (var result in scores.Where(result => result.Flagged).OrderByDescending(result => result.Score)) Print.Line($"flagged: {result.Id} {result.Score:F3} {string.Join(", ", result.Violations.Select(violation => violation.Code))}");

        if (arguments.Top > 0)
        {
            Show(model, looked, arguments.Top);
            Heard(looked);
        }

        // A listing with borrowed metadata goes where its text goes: it has the same number.
        string SiteOf(int i) => ordinary[i % (ordinary.Count / 2)].Listing.Site ?? "";

        void Row(string name, List<ScoreResult> results, List<ScoreResult> kept)
        {
            var flagged = new Proportion(results.Count(result => result.Flagged), results.Count);
            var aside = new Proportion(kept.Count(result => result.Flagged), kept.Count);
            Print.Line($"| {name} | {flagged.Of} | {flagged.Hits} | {flagged.Value:P2} | {flagged.High:P2} | {results.Count(result => result.Score > TooSure)} | {results.Max(result => result.Score):F3} | {aside.Of} | {aside.Hits} | {aside.Value:P2} |");
        }

        void Checked(string chosenOn, string checkedOn, Func<int, bool> chosen)
        {
            var threshold = RankingMetrics.ThresholdFor(Enumerable.Range(0, scores.Count).Where(chosen).Select(i => scores[i].Score), Rate);
            var other = Enumerable.Range(0, scores.Count).Where(i => !chosen(i)).Select(i => scores[i].Score).ToList();
            var over = new Proportion(other.Count(score => score > threshold), other.Count);
            Print.Line($"| {chosenOn} | {threshold:F3} | {checkedOn} | {over.Of} | {over.Value:P2} | {over.High:P2} |");
        }
    }

    /// <summary>The highest of the rows that may be looked at, with what spoke: the other half is only ever counted.</summary>
    private static void Show(TextModel model, List<(LabelledListing Listing, ScoreResult Result)> rows, int count)
    {
        var judge = new ListingJudge(model);
        Print.Line($"\nHighest of the half that may be looked at:");
        foreach (var (listing, result) in rows.OrderByDescending(row => row.Result.Score).Take(count))
        {
            var view = new ListingView(listing.Listing);
            var reading = judge.Read(view);
            var cue = reading.Strongest is { } s ? view.Fields[s.Field].Text.Value[s.Start..s.End] : "";
            var rules = string.Join(", ", result.Signals.Where(signal => signal.Kind is not "model").Select(signal => FormattableString.Invariant($"{signal.Id} {signal.Weight:F1} “{signal.Quote}”")));
            Print.Line($"{result.Score:F3} {result.Id} {listing.Listing.Description.Length} characters, text {reading.Listing:F1} cue {reading.Strongest?.Logit:F1} “{cue}” {listing.Listing.Title} | {rules}");
        }
    }

    /// <summary>Rules that spoke for a violation in ordinary rows, the commonest first, with some of the words they took.</summary>
    private static void Heard(List<(LabelledListing Listing, ScoreResult Result)> rows)
    {
        Print.Line($"\nRules heard in that half:");
        var signals = rows.SelectMany(row => row.Result.Signals.Where(signal => signal.Kind is not "model" && signal.Weight > 0).DistinctBy(signal => signal.Id, StringComparer.Ordinal)).GroupBy(signal => signal.Id, StringComparer.Ordinal);
        foreach (var rule in signals.OrderByDescending(rule => rule.Count()).ThenBy(rule => rule.Key, StringComparer.Ordinal))
            Print.Line($"{rule.Count()} × {rule.Key} {rule.First().Weight:F1}: {string.Join(" | ", rule.Select(signal => signal.Quote).Distinct(StringComparer.OrdinalIgnoreCase).Take(Examples))}");
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
