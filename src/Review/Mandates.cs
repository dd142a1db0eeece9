using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>How a step of a mandate ended.</summary>
public enum MandateOutcome
{
    /// <summary>Stored.</summary>
    Done,

    /// <summary>The source's definition holds no mandate (<c>robots.override</c>).</summary>
    NoMandate,

    /// <summary>It is asked for, or approved, already.</summary>
    AlreadyAsked,

    /// <summary>Nobody asked for it, or it was answered meanwhile.</summary>
    NotAsked,

    /// <summary>Who asked cannot approve.</summary>
    OwnAnswer,

    /// <summary>The actor may not.</summary>
    NotAllowed,
}

/// <summary>
/// Inspection mandates by which robots.txt is set aside for a source: asked for by one person, approved by another, both in the
/// audit. An approval holds for the very words approved; a changed basis, decision or date needs another.
/// </summary>
public sealed class Mandates(IApprovalStore approvals, TimeProvider time)
{
    private const string SubjectPrefix = "robots:";

    /// <summary>Whether the source's mandate, as its definition now words it, was approved by a second person.</summary>
    public async Task<bool> IsApprovedAsync(SourceDefinition source, CancellationToken cancellationToken) =>
        source.RobotsOverride is { } mandate
        && await approvals.LatestAsync(SubjectPrefix + source.Id, cancellationToken) is { Approved: true } approval
        && string.Equals(approval.Request, Words(mandate), StringComparison.Ordinal);

    /// <summary>Asks for the mandate in the source's definition.</summary>
    public async Task<MandateOutcome> AskAsync(SourceDefinition source, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (source.RobotsOverride is not { } mandate) return MandateOutcome.NoMandate;
        if (!actor.MayDecide) return MandateOutcome.NotAllowed;
        var latest = await approvals.LatestAsync(SubjectPrefix + source.Id, cancellationToken);
        if (latest is { DecidedBy: null } || await IsApprovedAsync(source, cancellationToken)) return MandateOutcome.AlreadyAsked;
        var now = time.GetUtcNow();
        var approval = new Approval
        {
            Id = Guid.CreateVersion7(now),
            Subject = SubjectPrefix + source.Id,
            Request = Words(mandate),
            AskedBy = actor.Name,
            AskedAt = now,
            Reason = reason,
            UnitId = source.Unit,
        };
        await approvals.AskAsync(approval, new AuditEvent(now, actor.Name, "robots.override.asked", approval.Subject, approval.Request, source.Unit), cancellationToken);
        return MandateOutcome.Done;
    }

    /// <summary>Approves or refuses what somebody else asked for.</summary>
    public async Task<MandateOutcome> AnswerAsync(SourceDefinition source, bool approve, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide) return MandateOutcome.NotAllowed;
        if (await approvals.LatestAsync(SubjectPrefix + source.Id, cancellationToken) is not { DecidedBy: null } open) return MandateOutcome.NotAsked;
        if (string.Equals(open.AskedBy, actor.Name, StringComparison.Ordinal)) return MandateOutcome.OwnAnswer;
        var now = time.GetUtcNow();
        var audit = new AuditEvent(now, actor.Name, approve ? "robots.override.approved" : "robots.override.refused", open.Subject, open.Request, source.Unit);
        return await approvals.TryDecideAsync(open.Id, approve, reason, actor.Name, now, audit, cancellationToken) ? MandateOutcome.Done : MandateOutcome.NotAsked;
    }

    private static string Words(RobotsOverride mandate) => JsonSerializer.Serialize(mandate, JsonContract.Compact);
}
