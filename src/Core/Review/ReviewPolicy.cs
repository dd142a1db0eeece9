namespace Ecom389.Monitor.Core;

/// <summary>What the policy may look at besides the finding itself.</summary>
/// <param name="Previous">The finding the item showed so far, or null.</param>
/// <param name="PriceVnd">Price of the snapshot just judged, in đồng.</param>
/// <param name="PreviousPriceVnd">Price of the snapshot the previous finding judged, in đồng.</param>
/// <param name="UnitId">The unit whose source it is.</param>
/// <param name="Place">The source's or seller's place.</param>
public sealed record FindingContext(Finding? Previous, long? PriceVnd, long? PreviousPriceVnd, string UnitId, string? Place)
{
    /// <summary>Where it is offered, or null when not told.</summary>
    public Channel? Channel { get; init; }

    /// <summary>What the snapshot says, or null when not told.</summary>
    public ListingRecord? Record { get; init; }

    /// <summary>The listing's identity, the same at every visit: what a random choice is drawn by. Null: nothing is drawn.</summary>
    public string? Identity { get; init; }
}

/// <summary>An item after a change and the name of what changed it.</summary>
public sealed record ItemChange(ReviewItem Item, string Trigger);

/// <summary>
/// Says what a new finding does to the matter about its listing. Pure: the store calls it inside the transaction that
/// acknowledges the page, and stores what it returns.
/// </summary>
public interface IReviewPolicy
{
    /// <summary>
    /// Opens an item, attaches to an open one, reopens a closed one by a named rule, or returns null when nothing changes.
    /// </summary>
    /// <param name="current">The listing's item, open or closed, or null when there was never one.</param>
    /// <param name="finding">The new finding.</param>
    /// <param name="context">What else the decision may lean on.</param>
    ItemChange? OnFinding(ReviewItem? current, Finding finding, FindingContext context);
}
