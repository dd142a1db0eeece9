namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>A score and what is true.</summary>
public readonly record struct Scored(double Score, bool Positive);

/// <summary>Measures of a ranking; equal scores are kept together, so that order among them never matters.</summary>
public static class RankingMetrics
{
    /// <summary>Average precision, the area under the precision-recall curve.</summary>
    public static double AveragePrecision(IEnumerable<Scored> items)
    {
        double area = 0, lastRecall = 0;
        foreach (var (precision, recall, _) in Curve(items))
        {
            area += precision * (recall - lastRecall);
            lastRecall = recall;
        }
        return area;
    }

    /// <summary>The best precision at any threshold with at least this recall.</summary>
    public static double PrecisionAtRecall(IEnumerable<Scored> items, double recall) =>
        Curve(items).Where(point => point.Recall >= recall).Select(point => point.Precision).DefaultIfEmpty(0).Max();

    /// <summary>The share of suspicious ones among the <paramref name="k"/> highest (fewer where there are fewer).</summary>
    public static double PrecisionAt(IEnumerable<Scored> items, int k)
    {
        var top = items.OrderByDescending(item => item.Score).Take(k).ToList();
        return top.Count == 0 ? 0 : (double)top.Count(item => item.Positive) / top.Count;
    }

    /// <summary>The score that at most <paramref name="rate"/> of these scores exceed.</summary>
    public static double ThresholdFor(IEnumerable<double> ordinary, double rate)
    {
        var sorted = ordinary.OrderDescending().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)(rate * sorted.Count)];
    }

    /// <summary>The share of positives above (not at) a threshold.</summary>
    public static double RecallAbove(IEnumerable<Scored> items, double threshold)
    {
        var positives = items.Where(item => item.Positive).ToList();
        return positives.Count == 0 ? 0 : (double)positives.Count(item => item.Score > threshold) / positives.Count;
    }

    private static IEnumerable<(double Precision, double Recall, double Threshold)> Curve(IEnumerable<Scored> items)
    {
        var sorted = items.OrderByDescending(item => item.Score).ToList();
        var positives = sorted.Count(item => item.Positive);
        if (positives == 0) yield break;
        var hits = 0;
        for (var i = 0; i < sorted.Count;)
        {
            var score = sorted[i].Score;
            for (; i < sorted.Count && sorted[i].Score.Equals(score); i++)
                if (sorted[i].Positive) hits++;
            yield return ((double)hits / i, (double)hits / positives, score);
        }
    }
}
