using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>
/// What a new finding does to the matter about its listing. Pure but for the fresh id of an item it opens.
/// </summary>
public sealed class ReviewPolicy : IReviewPolicy
{
    /// <summary>
    /// Log-odds from which a cue that was not there before reopens a closed matter. Weaker cues come and go with every edit of
    /// a text, and a person has already looked at it.
    /// </summary>
    public const double StrongCue = 0.5;

    /// <inheritdoc />
    public ItemChange? OnFinding(ReviewItem? current, Finding finding, FindingContext context) => current switch
    {
        null => finding.Result.Flagged ? Open(finding, context) : null,
        { IsOpen: true } => current.FindingId == finding.Id ? null : Attach(current, finding),
        _ => RuleFor(current, finding, context) is { } rule ? Reopen(current, finding, rule) : null,
    };

    /// <summary>The item reopened by a rule, on the finding it already shows; for rules that no finding triggers.</summary>
    public static ItemChange Reopen(ReviewItem closed, ReopenRule rule, DateTimeOffset at)
    {
        var change = ReviewLifeCycle.Move(closed, ReviewTriggers.Of(rule), at);
        return change with { Item = change.Item with { OpenedAt = at, ReopenedBy = ReviewTriggers.NameOf(rule) } };
    }

    private static ItemChange Open(Finding finding, FindingContext context) => new(
        new ReviewItem
        {
            Id = Guid.CreateVersion7(finding.ScoredAt),
            ListingId = finding.ListingId,
            State = ReviewState.New,
            FindingId = finding.Id,
            Priority = finding.Result.Priority,
            Codes = CodesOf(finding),
            OpenedAt = finding.ScoredAt,
            UpdatedAt = finding.ScoredAt,
            UnitId = context.UnitId,
            Place = context.Place,
            Revision = 1,
        },
        ReviewTriggers.Opened);

    private static ItemChange Attach(ReviewItem open, Finding finding)
    {
        var change = ReviewLifeCycle.Move(open, ReviewTriggers.Attached, finding.ScoredAt);
        var codes = CodesOf(finding);
        return change with
        {
            Item = change.Item with
            {
                FindingId = finding.Id,
                Priority = Math.Max(open.Priority, finding.Result.Priority),
                // A seller who cleans up a text must not make the matter vanish from every violation's list.
                Codes = codes.Count > 0 ? codes : open.Codes,
            },
        };
    }

    private static ItemChange Reopen(ReviewItem closed, Finding finding, ReopenRule rule)
    {
        var change = Reopen(closed, rule, finding.ScoredAt);
        return change with
        {
            Item = change.Item with
            {
                FindingId = finding.Id,
                Priority = finding.Result.Priority,
                Codes = CodesOf(finding),
            },
        };
    }

    private static ReopenRule? RuleFor(ReviewItem closed, Finding finding, FindingContext context)
    {
        if (!finding.Result.Flagged || closed.FindingId == finding.Id) return null;

        // What the person saw counts as judged, whether or not they confirmed it.
        var judged = closed.Codes.ToHashSet(StringComparer.Ordinal);
        if (context.Previous is { } previous) judged.UnionWith(CodesOf(previous));
        if (!judged.IsSupersetOf(CodesOf(finding))) return ReopenRule.NewCode;

        if (context is { PriceVnd: > 0, PreviousPriceVnd: > 0 } && context.PriceVnd <= context.PreviousPriceVnd / 2) return ReopenRule.PriceHalved;

        if (context.Previous is not { } seen) return null;
        var cues = seen.Result.Signals.Where(IsCue).Select(signal => signal.Id).ToHashSet(StringComparer.Ordinal);
        return finding.Result.Signals.Any(signal => IsCue(signal) && signal.Weight >= StrongCue && !cues.Contains(signal.Id)) ? ReopenRule.NewCue : null;
    }

    // The classifier's words change with every training; they are no cues a person would call new.
    private static bool IsCue(Signal signal) => signal.Weight > 0 && !string.Equals(signal.Kind, "model", StringComparison.Ordinal);

    private static IReadOnlyList<string> CodesOf(Finding finding) => finding.Result.SuspectedCodes;
}
