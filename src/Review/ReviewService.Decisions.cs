using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <content>Deciding and taking back.</content>
public sealed partial class ReviewService
{
    /// <summary>
    /// Decides an item. A free item is taken first. Dismissing one of at least <see cref="ReviewSettings.HighPriority"/> stores
    /// nothing final: the item waits for a second person.
    /// </summary>
    public async Task<DecideResult> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide) return new DecideResult.NotAllowed();
        var faults = FaultsOf(command);
        if (faults.Count > 0) return new DecideResult.Invalid(faults);

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = await PeekAsync(command.ItemId, actor, cancellationToken);
            if (entry is null) return new DecideResult.NotAllowed();
            var item = entry.Item;
            if (HeldByOther(item, actor)) return new DecideResult.LeasedBy(item.LeasedBy!, item.LeasedUntil!.Value);
            if (!item.IsOpen || AwaitsApproval(item)) return new DecideResult.Changed();
            if (command.SeenRevision is { } revision && revision != item.Revision) return new DecideResult.Changed();
            if (command.SeenFindingId is { } seen && seen != item.FindingId) return new DecideResult.Changed();
            if (!HeldBy(item, actor))
            {
                if (await LeaseAsync(item, actor, cancellationToken) is not { } leased) continue;
                item = leased;
            }

            var result = command.Kind == DecisionKind.Dismiss && item.Priority >= _settings.HighPriority
                ? await AskForDismissalAsync(item, command, actor, cancellationToken)
                : await DecideAsync(item, command, actor, cancellationToken);
            if (result is not null) return result;
        }
        return new DecideResult.Changed();
    }

    /// <summary>
    /// Takes back the actor's own latest decision within <see cref="ReviewSettings.UndoWithin"/>: the item is theirs again. The
    /// decision stays on record; a dismissal that a second person answered, or is asked for, is not undone this way.
    /// </summary>
    public async Task<DecideResult> UndoAsync(Guid itemId, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide || await PeekAsync(itemId, actor, cancellationToken) is not { } entry) return new DecideResult.NotAllowed();
        var transitions = await _queue.TransitionsAsync(itemId, cancellationToken);
        if (transitions is not [.., var last] || last.Revision != entry.Item.Revision) return new DecideResult.Changed();

        var own = last.Trigger is ReviewTriggers.Confirm or ReviewTriggers.Dismiss or ReviewTriggers.Wait
            && string.Equals(last.Actor, actor.Name, StringComparison.Ordinal);
        if (!own || Now() - last.At > _settings.UndoWithin) return new DecideResult.NotAllowed();

        var change = ReviewLifeCycle.Move(entry.Item, ReviewTriggers.Undo, Now());
        change = change with
        {
            Item = change.Item with
            {
                LeasedBy = actor.Name,
                LeasedUntil = Now() + _settings.Lease,
                WaitUntil = null,
                Codes = [.. entry.Finding.Result.Violations.Select(violation => violation.Code)],
            },
        };
        return await StoreAsync(entry.Item, change, actor.Name, "item.undone", new { undone = last.Trigger }, null, null, cancellationToken)
            ? new DecideResult.Decided(change.Item)
            : new DecideResult.Changed();
    }

    /// <summary>What the command lacks; empty when it may be decided.</summary>
    private List<DecisionFault> FaultsOf(DecideCommand command)
    {
        var faults = new List<DecisionFault>();
        if (string.IsNullOrWhiteSpace(command.Reason)) faults.Add(DecisionFault.ReasonMissing);
        else if (command.Reason.Length > _settings.LongestReason) faults.Add(DecisionFault.ReasonTooLong);

        if (command.Kind == DecisionKind.Confirm)
        {
            if (command.Codes is not { Count: > 0 } codes || codes.Any(string.IsNullOrWhiteSpace)) faults.Add(DecisionFault.CodesMissing);
            else if (_settings.KnownCodes is { } known && !codes.All(known.Contains)) faults.Add(DecisionFault.CodeUnknown);
        }

        if (command.Kind == DecisionKind.Wait)
        {
            if (command.WaitUntil is not { } until) faults.Add(DecisionFault.WaitDateMissing);
            else if (until <= Today() || until > Today().AddDays(_settings.LongestWaitDays)) faults.Add(DecisionFault.WaitDateOutOfRange);
        }
        return faults;
    }

    /// <summary>Null when the item changed meanwhile.</summary>
    private async Task<DecideResult?> DecideAsync(ReviewItem item, DecideCommand command, Actor actor, CancellationToken cancellationToken)
    {
        var change = ReviewLifeCycle.Move(item, ReviewTriggers.Of(command.Kind), Now());
        var codes = command.Kind == DecisionKind.Confirm ? command.Codes!.Distinct(StringComparer.Ordinal).ToArray() : [];
        change = change with
        {
            Item = change.Item with
            {
                Codes = command.Kind == DecisionKind.Confirm ? codes : item.Codes,
                WaitUntil = command.Kind == DecisionKind.Wait ? command.WaitUntil : null,
                // It comes back to who put it off, unless it is handed over.
                AssignedTo = command.Kind == DecisionKind.Wait ? actor.Name : null,
            },
        };
        var decision = new Decision
        {
            Id = Guid.CreateVersion7(change.Item.UpdatedAt),
            ItemId = item.Id,
            FindingId = item.FindingId,
            Kind = command.Kind,
            Codes = codes,
            Reason = command.Reason.Trim(),
            DecidedBy = actor.Name,
            DecidedAt = change.Item.UpdatedAt,
            WaitUntil = change.Item.WaitUntil,
        };
        var details = new { kind = command.Kind, codes, findingId = item.FindingId };
        return await StoreAsync(item, change, actor.Name, "item.decided", details, decision, null, cancellationToken)
            ? new DecideResult.Decided(change.Item)
            : null;
    }

    /// <summary>Null when the item changed meanwhile.</summary>
    private async Task<DecideResult?> AskForDismissalAsync(ReviewItem item, DecideCommand command, Actor actor, CancellationToken cancellationToken)
    {
        var change = ReviewLifeCycle.Move(item, ReviewTriggers.ApprovalAsked, Now());
        change = change with { Item = change.Item with { WaitUntil = null } };
        var approval = new Approval
        {
            Id = Guid.CreateVersion7(change.Item.UpdatedAt),
            Subject = DismissalRequest.SubjectPrefix + item.Id,
            Request = JsonSerializer.Serialize(new DismissalRequest(item.Id, item.FindingId), JsonContract.Compact),
            AskedBy = actor.Name,
            AskedAt = change.Item.UpdatedAt,
            Reason = command.Reason.Trim(),
            UnitId = item.UnitId,
        };
        var details = new { approvalId = approval.Id, findingId = item.FindingId };
        return await StoreAsync(item, change, actor.Name, "item.approval-asked", details, null, new ApprovalStep(approval), cancellationToken)
            ? new DecideResult.NeedsApproval(approval.Id)
            : null;
    }
}
