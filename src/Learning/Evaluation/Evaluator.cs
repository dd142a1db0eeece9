using Ecom389.Monitor.Core;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>Measures a whole scorer on labelled listings that it was not trained on.</summary>
public sealed class Evaluator
{
    private const int Bins = 10;
    private const int MistakesOfAKind = 10;
    private const double LabelledPrior = 0.45;
    private const double FieldPrior = 0.02;
    private const double FieldRate = 0.002;
    private static readonly int[] Ks = [10, 25, 50, 100, 200];
    private readonly IListingScorer _both;
    private readonly IListingScorer? _modelOnly;
    private readonly Func<ScoreResult, double> _rules;

    /// <param name="both">The whole scorer.</param>
    /// <param name="modelOnly">The same model without signal sources, for the comparison; null leaves it out.</param>
    public Evaluator(IListingScorer both, IListingScorer? modelOnly = null)
    {
        _both = both;
        _modelOnly = modelOnly;
        _rules = result => result.Signals.Where(signal => signal.Kind is not "model").Sum(signal => signal.Weight);
    }

    /// <summary>Scores and measures.</summary>
    /// <param name="ordinary">Ordinary listings of the field, for false alarms; may be empty.</param>
    public EvaluationReport Evaluate(IReadOnlyList<LabelledListing> listings, IReadOnlyList<LabelledListing> ordinary, DateOnly asOf, CancellationToken cancellation)
    {
        var judged = Judge(_both, listings, asOf, cancellation);
        var field = Judge(_both, ordinary, asOf, cancellation);
        var points = Points(judged, result => result.Score);
        var suspicious = judged.Where(pair => pair.Listing.Label.Suspicious).ToList();
        var clean = judged.Where(pair => !pair.Listing.Label.Suspicious).ToList();
        var recall = Share(suspicious, pair => pair.Result.Flagged);
        var ordinaryFlagged = field.Count == 0 ? null : Share(field, pair => pair.Result.Flagged);
        var alarm = (ordinaryFlagged ?? Share(clean, pair => pair.Result.Flagged)).Value;
        var codes = listings.SelectMany(listing => listing.Label.Violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToDictionary(code => code, code => Share([.. suspicious.Where(pair => pair.Listing.Label.Violations.Contains(code, StringComparer.Ordinal))], pair => Names(pair.Result, code)), StringComparer.Ordinal);
        var compared = new SortedDictionary<string, Ranking>(StringComparer.Ordinal)
        {
            ["both"] = Rank(judged, field, result => result.Score),
            ["rules"] = Rank(judged, field, _rules),
        };
        if (_modelOnly is not null)
            compared["model"] = Rank(Judge(_modelOnly, listings, asOf, cancellation), Judge(_modelOnly, ordinary, asOf, cancellation), result => result.Score);
        return new()
        {
            Listings = judged.Count,
            Suspicious = suspicious.Count,
            PrAuc = RankingMetrics.AveragePrecision(points),
            PrecisionAtRecall90 = RankingMetrics.PrecisionAtRecall(points, 0.9),
            PrecisionAtK = Ks.Where(k => k <= points.Count).ToDictionary(k => k, k => RankingMetrics.PrecisionAt(points, k)),
            FlaggedSuspicious = recall,
            FlaggedClean = Share(clean, pair => pair.Result.Flagged),
            FlaggedOrdinary = ordinaryFlagged,
            HighestOrdinary = field.Count == 0 ? null : field.Max(pair => pair.Result.Score),
            RecallAtFieldRate = compared["both"].RecallAtFieldRate,
            FieldPrecision = recall.Value == 0 ? 0 : FieldPrior * recall.Value / ((FieldPrior * recall.Value) + ((1 - FieldPrior) * alarm)),
            RecallBySlice = suspicious.Where(pair => pair.Listing.Slice is not null).GroupBy(pair => pair.Listing.Slice!, StringComparer.Ordinal)
                .ToDictionary(slice => slice.Key, slice => Share([.. slice], pair => pair.Result.Flagged), StringComparer.Ordinal),
            RecallByCode = codes,
            RecallOverCodes = new(codes.Values.Sum(code => code.Hits), codes.Values.Sum(code => code.Of)),
            Ece = Calibration.Ece(points, Bins, LabelledPrior),
            Brier = Calibration.Brier(points, LabelledPrior),
            LogLoss = Calibration.LogLoss(points, LabelledPrior),
            Reliability = Calibration.Reliability(points, Bins, LabelledPrior),
            Compared = compared,
            Mass = points,
            WorstMistakes = [.. Worst("missed", suspicious.OrderBy(pair => pair.Result.Score)), .. Worst("false-alarm", clean.OrderByDescending(pair => pair.Result.Score))],
        };
    }

    private static List<(LabelledListing Listing, ScoreResult Result)> Judge(IListingScorer scorer, IReadOnlyList<LabelledListing> listings, DateOnly asOf, CancellationToken cancellation)
    {
        var results = new List<(LabelledListing, ScoreResult)>(listings.Count);
        foreach (var listing in listings)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add((listing, scorer.Score(listing.Listing, asOf)));
        }
        return results;
    }

    private static List<Scored> Points(List<(LabelledListing Listing, ScoreResult Result)> judged, Func<ScoreResult, double> score) =>
        [.. judged.Select(pair => new Scored(score(pair.Result), pair.Listing.Label.Suspicious))];

    private static Ranking Rank(List<(LabelledListing Listing, ScoreResult Result)> judged, List<(LabelledListing Listing, ScoreResult Result)> field, Func<ScoreResult, double> score)
    {
        var points = Points(judged, score);
        double? atFieldRate = field.Count == 0
            ? null
            : RankingMetrics.RecallAbove(points, RankingMetrics.ThresholdFor(field.Select(pair => score(pair.Result)), FieldRate));
        return new(RankingMetrics.AveragePrecision(points), RankingMetrics.PrecisionAtRecall(points, 0.9), atFieldRate);
    }

    private static Proportion Share<T>(List<T> items, Func<T, bool> has) => new(items.Count(has), items.Count);

    private static bool Names(ScoreResult result, string code) =>
        result.Violations.Any(violation => string.Equals(violation.Code, code, StringComparison.Ordinal) && violation.Score >= 0.5);

    private static IEnumerable<Mistake> Worst(string kind, IEnumerable<(LabelledListing Listing, ScoreResult Result)> worstFirst) =>
        worstFirst.Where(pair => pair.Result.Flagged != pair.Listing.Label.Suspicious).Take(MistakesOfAKind).Select(pair =>
        {
            var text = $"{pair.Listing.Listing.Title} {pair.Listing.Listing.Description}".ReplaceLineEndings(" ").Trim();
            return new Mistake(kind, pair.Listing.Listing.Id, pair.Result.Score, pair.Listing.Label.Violations, text.Length > 200 ? text[..200] + "…" : text);
        });
}
