using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>How a model is fitted. The defaults were chosen by leaving one writer out (bench/lowo).</summary>
public sealed record TrainingSettings
{
    public FeatureSettings Features { get; init; } = FeatureSettings.Default;

    /// <summary>A bucket must occur in this many training listings to be known.</summary>
    public int MinimumListings { get; init; } = 2;

    /// <summary>… and in listings of this many writers: what one writer alone says need not hold for the next.</summary>
    public int MinimumWriters { get; init; } = 1;

    /// <summary>How much the segments with cues of a suspicious listing count as a further, suspicious listing of their own; 0: not.</summary>
    public float CueRowWeight { get; init; } = 0.5f;

    /// <summary>How much a clean listing counts against a suspicious one.</summary>
    public float CleanWeight { get; init; } = 1;

    /// <summary>The same for the heads of the codes.</summary>
    public float CodeCueRowWeight { get; init; } = 1;

    /// <summary>What an evenly spread bucket keeps in <see cref="FeatureScaling"/>.</summary>
    public double EvenShare { get; init; } = 0.3;

    /// <summary>Inverse strength of regularisation of the listing head.</summary>
    public double ListingC { get; init; } = 30;

    /// <summary>The same of the segment head.</summary>
    public double SegmentC { get; init; } = 10;

    /// <summary>The same of the code heads.</summary>
    public double CodeC { get; init; } = 30;

    public double ListingFloor { get; init; }

    public double SegmentFloor { get; init; } = 200;

    /// <summary>How much a segment without a cue counts in a suspicious listing: the annotator need not have pointed at everything.</summary>
    public float UnpointedSegmentWeight { get; init; } = 0.3f;

    /// <summary>The labelled mix that scores are calibrated for.</summary>
    public double LabelledPrior { get; init; } = 0.45;

    /// <summary>The field's share of suspicious listings, which priorities are shifted to.</summary>
    public double FieldPrior { get; init; } = 0.02;

    /// <summary>The share of ordinary listings that may be flagged.</summary>
    public double FalseAlarmRate { get; init; } = 0.002;

    /// <summary>How far under its own out-of-fold figures a model may fall on other data before <c>evaluate</c> complains.</summary>
    public double BarAllowance { get; init; } = 0.05;

    /// <summary>
    /// Log-odds of the segment head, less the allowance for the number of segments, from which a segment is evidence. At -1 a third of what
    /// unread writers hide was held back; from -2.5 on the bar costs nothing and still keeps back texts that merely sound alike.
    /// </summary>
    public double EvidenceBar { get; init; } = -2.5;

    /// <summary>
    /// The share of a suspicious listing's signals that the final head does not hear while it is fitted: rules reach 0.85 of the suspicious
    /// listings that their authors read and 0.40 of others (bench/lowo). Without this it would trust them more than they deserve.
    /// </summary>
    public double RulesWithheld { get; init; } = 0.4;

    /// <summary>Writers are put together into this many folds for out-of-fold scores.</summary>
    public int Folds { get; init; } = 7;

    /// <summary>Folds fitted at the same time. The result does not depend on it.</summary>
    public int Parallel { get; init; } = 2;
}
