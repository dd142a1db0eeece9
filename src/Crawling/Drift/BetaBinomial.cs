namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Counts out of many whose chance itself varies from night to night: the beta-binomial distribution with mean <c>m</c> and intra-class
/// correlation <c>rho</c> (a = m(1−rho)/rho, b = (1−m)(1−rho)/rho). With it a source that varies much is allowed to, and one that never
/// did is not.
/// </summary>
internal static class BetaBinomial
{
    /// <summary>Probability of at most <paramref name="k"/> out of <paramref name="n"/>.</summary>
    public static double AtMost(int k, int n, double mean, double rho)
    {
        if (k >= n) return 1;
        mean = Math.Clamp(mean, 1e-6, 1 - 1e-6);
        rho = Math.Clamp(rho, 1e-6, 1 - 1e-6);
        var (a, b) = (mean * (1 - rho) / rho, (1 - mean) * (1 - rho) / rho);
        // From P(0) on by the ratio of neighbours, in logarithms: no function of large numbers but one.
        var log = LogBeta(a, n + b) - LogBeta(a, b);
        var sum = Math.Exp(log);
        for (var i = 0; i < k; i++)
        {
            log += Math.Log((n - i) / (double)(i + 1) * ((i + a) / (n - i - 1 + b)));
            sum += Math.Exp(log);
        }

        return Math.Min(sum, 1);
    }

    /// <summary>Intra-class correlation of runs by the method of moments (Kleinman 1973), 0 to 1; 0 where runs vary less than chance alone would have them.</summary>
    public static double Correlation(IReadOnlyList<(int K, int N)> runs)
    {
        long all = runs.Sum(run => (long)run.N), filled = runs.Sum(run => (long)run.K);
        if (runs.Count < 2 || all == 0) return 0;
        var mean = (double)filled / all;
        if (mean is <= 0 or >= 1) return 0;
        var spread = runs.Sum(run => run.N * Math.Pow(((double)run.K / run.N) - mean, 2));
        var weight = runs.Sum(run => run.N * (1 - ((double)run.N / all)));
        var chance = mean * (1 - mean) * runs.Sum(run => 1 - ((double)run.N / all));
        var room = mean * (1 - mean) * (weight - runs.Sum(run => 1 - ((double)run.N / all)));
        return room <= 0 ? 0 : Math.Clamp((spread - chance) / room, 0, 1);
    }

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    // Lanczos' approximation (g = 7, nine terms), good to 15 digits for positive arguments.
    private static double LogGamma(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        ReadOnlySpan<double> terms = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
        x -= 1;
        var sum = 0.99999999999980993;
        for (var i = 0; i < terms.Length; i++) sum += terms[i] / (x + i + 1);
        var t = x + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
