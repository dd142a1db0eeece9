using System.Text.Json.Serialization;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>One kind of scorer in the comparison rules / model / both.</summary>
public sealed record Ranking(double PrAuc, double PrecisionAtRecall90, double? RecallAtFieldRate);

/// <summary>A listing that the scorer got wrong.</summary>
/// <param name="Kind"><c>missed</c> or <c>false-alarm</c>.</param>
public sealed record Mistake(string Kind, string Id, double Score, IReadOnlyList<string> Violations, string Text);

/// <summary>What <c>ecom389 evaluate</c> measures. Probabilities are judged on the data weighted to the labelled mix.</summary>
public sealed record EvaluationReport
{
    public required int Listings { get; init; }

    public required int Suspicious { get; init; }

    public required double PrAuc { get; init; }

    public required double PrecisionAtRecall90 { get; init; }

    /// <summary>Share of suspicious ones among the K highest, by K.</summary>
    public required IReadOnlyDictionary<int, double> PrecisionAtK { get; init; }

    /// <summary>Of the suspicious listings, those flagged.</summary>
    public required Proportion FlaggedSuspicious { get; init; }

    /// <summary>Of the clean listings, those flagged.</summary>
    public required Proportion FlaggedClean { get; init; }

    /// <summary>Of the ordinary listings given to measure false alarms, those flagged; null where none were given.</summary>
    public required Proportion? FlaggedOrdinary { get; init; }

    /// <summary>Recall at the threshold that at most 0.2 % of the ordinary listings exceed; null where none were given.</summary>
    public required double? RecallAtFieldRate { get; init; }

    /// <summary>Upper end of the 95 % interval of <see cref="FlaggedOrdinary"/>; null where none were given.</summary>
    public double? FlaggedOrdinaryAtMost => FlaggedOrdinary?.High;

    /// <summary>The highest score of an ordinary listing; null where none were given.</summary>
    public required double? HighestOrdinary { get; init; }

    /// <summary>Precision among the flagged if 2 % of listings were suspicious, from the two flag rates.</summary>
    public required double FieldPrecision { get; init; }

    public required IReadOnlyDictionary<string, Proportion> RecallBySlice { get; init; }

    /// <summary>By violation code: of the listings that have it, those whose result names it with at least 0.5.</summary>
    public required IReadOnlyDictionary<string, Proportion> RecallByCode { get; init; }

    /// <summary>The same over all codes together.</summary>
    public required Proportion RecallOverCodes { get; init; }

    public required double Ece { get; init; }

    public required double Brier { get; init; }

    public required double LogLoss { get; init; }

    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary><c>rules</c>, <c>model</c>, <c>both</c>.</summary>
    public required IReadOnlyDictionary<string, Ranking> Compared { get; init; }

    public required IReadOnlyList<Mistake> WorstMistakes { get; init; }

    /// <summary>Every score, for the chart.</summary>
    [JsonIgnore]
    public IReadOnlyList<Scored> Mass { get; init; } = [];

    /// <summary>The figures against the bars of the model's card; empty until held against them.</summary>
    public IReadOnlyList<BarCheck> Bars { get; init; } = [];
}
