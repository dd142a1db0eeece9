namespace Ecom389.Monitor.Core;

/// <summary>Ids of units every installation has; all others are data.</summary>
public static class WellKnownUnits
{
    /// <summary>The centre: the standing office at the ministry, which sees every unit's matters.</summary>
    public const string Ministry = "bo";

    /// <summary>The unit of canaries, which nobody belongs to and which "every unit" leaves out; also the id of their source.</summary>
    public const string Canary = "canary";
}
