using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>A listing and the score that something gave it.</summary>
public readonly record struct ScoredListing(LabelledListing Listing, double Score);

/// <summary>How a scorer does on a writer that it has never read.</summary>
/// <param name="RecallAtFieldRate">Recall at the threshold that at most 0.2 % of the ordinary listings of any file exceed (R@0.2).</param>
/// <param name="Threshold">That threshold.</param>
/// <param name="PrAuc">Average precision.</param>
/// <param name="PrecisionAtRecall90">Best precision at recall 0.9 or more.</param>
/// <param name="Ece">Expected calibration error over ten equal-mass bins, on the listings weighted to the labelled mix.</param>
/// <param name="CleanAbove">Of its clean listings, those above the threshold.</param>
/// <param name="BySlice">Recall at the threshold by slice; empty where the writer has none.</param>
/// <param name="Codes">By code, of the listings that have it those named with at least 0.5; empty where codes were not judged.</param>
public sealed record WriterResult(
    string Writer,
    int Listings,
    int Suspicious,
    double RecallAtFieldRate,
    double Threshold,
    double PrAuc,
    double PrecisionAtRecall90,
    double Ece,
    Proportion CleanAbove,
    IReadOnlyDictionary<string, Proportion> BySlice,
    IReadOnlyDictionary<string, Proportion> Codes)
{
    private const int Bins = 10;

    /// <summary>Measures scores of one writer's listings against those of ordinary ones. Each ordinary file sets a threshold; the highest holds for all.</summary>
    /// <param name="rate">The share of ordinary listings that may be above.</param>
    /// <param name="prior">The mix that calibration is judged on.</param>
    public static WriterResult Of(
        string writer,
        IReadOnlyList<ScoredListing> held,
        IReadOnlyList<ScoredListing> ordinary,
        double rate,
        double prior,
        IReadOnlyDictionary<string, Proportion>? codes = null)
    {
        var points = held.Select(row => new Scored(row.Score, row.Listing.Label.Suspicious)).ToList();
        var threshold = ordinary.GroupBy(row => row.Listing.Writer, StringComparer.Ordinal)
            .Select(file => RankingMetrics.ThresholdFor(file.Select(row => row.Score), rate)).DefaultIfEmpty(0).Max();
        var clean = points.Where(point => !point.Positive).ToList();
        return new(
            writer,
            points.Count,
            points.Count(point => point.Positive),
            RankingMetrics.RecallAbove(points, threshold),
            threshold,
            RankingMetrics.AveragePrecision(points),
            RankingMetrics.PrecisionAtRecall(points, 0.9),
            Calibration.Ece(points, Bins, prior),
            new(clean.Count(point => point.Score > threshold), clean.Count),
            held.Where(row => row.Listing is { Slice: not null, Label.Suspicious: true }).GroupBy(row => row.Listing.Slice!, StringComparer.Ordinal)
                .ToDictionary(slice => slice.Key, slice => new Proportion(slice.Count(row => row.Score > threshold), slice.Count()), StringComparer.Ordinal),
            codes ?? new Dictionary<string, Proportion>(StringComparer.Ordinal));
    }
}
