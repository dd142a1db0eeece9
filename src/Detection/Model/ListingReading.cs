namespace Ecom389.Monitor.Detection.Model;

/// <summary>A segment and what the cue head says of it.</summary>
/// <param name="Field">Index into <see cref="ListingView.Fields"/>.</param>
/// <param name="Start">First character in the normalised field.</param>
/// <param name="End">One past the last.</param>
/// <param name="Logit">Log-odds that it holds a cue; of a listing's strongest less the logarithm of how many there were: among many, one is high by chance.</param>
public readonly record struct SegmentScore(int Field, int Start, int End, double Logit);

/// <summary>What the text heads say of a listing.</summary>
/// <param name="Listing">Log-odds of the head that sees the listing as a whole.</param>
/// <param name="Strongest">The segment with the highest log-odds of a cue; null where there are no words.</param>
/// <param name="Second">The second highest, or null.</param>
/// <param name="Codes">Log-odds of each code head, in the model's order; empty unless asked for.</param>
/// <param name="Scale">The factor that made the listing's row of length one.</param>
/// <param name="Allowance">What was taken off the log-odds of the strongest segments, for their number.</param>
public readonly record struct ListingReading(double Listing, SegmentScore? Strongest, SegmentScore? Second, double[] Codes, double Scale, double Allowance);
