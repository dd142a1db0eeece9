using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <content>Objections.</content>
public sealed partial class ReviewService
{
    private const int OldestReceiptDays = 366;

    /// <summary>Registers an objection against a decided item; due after <see cref="ReviewSettings.ObjectionWorkingDays"/>.</summary>
    public async Task<ObjectionResult> RegisterObjectionAsync(ObjectionEntry entry, Actor actor, CancellationToken cancellationToken)
    {
        if (_objections is null || !actor.MayDecide || await PeekAsync(entry.ItemId, actor, cancellationToken) is not { } found) return new ObjectionResult.NotAllowed();
        var faults = ObjectionFaultsOf(entry);
        var decided = found.Item.State is ReviewState.Confirmed or ReviewState.Dismissed
            ? (await _queue.DecisionsAsync(entry.ItemId, cancellationToken)).LastOrDefault(decision => decision.Kind != DecisionKind.Wait)
            : null;
        if (decided is null) faults.Add(ObjectionFault.NotDecided);
        if (faults.Count > 0) return new ObjectionResult.Invalid(faults);

        var now = Now();
        var objection = new Objection
        {
            Id = Guid.CreateVersion7(now),
            ItemId = entry.ItemId,
            DecisionId = decided!.Id,
            Kind = entry.Kind,
            From = entry.From.Trim(),
            ReceivedBy = entry.ReceivedBy.Trim(),
            ReceivedOn = entry.ReceivedOn,
            Text = entry.Text.Trim(),
            AttachmentName = string.IsNullOrWhiteSpace(entry.AttachmentName) ? null : entry.AttachmentName.Trim(),
            AttachmentSha256 = string.IsNullOrWhiteSpace(entry.AttachmentSha256) ? null : entry.AttachmentSha256.Trim().ToLowerInvariant(),
            DueOn = _settings.Calendar.Add(entry.ReceivedOn, _settings.ObjectionWorkingDays),
            RegisteredBy = actor.Name,
            RegisteredAt = now,
            UnitId = found.Item.UnitId,
        };
        await _objections.RegisterAsync(objection, Audit(objection, actor, "objection.registered", new { itemId = entry.ItemId, due = objection.DueOn }), cancellationToken);
        return new ObjectionResult.Done(objection);
    }

    /// <summary>Objections within the actor's units: to be answered first, soonest due first.</summary>
    public async Task<IReadOnlyList<Objection>> ObjectionsAsync(Actor actor, int limit, CancellationToken cancellationToken) =>
        _objections is null ? [] : await _objections.ListAsync(actor.VisibleUnits, limit, cancellationToken);

    /// <summary>The decision stands: one person answers, with a reason.</summary>
    public async Task<ObjectionResult> RejectObjectionAsync(Guid objectionId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (_objections is null || await OpenObjectionAsync(objectionId, actor, cancellationToken) is not { } objection) return new ObjectionResult.NotAllowed();
        if (string.IsNullOrWhiteSpace(reason)) return new ObjectionResult.Invalid([ObjectionFault.ReasonMissing]);
        var changed = Answered(objection, ObjectionState.Rejected, reason, actor);
        return await _objections.TryMoveAsync(changed, ObjectionState.Open, step: null, reversal: null, Audit(objection, actor, "objection.rejected", null), cancellationToken)
            ? new ObjectionResult.Done(changed)
            : new ObjectionResult.Changed();
    }

    /// <summary>Proposes to uphold it: the decision is reversed once a second person, who did not decide the item, approves.</summary>
    public async Task<ObjectionResult> ProposeUpholdingAsync(Guid objectionId, string reason, IReadOnlyList<string> codes, Actor actor, CancellationToken cancellationToken)
    {
        if (_objections is null || await OpenObjectionAsync(objectionId, actor, cancellationToken) is not { } objection) return new ObjectionResult.NotAllowed();
        if (string.IsNullOrWhiteSpace(reason)) return new ObjectionResult.Invalid([ObjectionFault.ReasonMissing]);
        if (await PeekAsync(objection.ItemId, actor, cancellationToken) is not { Item: { IsOpen: false } item }) return new ObjectionResult.Invalid([ObjectionFault.NotDecided]);
        if (item.State == ReviewState.Dismissed && (codes.Count == 0 || (_settings.KnownCodes is { } known && !codes.All(known.Contains)))) return new ObjectionResult.Invalid([ObjectionFault.CodesMissing]);

        var changed = Answered(objection, ObjectionState.Proposed, reason, actor);
        var approval = new Approval
        {
            Id = Guid.CreateVersion7(Now()),
            Subject = ObjectionRequest.SubjectPrefix + objection.Id,
            Request = JsonSerializer.Serialize(new ObjectionRequest(objection.Id, objection.ItemId, item.State == ReviewState.Dismissed ? codes : []), JsonContract.Compact),
            AskedBy = actor.Name,
            AskedAt = Now(),
            Reason = reason.Trim(),
            UnitId = objection.UnitId,
        };
        return await _objections.TryMoveAsync(changed, ObjectionState.Open, new ApprovalStep(approval), reversal: null, Audit(objection, actor, "objection.upholding-asked", new { approvalId = approval.Id }), cancellationToken)
            ? new ObjectionResult.Done(changed)
            : new ObjectionResult.Changed();
    }

    /// <summary>A second person's answer: approved, the decision is reversed by another decision; refused, the objection is open again.</summary>
    private async Task<DecideResult> AnswerObjectionAsync(Approval approval, ObjectionRequest request, bool approved, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (_objections is null || await _objections.FindAsync(request.ObjectionId, cancellationToken) is not { State: ObjectionState.Proposed } objection) return new DecideResult.Changed();
        if (await PeekAsync(request.ItemId, actor, cancellationToken) is not { } entry) return new DecideResult.NotAllowed();
        // Nobody rules on an objection to their own decision.
        var decisions = await _queue.DecisionsAsync(request.ItemId, cancellationToken);
        if (approved && decisions.Any(decision => decision.Id == objection.DecisionId && string.Equals(decision.DecidedBy, actor.Name, StringComparison.Ordinal))) return new DecideResult.NotAllowed();

        var reversal = approved && !entry.Item.IsOpen ? Reverse(entry.Item, approval, request) : null;
        if (approved && reversal is null) return new DecideResult.Changed();
        var answered = approval with { Approved = approved, DecidedBy = actor.Name, DecidedAt = Now(), DecisionReason = reason };
        var changed = approved
            ? objection with { State = ObjectionState.Upheld, AnsweredBy = approval.AskedBy, AnsweredAt = Now(), Answer = approval.Reason }
            : objection with { State = ObjectionState.Open, AnsweredBy = null, AnsweredAt = null, Answer = null };
        var audit = Audit(objection, actor, approved ? "objection.upheld" : "objection.upholding-refused", new { approvalId = approval.Id, askedBy = approval.AskedBy });
        if (!await _objections.TryMoveAsync(changed, ObjectionState.Proposed, new ApprovalStep(answered), reversal, audit, cancellationToken)) return new DecideResult.Changed();
        return new DecideResult.Decided(reversal?.Changed ?? entry.Item);
    }

    private ItemReversal Reverse(ReviewItem item, Approval approval, ObjectionRequest request)
    {
        var change = ReviewLifeCycle.Move(item, ReviewTriggers.ObjectionUpheld, Now());
        var confirms = change.Item.State == ReviewState.Confirmed;
        change = change with { Item = change.Item with { Codes = confirms ? request.Codes : item.Codes } };
        return new(change.Item, item.Revision, change.Trigger, new Decision
        {
            Id = Guid.CreateVersion7(change.Item.UpdatedAt),
            ItemId = item.Id,
            FindingId = item.FindingId,
            Kind = confirms ? DecisionKind.Confirm : DecisionKind.Dismiss,
            Codes = confirms ? request.Codes : [],
            Reason = approval.Reason,
            DecidedBy = approval.AskedBy,
            DecidedAt = change.Item.UpdatedAt,
        });
    }

    private async Task<Objection?> OpenObjectionAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        actor.MayDecide && await _objections!.FindAsync(id, cancellationToken) is { State: ObjectionState.Open } objection && actor.Sees(objection.UnitId) ? objection : null;

    private Objection Answered(Objection objection, ObjectionState state, string reason, Actor actor) =>
        objection with { State = state, AnsweredBy = actor.Name, AnsweredAt = Now(), Answer = reason.Trim() };

    private AuditEvent Audit(Objection objection, Actor actor, string action, object? details) =>
        new(Now(), actor.Name, action, $"objection:{objection.Id}", details is null ? null : JsonSerializer.Serialize(details, JsonContract.Compact), objection.UnitId);

    private List<ObjectionFault> ObjectionFaultsOf(ObjectionEntry entry)
    {
        var faults = new List<ObjectionFault>();
        if (string.IsNullOrWhiteSpace(entry.From)) faults.Add(ObjectionFault.FromMissing);
        if (string.IsNullOrWhiteSpace(entry.ReceivedBy)) faults.Add(ObjectionFault.HowMissing);
        if (string.IsNullOrWhiteSpace(entry.Text)) faults.Add(ObjectionFault.TextMissing);
        else if (entry.Text.Length > 5 * _settings.LongestReason) faults.Add(ObjectionFault.TextTooLong);
        if (entry.ReceivedOn > Today() || entry.ReceivedOn < Today().AddDays(-OldestReceiptDays)) faults.Add(ObjectionFault.DateOutOfRange);
        if (entry.AttachmentSha256?.Trim() is { Length: > 0 } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) faults.Add(ObjectionFault.HashMalformed);
        return faults;
    }
}
