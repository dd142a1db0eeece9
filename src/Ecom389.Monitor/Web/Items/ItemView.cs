using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Items;

/// <summary>A field of the listing with its quotes.</summary>
/// <param name="Name">As signals name it.</param>
/// <param name="Label">For an attribute its own name as the page gave it, else null.</param>
/// <param name="Runs">Text cut at the quotes.</param>
/// <param name="Cut">True when there is more than is shown.</param>
public sealed record FieldView(string Name, string? Label, IReadOnlyList<TextRun> Runs, bool Cut);

/// <summary>Everything the item page shows, read once.</summary>
public sealed record ItemView
{
    private const int LongestHeading = 160;

    public required QueueEntry Entry { get; init; }

    public required OpenOutcome Outcome { get; init; }

    public required IReadOnlyList<NumberedSignal> For { get; init; }

    public required IReadOnlyList<NumberedSignal> Against { get; init; }

    /// <summary>Null for a post without title.</summary>
    public required FieldView? Title { get; init; }

    public required FieldView Description { get; init; }

    public required FieldView? PriceText { get; init; }

    public required FieldView? Brand { get; init; }

    public required FieldView? SellerName { get; init; }

    public required IReadOnlyList<FieldView> Attributes { get; init; }

    /// <summary>The seller's number as this person may see it, or null.</summary>
    public required string? Phone { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<Snapshot> Snapshots { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ItemTransition> Transitions { get; init; }

    /// <summary>The capture of the snapshot shown, or null when the store no longer has it.</summary>
    public required CaptureReference? Capture { get; init; }

    /// <summary>What stands around it.</summary>
    public ItemSurroundings Around { get; init; } = new();

    public ReviewItem Item => Entry.Item;

    /// <summary>True while nothing of what was thought of it is shown.</summary>
    public bool IsBlind => Item.HidesJudgement;

    /// <summary>Transitions worth reading: opening an item one already holds prolongs the lease and is told once.</summary>
    public static IReadOnlyList<ItemTransition> Steps(IReadOnlyList<ItemTransition> transitions) =>
    [
        .. transitions.Where((step, index) => index == 0 || step.Trigger != ReviewTriggers.Lease
            || transitions[index - 1] is not { Trigger: ReviewTriggers.Lease } before || !string.Equals(before.Actor, step.Actor, StringComparison.Ordinal)),
    ];

    public ListingRecord Record => Entry.Snapshot.Content.Record;

    /// <summary>True when the title is short enough to be read, with its quotes, in the heading; else it stands among the words.</summary>
    public bool TitleIsHeading => Title is not null && Record.Title.Length <= LongestHeading && !Record.Title.Contains('\n', StringComparison.Ordinal);

    public bool MayDecide => Outcome == OpenOutcome.Leased;
}
