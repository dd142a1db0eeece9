using System.Globalization;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>
/// What the rules must reach (issue 5): precision 0.95 at recall 0.60 on each shared set, and of ordinary real listings at most
/// 0.1 % hit by a rule of level high.
/// </summary>
internal static class Bars
{
    private const double Precision = 0.95;
    private const double Recall = 0.60;
    private const double OrdinaryHigh = 0.001;

    /// <summary>One sentence for each bar that is broken.</summary>
    public static IEnumerable<string> Broken(Measurement measured)
    {
        foreach (var set in measured.Sets.Where(static set => set.Name.StartsWith("dev-", StringComparison.Ordinal)))
        {
            if (set.Precision.Value < Precision) yield return Sentence(set.Name, "precision", set.Precision.Value, "under", Precision);
            if (set.Recall.Value < Recall) yield return Sentence(set.Name, "recall", set.Recall.Value, "under", Recall);
        }
        foreach (var file in measured.Ordinary)
        {
            var share = new Share(file.HitByHigh, file.Rows).Value;
            if (share > OrdinaryHigh) yield return Sentence(file.Name, "share hit by a rule of level high", share, "over", OrdinaryHigh);
        }
    }

    private static string Sentence(string where, string what, double value, string side, double bar) =>
        string.Create(CultureInfo.InvariantCulture, $"{where}: {what} {value:0.0000} is {side} {bar:0.000}");
}
