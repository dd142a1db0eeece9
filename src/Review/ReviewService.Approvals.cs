using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <content>The second person.</content>
public sealed partial class ReviewService
{
    /// <summary>Approvals that await an answer within the actor's units, oldest first; their own requests among them.</summary>
    public Task<IReadOnlyList<Approval>> OpenApprovalsAsync(Actor actor, CancellationToken cancellationToken) =>
        _approvals.OpenAsync(actor.VisibleUnits, cancellationToken);

    /// <summary>
    /// Answers another person's request to dismiss: approved, the item is dismissed with the asker's reason; refused, it is back
    /// in the queue. A finding that came after the request makes the approval void: the item goes back to be looked at anew.
    /// </summary>
    public async Task<DecideResult> ApproveAsync(Guid approvalId, bool approved, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide) return new DecideResult.NotAllowed();
        if (string.IsNullOrWhiteSpace(reason)) return new DecideResult.Invalid([DecisionFault.ReasonMissing]);
        if (reason.Length > _settings.LongestReason) return new DecideResult.Invalid([DecisionFault.ReasonTooLong]);

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var approval = await _approvals.FindAsync(approvalId, cancellationToken);
            if (approval is null || !actor.Sees(approval.UnitId) || string.Equals(approval.AskedBy, actor.Name, StringComparison.Ordinal)) return new DecideResult.NotAllowed();
            if (approval.DecidedBy is not null) return new DecideResult.Changed();
            if (ObjectionRequest.Read(approval) is { } objection) return await AnswerObjectionAsync(approval, objection, approved, reason.Trim(), actor, cancellationToken);
            if (DismissalRequest.Read(approval) is not { } request) return new DecideResult.NotAllowed();

            var entry = await _queue.FindAsync(request.ItemId, cancellationToken);
            if (entry is null || !AwaitsApproval(entry.Item)) return new DecideResult.Changed();

            var outdated = entry.Item.FindingId != request.FindingId;
            var grants = approved && !outdated;
            if (await AnswerAsync(entry.Item, approval, grants, reason.Trim(), actor, cancellationToken) is { } item)
                return approved && outdated ? new DecideResult.Changed() : new DecideResult.Decided(item);
        }
        return new DecideResult.Changed();
    }

    /// <summary>Null when item or approval changed meanwhile.</summary>
    private async Task<ReviewItem?> AnswerAsync(ReviewItem item, Approval approval, bool grants, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var change = ReviewLifeCycle.Move(item, grants ? ReviewTriggers.ApprovalGranted : ReviewTriggers.ApprovalRefused, Now());
        var answered = approval with
        {
            Approved = grants,
            DecidedBy = actor.Name,
            DecidedAt = change.Item.UpdatedAt,
            DecisionReason = reason,
        };
        var decision = grants
            ? new Decision
            {
                Id = Guid.CreateVersion7(change.Item.UpdatedAt),
                ItemId = item.Id,
                FindingId = item.FindingId,
                Kind = DecisionKind.Dismiss,
                Reason = approval.Reason,
                DecidedBy = approval.AskedBy,
                DecidedAt = change.Item.UpdatedAt,
            }
            : null;
        var details = new { approvalId = approval.Id, approved = grants, askedBy = approval.AskedBy };
        var stored = await StoreAsync(item, change, actor.Name, grants ? "item.dismissal-approved" : "item.dismissal-refused", details, decision, new ApprovalStep(answered), cancellationToken);
        return stored ? change.Item : null;
    }
}
