using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>The names of what moves an item; stored with every transition, so never renamed.</summary>
public static class ReviewTriggers
{
    /// <summary>A first flagged finding.</summary>
    public const string Opened = "opened";

    /// <summary>Another finding on an open item: the state stays.</summary>
    public const string Attached = "attached";

    public const string Lease = "lease";

    public const string Release = "release";

    /// <summary>Released before the date it waits for: it waits on.</summary>
    public const string ReleaseToWaiting = "release-to-waiting";

    public const string LeaseExpired = "lease-expired";

    public const string LeaseExpiredToWaiting = "lease-expired-to-waiting";

    /// <summary>Given to a colleague who holds the lease from now on.</summary>
    public const string HandOver = "hand-over";

    public const string Confirm = "decide:confirm";

    public const string Dismiss = "decide:dismiss";

    public const string Wait = "decide:wait";

    /// <summary>The day it waited for has come.</summary>
    public const string WaitDue = "wait-due";

    /// <summary>A dismissal that needs a second person; the item waits, without a date, for their answer.</summary>
    public const string ApprovalAsked = "approval-asked";

    public const string ApprovalGranted = "approval-granted";

    public const string ApprovalRefused = "approval-refused";

    /// <summary>The person took their own decision back within minutes.</summary>
    public const string Undo = "undo";

    /// <summary>An objection was upheld by a second person: what was confirmed is dismissed, what was dismissed is confirmed.</summary>
    public const string ObjectionUpheld = "objection-upheld";

    /// <summary>Followed by the name of a <see cref="ReopenRule"/>.</summary>
    public const string ReopenedPrefix = "reopened:";

    /// <summary>The trigger of a decision.</summary>
    public static string Of(DecisionKind kind) => kind switch
    {
        DecisionKind.Confirm => Confirm,
        DecisionKind.Dismiss => Dismiss,
        DecisionKind.Wait => Wait,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>The trigger of a reopening.</summary>
    public static string Of(ReopenRule rule) => ReopenedPrefix + NameOf(rule);

    /// <summary>The rule's name as <see cref="ReviewItem.ReopenedBy"/> keeps it.</summary>
    public static string NameOf(ReopenRule rule) => rule switch
    {
        ReopenRule.NewCode => "new-code",
        ReopenRule.PriceHalved => "price-halved",
        ReopenRule.NewCue => "new-cue",
        ReopenRule.NetworkConfirmed => "network-confirmed",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, message: null),
    };
}

/// <summary>The only reasons for which a closed item comes back.</summary>
public enum ReopenRule
{
    /// <summary>A violation code that neither the person nor the finding they judged had.</summary>
    NewCode,

    /// <summary>The price fell to half of what was judged, or below.</summary>
    PriceHalved,

    /// <summary>A strong cue that the finding they judged did not have.</summary>
    NewCue,

    /// <summary>Another matter of the same seller network was confirmed.</summary>
    NetworkConfirmed,
}
