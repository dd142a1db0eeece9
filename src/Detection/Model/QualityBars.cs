namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// What a model promises of labelled listings it has not read, set when it is trained: its own out-of-fold figures less an allowance
/// for another writer's voice. <c>ecom389 evaluate</c> ends with 1 under any of them, so that decay is noticed.
/// </summary>
/// <param name="PrAuc">Least average precision.</param>
/// <param name="PrecisionAtRecall90">Least precision at recall 0.9.</param>
/// <param name="Recall">Least share of suspicious listings flagged.</param>
/// <param name="Ece">Most calibration error, ten equal-mass bins, on the labelled mix.</param>
/// <param name="OrdinaryFlagged">Most share of ordinary real listings flagged.</param>
public sealed record QualityBars(double PrAuc, double PrecisionAtRecall90, double Recall, double Ece, double OrdinaryFlagged);
