using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>
/// What a new finding does to the matter about its listing. Pure but for the fresh id of an item it opens.
/// </summary>
public sealed class ReviewPolicy : IReviewPolicy
{
    private readonly ItemWorth _worth;
    private readonly BlindSampling _sampling;

    /// <param name="worth">What orders the queue beside priority; null: priority alone.</param>
    /// <param name="sampling">The random sample of what is not flagged; null: none is drawn.</param>
    public ReviewPolicy(ItemWorth? worth = null, BlindSampling? sampling = null)
    {
        _worth = worth ?? ItemWorth.Plain;
        _sampling = sampling ?? BlindSampling.None;
    }

    /// <summary>
    /// Log-odds from which a cue that was not there before reopens a closed matter. Weaker cues come and go with every edit of
    /// a text, and a person has already looked at it.
    /// </summary>
    public const double StrongCue = 0.5;

    /// <inheritdoc />
    public ItemChange? OnFinding(ReviewItem? current, Finding finding, FindingContext context) => current switch
    {
        null => finding.Result.Flagged ? Open(finding, context) : Draws(context) ? Draw(finding, context) : null,
        { IsOpen: true } => current.FindingId == finding.Id ? null : Attach(current, finding, context),
        _ => RuleFor(current, finding, context) is { } rule ? Reopen(current, finding, context, rule) : null,
    };

    /// <summary>The item reopened by a rule, on the finding it already shows; for rules that no finding triggers.</summary>
    public static ItemChange Reopen(ReviewItem closed, ReopenRule rule, DateTimeOffset at)
    {
        var change = ReviewLifeCycle.Move(closed, ReviewTriggers.Of(rule), at);
        return change with { Item = change.Item with { OpenedAt = at, ReopenedBy = ReviewTriggers.NameOf(rule), IsBlind = false } };
    }

    // A canary is watched for by its own means and never shown.
    private bool Draws(FindingContext context) =>
        context.Identity is { } identity && !string.Equals(context.UnitId, WellKnownUnits.Canary, StringComparison.Ordinal) && _sampling.Draws(identity);

    private ItemChange Open(Finding finding, FindingContext context)
    {
        var blind = context.Identity is { } identity && _sampling.Controls(identity);
        return new(
            New(finding, context, CodesOf(finding)) with
            {
                Value = blind ? _sampling.PlaceOf(context.Identity!) : Value(finding, CodesOf(finding), context),
                IsBlind = blind,
            },
            ReviewTriggers.Opened);
    }

    private ItemChange Draw(Finding finding, FindingContext context) => new(
        New(finding, context, []) with { Value = _sampling.PlaceOf(context.Identity!), Origin = ItemOrigin.Sample, IsBlind = true },
        ReviewTriggers.Opened);

    private double Value(Finding finding, IReadOnlyList<string> codes, FindingContext context) => _worth.Of(finding.Result.Priority, codes, context.Channel, context.Record);

    private static double? RatioOf(Finding finding) => finding.Result.Signals
        .Select(signal => signal.Facts?.GetValueOrDefault("ratio"))
        .Select(ratio => double.TryParse(ratio, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)
        .FirstOrDefault(ratio => ratio is not null);

    private static ReviewItem New(Finding finding, FindingContext context, IReadOnlyList<string> codes) =>
        new()
        {
            Id = Guid.CreateVersion7(finding.ScoredAt),
            ListingId = finding.ListingId,
            State = ReviewState.New,
            FindingId = finding.Id,
            Priority = finding.Result.Priority,
            Codes = codes,
            PriceRatio = RatioOf(finding),
            OpenedAt = finding.ScoredAt,
            UpdatedAt = finding.ScoredAt,
            UnitId = context.UnitId,
            Place = context.Place,
            Revision = 1,
        };

    private ItemChange Attach(ReviewItem open, Finding finding, FindingContext context)
    {
        var change = ReviewLifeCycle.Move(open, ReviewTriggers.Attached, finding.ScoredAt);
        var codes = CodesOf(finding);
        return change with
        {
            Item = change.Item with
            {
                FindingId = finding.Id,
                Priority = Math.Max(open.Priority, finding.Result.Priority),
                // A blind item keeps its place, or moving would tell; what a drawn one turns out to be is no longer a random draw.
                Value = open.IsBlind && !(open.Origin == ItemOrigin.Sample && finding.Result.Flagged) ? open.Value : Math.Max(open.IsBlind ? 0 : open.Value, Value(finding, codes, context)),
                Origin = finding.Result.Flagged ? ItemOrigin.Flagged : open.Origin,
                IsBlind = open.IsBlind && !(open.Origin == ItemOrigin.Sample && finding.Result.Flagged),
                PriceRatio = RatioOf(finding) ?? open.PriceRatio,
                // A seller who cleans up a text must not make the matter vanish from every violation's list.
                Codes = open.Origin == ItemOrigin.Sample && !finding.Result.Flagged ? open.Codes : codes.Count > 0 ? codes : open.Codes,
            },
        };
    }

    private ItemChange Reopen(ReviewItem closed, Finding finding, FindingContext context, ReopenRule rule)
    {
        var change = Reopen(closed, rule, finding.ScoredAt);
        return change with
        {
            Item = change.Item with
            {
                FindingId = finding.Id,
                Priority = finding.Result.Priority,
                Value = Value(finding, CodesOf(finding), context),
                Origin = ItemOrigin.Flagged,
                PriceRatio = RatioOf(finding) ?? closed.PriceRatio,
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
