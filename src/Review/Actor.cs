using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>The person on whose behalf something is done.</summary>
/// <param name="Name">The user's name as stored.</param>
/// <param name="Role">What they may do.</param>
/// <param name="UnitId">The unit they belong to.</param>
public sealed record Actor(string Name, Role Role, string UnitId)
{
    /// <summary>The actor a signed-in user is.</summary>
    public static Actor Of(User user) => new(user.Name, user.Role, user.UnitId);

    /// <summary>Everyone but a leader decides.</summary>
    public bool MayDecide => Role != Role.Leader;

    /// <summary>Units whose matters the actor sees: null for all (the ministry), else their own. The one filter of units.</summary>
    public IReadOnlyList<string>? VisibleUnits => string.Equals(UnitId, WellKnownUnits.Ministry, StringComparison.Ordinal) ? null : [UnitId];

    /// <summary>Whether a matter of this unit may be seen.</summary>
    public bool Sees(string unitId) => VisibleUnits is not { } units || units.Contains(unitId, StringComparer.Ordinal);
}
