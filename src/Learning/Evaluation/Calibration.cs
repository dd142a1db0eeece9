namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>One bin of a reliability chart.</summary>
/// <param name="Predicted">Mean score.</param>
/// <param name="Actual">Share of suspicious ones.</param>
/// <param name="Weight">Sum of weights.</param>
/// <param name="Listings">How many listings it holds.</param>
public readonly record struct ReliabilityBin(double Predicted, double Actual, double Weight, int Listings);

/// <summary>Whether scores are the probabilities they claim to be.</summary>
public static class Calibration
{
    /// <summary>Expected calibration error over bins of equal mass.</summary>
    /// <param name="prior">The mix that the listings are weighted to, or null to take them as they are.</param>
    public static double Ece(IReadOnlyList<Scored> items, int bins, double? prior = null)
    {
        var chart = Reliability(items, bins, prior);
        var total = chart.Sum(bin => bin.Weight);
        return total == 0 ? 0 : chart.Sum(bin => bin.Weight * Math.Abs(bin.Predicted - bin.Actual)) / total;
    }

    /// <summary>Bins of equal numbers of listings, lowest scores first.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(IReadOnlyList<Scored> items, int bins, double? prior = null)
    {
        var weight = Weights(items, prior);
        var sorted = items.OrderBy(item => item.Score).ToList();
        var result = new List<ReliabilityBin>();
        for (var b = 0; b < bins; b++)
        {
            double mass = 0, score = 0, positive = 0;
            for (var i = b * sorted.Count / bins; i < (b + 1) * sorted.Count / bins; i++)
            {
                var w = weight(sorted[i].Positive);
                mass += w;
                score += w * sorted[i].Score;
                if (sorted[i].Positive) positive += w;
            }
            if (mass > 0) result.Add(new(score / mass, positive / mass, mass, ((b + 1) * sorted.Count / bins) - (b * sorted.Count / bins)));
        }
        return result;
    }

    /// <summary>Mean squared error of the probability.</summary>
    public static double Brier(IReadOnlyList<Scored> items, double? prior = null) =>
        Mean(items, prior, item => Math.Pow(item.Score - (item.Positive ? 1 : 0), 2));

    /// <summary>Mean negative logarithm of the probability given to what was true; scores are kept within 1e-6 of 0 and 1.</summary>
    public static double LogLoss(IReadOnlyList<Scored> items, double? prior = null) =>
        Mean(items, prior, item => -Math.Log(Math.Clamp(item.Positive ? item.Score : 1 - item.Score, 1e-6, 1)));

    private static double Mean(IReadOnlyList<Scored> items, double? prior, Func<Scored, double> loss)
    {
        var weight = Weights(items, prior);
        var mass = items.Sum(item => weight(item.Positive));
        return mass == 0 ? 0 : items.Sum(item => weight(item.Positive) * loss(item)) / mass;
    }

    private static Func<bool, double> Weights(IReadOnlyList<Scored> items, double? prior)
    {
        var positives = items.Count(item => item.Positive);
        if (prior is not { } share || positives == 0 || positives == items.Count) return _ => 1;
        var forPositive = share / positives;
        var forNegative = (1 - share) / (items.Count - positives);
        return positive => positive ? forPositive : forNegative;
    }
}
