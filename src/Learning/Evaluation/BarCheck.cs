using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>A figure held against the bar that the model's card sets.</summary>
/// <param name="Measure">What is measured, as in the report.</param>
/// <param name="Bar">The least it must be, or the most where <paramref name="AtMost"/>.</param>
public sealed record BarCheck(string Measure, double Value, double Bar, bool AtMost)
{
    public bool Held => AtMost ? Value <= Bar : Value >= Bar;

    /// <summary>Every bar that the data can be held to.</summary>
    public static IReadOnlyList<BarCheck> Of(QualityBars bars, EvaluationReport report)
    {
        var checks = new List<BarCheck>
        {
            new("prAuc", report.PrAuc, bars.PrAuc, AtMost: false),
            new("precisionAtRecall90", report.PrecisionAtRecall90, bars.PrecisionAtRecall90, AtMost: false),
            new("flaggedSuspicious", report.FlaggedSuspicious.Value, bars.Recall, AtMost: false),
            new("ece", report.Ece, bars.Ece, AtMost: true),
        };
        if (report.FlaggedOrdinary is { } ordinary) checks.Add(new("flaggedOrdinary", ordinary.Value, bars.OrdinaryFlagged, AtMost: true));
        return checks;
    }
}
