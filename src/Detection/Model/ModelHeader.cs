using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>What is known of a trained model besides its weights. Written before them in <c>model.bin</c> and printed in the card.</summary>
public sealed record ModelHeader
{
    /// <summary><see cref="FeatureSettings.Version"/> that it was trained under.</summary>
    public required string FeatureVersion { get; init; }

    public required FeatureSettings Settings { get; init; }

    /// <summary>SHA-256 of each training file, by file name.</summary>
    public required IReadOnlyDictionary<string, string> Data { get; init; }

    public required int Listings { get; init; }

    public required int Suspicious { get; init; }

    /// <summary>Added to a listing's squared length before it is scaled to one.</summary>
    public required double ListingFloor { get; init; }

    /// <summary>Added to a segment's squared length: a segment of few known words stays short.</summary>
    public required double SegmentFloor { get; init; }

    /// <summary>Weights of the terms of <see cref="StackInput"/>.</summary>
    public required IReadOnlyList<double> Stack { get; init; }

    public required double StackBias { get; init; }

    /// <summary>Weights of the terms of <see cref="CodeTerms"/>, which tell a suspicious listing's codes.</summary>
    public required IReadOnlyList<double> CodeStack { get; init; }

    /// <summary>A bias a code, in the order of the heads.</summary>
    public required IReadOnlyList<double> CodeBiases { get; init; }

    /// <summary>What categories suggest of the codes.</summary>
    public required CodeLeanings CodeLeanings { get; init; }

    /// <summary>Share of suspicious listings that <c>score</c> is calibrated for.</summary>
    public required double LabelledPrior { get; init; }

    /// <summary>Share of suspicious listings in the field, for <c>priority</c>.</summary>
    public required double FieldPrior { get; init; }

    /// <summary>A listing is flagged when its score is above this.</summary>
    public required double FlagThreshold { get; init; }

    /// <summary>Log-odds of the cue head from which a segment counts as evidence.</summary>
    public required double EvidenceBar { get; init; }

    /// <summary>What <c>evaluate</c> holds it to.</summary>
    public required QualityBars Bars { get; init; }

    /// <summary>How the threshold was set: from which listings, how many of them exceed it.</summary>
    public required string ThresholdFrom { get; init; }
}
