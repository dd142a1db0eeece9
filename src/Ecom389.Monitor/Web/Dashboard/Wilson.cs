using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Dashboard;

/// <summary>
/// The interval of a share by Wilson's score (E. B. Wilson, JASA 22 (1927) 209-212), 95 %: right also for few cases and for
/// shares near 0 and 1, where the usual formula leaves the scale.
/// </summary>
public readonly record struct Wilson(double Share, double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>Of no cases nothing is known: 0 to 1.</summary>
    public static Wilson Of(int successes, int cases)
    {
        if (cases <= 0) return new(double.NaN, 0, 1);
        var share = (double)successes / cases;
        var z2 = Z * Z / cases;
        var centre = (share + (z2 / 2)) / (1 + z2);
        var half = Z / (1 + z2) * Math.Sqrt((share * (1 - share) / cases) + (z2 / (4 * cases)));
        return new(share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    public static Wilson Of(Outcomes outcomes) => Of(outcomes.Confirmed, outcomes.Total);
}
