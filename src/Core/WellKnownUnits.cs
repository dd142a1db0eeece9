namespace Ecom389.Monitor.Core;

/// <summary>Ids of units every installation has; all others are data.</summary>
public static class WellKnownUnits
{
    /// <summary>The centre: the standing office at the ministry, which sees every unit's matters.</summary>
    public const string Ministry = "bo";
}
