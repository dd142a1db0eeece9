using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>A share with its 95 % interval, each 0 to 1.</summary>
public sealed record ShareEstimate(double Share, double Low, double High)
{
    private const double Z = 1.959964;

    /// <summary>Wilson's score interval ("Probable inference", 1927): holds for few cases and for none. Null for no case.</summary>
    public static ShareEstimate? Of(long hits, long cases)
    {
        if (cases <= 0) return null;
        double n = cases, p = hits / n, z2 = Z * Z;
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new(p, hits == 0 ? 0 : Math.Max(0, centre - half), hits == cases ? 1 : Math.Min(1, centre + half));
    }
}

/// <summary>
/// What flagging misses, estimated from the random sample of what it did not flag.
/// </summary>
/// <param name="MissRate">Share of unflagged listings that a person confirms.</param>
/// <param name="Precision">Share of decided flagged listings that were confirmed; null while none was decided.</param>
/// <param name="Found">Flagged listings that are, or are expected to be, confirmed.</param>
/// <param name="Missed">Unflagged listings that would be confirmed.</param>
/// <param name="Recall">Found ÷ (found + missed); the interval is that of the miss rate, carried through.</param>
public sealed record RecallEstimate(ShareEstimate MissRate, ShareEstimate? Precision, double Found, double Missed, ShareEstimate Recall)
{
    /// <summary>Null while nothing of the sample was decided: no number is better than one without ground.</summary>
    public static RecallEstimate? Of(RecallCounts counts)
    {
        if (ShareEstimate.Of(counts.Confirmed, counts.Confirmed + counts.Dismissed) is not { } miss) return null;
        var precision = ShareEstimate.Of(counts.FlaggedConfirmed, counts.FlaggedConfirmed + counts.FlaggedDismissed);
        // What nobody decided yet counts as its calibrated priority says.
        var found = counts.FlaggedConfirmed + counts.FlaggedOpenExpected;
        var recall = new ShareEstimate(Recall(found, miss.Share), Recall(found, miss.High), Recall(found, miss.Low));
        return new(miss, precision, found, miss.Share * counts.UnflaggedListings, recall);

        double Recall(double hits, double rate) => hits + (rate * counts.UnflaggedListings) is > 0 and var all ? hits / all : 0;
    }
}
