using System.Collections.Frozen;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>One row of the life cycle: in <paramref name="From"/> (null: no item yet), <paramref name="Trigger"/> leads to <paramref name="To"/>.</summary>
public sealed record LifeCycleRow(ReviewState? From, string Trigger, ReviewState To);

/// <summary>The life of a review item as a table. What is not in it does not happen.</summary>
public static class ReviewLifeCycle
{
    /// <summary>Every transition there is; from and trigger determine the target.</summary>
    public static IReadOnlyList<LifeCycleRow> Rows { get; } =
    [
        new(null, ReviewTriggers.Opened, ReviewState.New),

        new(ReviewState.New, ReviewTriggers.Attached, ReviewState.New),
        new(ReviewState.Leased, ReviewTriggers.Attached, ReviewState.Leased),
        new(ReviewState.Waiting, ReviewTriggers.Attached, ReviewState.Waiting),

        new(ReviewState.New, ReviewTriggers.Lease, ReviewState.Leased),
        new(ReviewState.Waiting, ReviewTriggers.Lease, ReviewState.Leased),
        new(ReviewState.Leased, ReviewTriggers.Lease, ReviewState.Leased),
        new(ReviewState.Leased, ReviewTriggers.HandOver, ReviewState.Leased),
        new(ReviewState.New, ReviewTriggers.HandOver, ReviewState.New),
        new(ReviewState.Waiting, ReviewTriggers.HandOver, ReviewState.Waiting),
        new(ReviewState.Leased, ReviewTriggers.Release, ReviewState.New),
        new(ReviewState.Leased, ReviewTriggers.ReleaseToWaiting, ReviewState.Waiting),
        new(ReviewState.Leased, ReviewTriggers.LeaseExpired, ReviewState.New),
        new(ReviewState.Leased, ReviewTriggers.LeaseExpiredToWaiting, ReviewState.Waiting),

        new(ReviewState.Leased, ReviewTriggers.Confirm, ReviewState.Confirmed),
        new(ReviewState.Leased, ReviewTriggers.Dismiss, ReviewState.Dismissed),
        new(ReviewState.Leased, ReviewTriggers.Wait, ReviewState.Waiting),
        new(ReviewState.Waiting, ReviewTriggers.WaitDue, ReviewState.New),

        new(ReviewState.Leased, ReviewTriggers.ApprovalAsked, ReviewState.Waiting),
        new(ReviewState.Waiting, ReviewTriggers.ApprovalGranted, ReviewState.Dismissed),
        new(ReviewState.Waiting, ReviewTriggers.ApprovalRefused, ReviewState.New),

        new(ReviewState.Confirmed, ReviewTriggers.Undo, ReviewState.Leased),
        new(ReviewState.Dismissed, ReviewTriggers.Undo, ReviewState.Leased),
        new(ReviewState.Waiting, ReviewTriggers.Undo, ReviewState.Leased),

        new(ReviewState.Confirmed, ReviewTriggers.ObjectionUpheld, ReviewState.Dismissed),
        new(ReviewState.Dismissed, ReviewTriggers.ObjectionUpheld, ReviewState.Confirmed),

        .. Enum.GetValues<ReopenRule>().Select(rule => new LifeCycleRow(ReviewState.Confirmed, ReviewTriggers.Of(rule), ReviewState.New)),
        .. Enum.GetValues<ReopenRule>().Select(rule => new LifeCycleRow(ReviewState.Dismissed, ReviewTriggers.Of(rule), ReviewState.New)),
    ];

    private static readonly FrozenDictionary<(ReviewState?, string), ReviewState> Targets =
        Rows.ToFrozenDictionary(row => (row.From, row.Trigger), row => row.To);

    /// <summary>Where the trigger leads, or null where it does not happen.</summary>
    public static ReviewState? Target(ReviewState? from, string trigger) =>
        Targets.TryGetValue((from, trigger), out var to) ? to : null;

    /// <summary>
    /// The item one transition further: state, revision and time moved on, the lease dropped where it ends. What else the
    /// trigger brings (who leases, until when it waits) is set by the caller on the result.
    /// </summary>
    /// <exception cref="InvalidOperationException">The table has no such row.</exception>
    public static ItemChange Move(ReviewItem item, string trigger, DateTimeOffset at)
    {
        var to = Target(item.State, trigger)
            ?? throw new InvalidOperationException($"An item that is {item.State} does not take '{trigger}'.");
        var leased = to == ReviewState.Leased;
        var moved = item with
        {
            State = to,
            UpdatedAt = at,
            Revision = item.Revision + 1,
            LeasedBy = leased ? item.LeasedBy : null,
            LeasedUntil = leased ? item.LeasedUntil : null,
            WaitUntil = to is ReviewState.Waiting or ReviewState.Leased ? item.WaitUntil : null,
        };
        return new(moved, trigger);
    }
}
