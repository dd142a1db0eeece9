using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>What came of handing a person's items over.</summary>
/// <param name="Moved">Items that are the colleague's now.</param>
/// <param name="LeftOut">Items that changed meanwhile, or that the colleague may not decide.</param>
public sealed record HandOverResult(int Moved, int LeftOut);

/// <content>Handing over.</content>
public sealed partial class ReviewService
{
    /// <summary>Whether the actor may hand other people's items over: a unit's leader within the unit, an administrator where they see.</summary>
    public static bool MayHandOverForOthers(Actor actor) => actor.Role is Role.Leader or Role.Administrator;

    /// <summary>
    /// Gives everything a person holds or follows up, within what the actor sees, to a colleague. Null when the actor may not, or the
    /// colleague decides nothing. A held item stays held, from now on by the colleague; the rest comes back to them.
    /// </summary>
    public async Task<HandOverResult?> HandOverAllAsync(IReadOnlyList<ReviewItem> inHand, string from, Actor colleague, Actor actor, CancellationToken cancellationToken)
    {
        var own = string.Equals(from, actor.Name, StringComparison.Ordinal) && actor.MayDecide;
        if (!(own || MayHandOverForOthers(actor)) || !colleague.MayDecide || string.Equals(from, colleague.Name, StringComparison.Ordinal)) return null;
        int moved = 0, leftOut = 0;
        foreach (var item in inHand)
        {
            if (actor.Sees(item.UnitId) && colleague.Sees(item.UnitId) && await HandOverOneAsync(item, from, colleague, actor, cancellationToken)) moved++;
            else leftOut++;
        }
        return new(moved, leftOut);
    }

    private async Task<bool> HandOverOneAsync(ReviewItem item, string from, Actor colleague, Actor actor, CancellationToken cancellationToken)
    {
        var held = item.State == ReviewState.Leased && string.Equals(item.LeasedBy, from, StringComparison.Ordinal);
        var followed = item.State is ReviewState.New or ReviewState.Waiting && string.Equals(item.AssignedTo, from, StringComparison.Ordinal);
        if (!held && !followed) return false;
        var change = ReviewLifeCycle.Move(item, ReviewTriggers.HandOver, Now());
        change = change with
        {
            Item = held
                ? change.Item with { LeasedBy = colleague.Name, LeasedUntil = Now() + _settings.Lease }
                : change.Item with { AssignedTo = colleague.Name },
        };
        return await StoreAsync(item, change, actor.Name, "item.handed-over", new { from, to = colleague.Name }, null, null, cancellationToken);
    }
}
