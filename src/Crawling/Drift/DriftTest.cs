using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Compares what a scan brought with what the source brought before.</summary>
public static class DriftTest
{
    /// <summary>Name of the share of pages on which a listing was found.</summary>
    public const string Pages = "pages";

    /// <summary>
    /// The measures that fell away: improbable under the history (one-sided beta-binomial test, Bonferroni over the measures watched) and
    /// by enough to matter. None while there is no history.
    /// </summary>
    /// <param name="now">This scan.</param>
    /// <param name="history">Earlier scans, newest first; those that are no baseline are left out.</param>
    /// <param name="limits">Thresholds.</param>
    public static IReadOnlyList<FillDrop> Judge(SourceFill now, IReadOnlyList<SourceFill> history, DriftLimits limits)
    {
        var baseline = history.Where(run => run.IsBaseline).Take(limits.Runs).ToList();
        var watched = new List<(string Measure, int K, int N, List<(int K, int N)> Before)>();
        Watch(Pages, now.PagesRead, now.Pages, [.. baseline.Where(run => run.Pages > 0).Select(run => (run.PagesRead, run.Pages))]);
        foreach (var measure in baseline.SelectMany(run => run.Measures.Keys).Distinct(StringComparer.Ordinal))
            Watch(measure, now.Measures.GetValueOrDefault(measure), now.Listings, [.. baseline.Where(run => run.Listings > 0 && run.Measures.ContainsKey(measure)).Select(run => (run.Measures[measure], run.Listings))]);

        var drops = new List<FillDrop>();
        foreach (var (measure, k, n, before) in watched)
        {
            var share = (double)before.Sum(run => run.K) / before.Sum(run => run.N);
            var rho = Math.Max(limits.Overdispersion, BetaBinomial.Correlation(before));
            var p = BetaBinomial.AtMost(k, n, share, rho);
            if (share - ((double)k / n) >= limits.MinDrop && p < limits.Alpha / watched.Count) drops.Add(new(measure, share, (double)k / n, n, p));
        }

        return [.. drops.OrderBy(drop => drop.P).ThenBy(drop => drop.Measure, StringComparer.Ordinal)];

        void Watch(string measure, int k, int n, List<(int K, int N)> before)
        {
            if (n < limits.MinListings || before.Count < limits.MinRuns || before.Sum(run => run.N) < limits.MinListings) return;
            if ((double)before.Sum(run => run.K) / before.Sum(run => run.N) >= limits.MinBefore) watched.Add((measure, k, n, before));
        }
    }
}
