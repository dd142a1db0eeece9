using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Review;

/// <summary>
/// The one way in which people change the queue: the site, the API and the command line all pass through here. Enforces who
/// may see and do what, one holder an item, reasons and second persons; every change leaves a transition and an audit event.
/// Safe for concurrent use: a change against an outdated item is never stored.
/// </summary>
public sealed partial class ReviewService
{
    /// <summary>Who moves items when time does.</summary>
    public const string SystemActor = "system:review";

    // How often a change that lost against another one is tried on the newer item before the person is told.
    private const int Attempts = 4;

    // Who goes on to the next item takes it and opens it in one breath: the second of the two writes nothing.
    private static readonly TimeSpan JustTaken = TimeSpan.FromSeconds(20);

    private readonly IQueueStore _queue;
    private readonly IApprovalStore _approvals;
    private readonly IAuditStore _audit;
    private readonly TimeProvider _time;
    private readonly ReviewSettings _settings;
    private readonly IObjectionStore? _objections;

    /// <param name="objections">Null where the installation keeps no objections.</param>
    public ReviewService(IQueueStore queue, IApprovalStore approvals, IAuditStore audit, TimeProvider time, ReviewSettings settings, IObjectionStore? objections = null)
    {
        _objections = objections;
        _queue = queue;
        _approvals = approvals;
        _audit = audit;
        _time = time;
        _settings = settings;
    }

    /// <summary>Units whose matters the actor sees, for <see cref="QueueFilter.Units"/>; null for all.</summary>
    public static IReadOnlyList<string>? VisibleUnits(Actor actor) => actor.VisibleUnits;

    /// <summary>The queue as the actor may see it; the filter's units are set here.</summary>
    public Task<QueuePage> ListAsync(QueueFilter filter, Actor actor, CancellationToken cancellationToken) =>
        _queue.ListAsync(filter with { Units = actor.VisibleUnits }, cancellationToken);

    /// <summary>An item without taking it; null when there is none the actor may see.</summary>
    public async Task<QueueEntry?> PeekAsync(Guid itemId, Actor actor, CancellationToken cancellationToken) =>
        await _queue.FindAsync(itemId, cancellationToken) is { } entry && actor.Sees(entry.Item.UnitId) ? entry : null;

    /// <summary>
    /// Opens an item: who may decide holds it for <see cref="ReviewSettings.Lease"/> (opening again prolongs), everybody else
    /// reads, which leaves an audit event. Opening a closed item changes nothing.
    /// </summary>
    public async Task<OpenResult> OpenAsync(Guid itemId, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = await PeekAsync(itemId, actor, cancellationToken);
            if (entry is null) return new(OpenOutcome.NotFound, null);
            var item = entry.Item;
            var heldByOther = HeldByOther(item, actor);
            if (heldByOther || !actor.MayDecide || !item.IsOpen || AwaitsApproval(item))
            {
                await _audit.AppendAsync(new AuditEvent(Now(), actor.Name, "item.read", $"item:{item.Id}", null, item.UnitId), cancellationToken);
                return heldByOther
                    ? new(OpenOutcome.LeasedByOther, entry, item.LeasedBy, item.LeasedUntil)
                    : new(OpenOutcome.ReadOnly, entry);
            }
            if (HeldBy(item, actor) && item.LeasedUntil - Now() > _settings.Lease - JustTaken) return new(OpenOutcome.Leased, entry, item.LeasedBy, item.LeasedUntil);
            if (await LeaseAsync(item, actor, cancellationToken) is { } leased)
                return new(OpenOutcome.Leased, entry with { Item = leased }, leased.LeasedBy, leased.LeasedUntil);
        }
        var latest = await PeekAsync(itemId, actor, cancellationToken);
        return latest is null
            ? new(OpenOutcome.NotFound, null)
            : new(OpenOutcome.LeasedByOther, latest, latest.Item.LeasedBy, latest.Item.LeasedUntil);
    }

    /// <summary>Takes the free item of highest priority within the filter; null when there is none, or for a leader.</summary>
    public async Task<QueueEntry?> NextAsync(QueueFilter filter, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide) return null;
        await SweepAsync(cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var page = await ListAsync(filter with { States = [ReviewState.New], Offset = 0, Limit = 20 }, actor, cancellationToken);
            foreach (var entry in page.Entries)
            {
                if (await LeaseAsync(entry.Item, actor, cancellationToken) is { } leased) return entry with { Item = leased };
            }
            if (page.Entries.Count == 0) return null;
        }
        return null;
    }

    /// <summary>Gives a held item back undecided. False when the actor does not hold it.</summary>
    public async Task<bool> ReleaseAsync(Guid itemId, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = await PeekAsync(itemId, actor, cancellationToken);
            if (entry is null || !HeldBy(entry.Item, actor)) return false;
            var trigger = entry.Item.WaitUntil > Today() ? ReviewTriggers.ReleaseToWaiting : ReviewTriggers.Release;
            var change = ReviewLifeCycle.Move(entry.Item, trigger, Now());
            if (await StoreAsync(entry.Item, change, actor.Name, "item.released", null, null, null, cancellationToken)) return true;
        }
        return false;
    }

    /// <summary>Gives a held item to a colleague, who holds it from now on. False when the actor does not hold it, or the colleague may not decide it.</summary>
    public async Task<bool> HandOverAsync(Guid itemId, Actor colleague, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var entry = await PeekAsync(itemId, actor, cancellationToken);
            if (entry is null || !HeldBy(entry.Item, actor) || !colleague.MayDecide || !colleague.Sees(entry.Item.UnitId)) return false;
            var change = ReviewLifeCycle.Move(entry.Item, ReviewTriggers.HandOver, Now());
            change = change with { Item = change.Item with { LeasedBy = colleague.Name, LeasedUntil = Now() + _settings.Lease } };
            if (await StoreAsync(entry.Item, change, actor.Name, "item.handed-over", new { to = colleague.Name }, null, null, cancellationToken)) return true;
        }
        return false;
    }

    /// <summary>
    /// Gives items back whose lease has ended, and wakes those whose waiting date has come. Returns how many moved; called
    /// before the next item is chosen and by the schedule.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var item in await _queue.DueAsync(Now(), Today(), 200, cancellationToken))
        {
            if (DueChange(item) is { } change && await StoreAsync(item, change, SystemActor, "item." + change.Trigger, null, null, null, cancellationToken)) moved++;
        }
        return moved;
    }

    /// <summary>Reopens a closed item by a rule that no finding of its own triggers. False when it is not closed (any more).</summary>
    public async Task<bool> ReopenAsync(Guid itemId, ReopenRule rule, string actorName, CancellationToken cancellationToken)
    {
        var entry = await _queue.FindAsync(itemId, cancellationToken);
        if (entry is null || entry.Item.IsOpen) return false;
        var change = ReviewPolicy.Reopen(entry.Item, rule, Now());
        return await StoreAsync(entry.Item, change, actorName, "item.reopened", new { rule = ReviewTriggers.NameOf(rule) }, null, null, cancellationToken);
    }

    private DateTimeOffset Now() => _time.GetUtcNow();

    private DateOnly Today() => DateOnly.FromDateTime(Now().ToDisplayTime().DateTime);

    /// <summary>A wait without a date is a wait for a second person.</summary>
    private static bool AwaitsApproval(ReviewItem item) => item is { State: ReviewState.Waiting, WaitUntil: null };

    private static bool HeldBy(ReviewItem item, Actor actor) =>
        item.State == ReviewState.Leased && string.Equals(item.LeasedBy, actor.Name, StringComparison.Ordinal);

    private bool HeldByOther(ReviewItem item, Actor actor) =>
        item.State == ReviewState.Leased && !HeldBy(item, actor) && item.LeasedUntil > Now();

    private ItemChange? DueChange(ReviewItem item)
    {
        if (item.State == ReviewState.Leased && item.LeasedUntil <= Now())
            return ReviewLifeCycle.Move(item, item.WaitUntil > Today() ? ReviewTriggers.LeaseExpiredToWaiting : ReviewTriggers.LeaseExpired, Now());
        if (item.State == ReviewState.Waiting && item.WaitUntil <= Today())
            return ReviewLifeCycle.Move(item, ReviewTriggers.WaitDue, Now());
        return null;
    }

    /// <summary>The item held by the actor, or null when somebody was faster. The item is free, or the actor's already.</summary>
    private async Task<ReviewItem?> LeaseAsync(ReviewItem item, Actor actor, CancellationToken cancellationToken)
    {
        if (!HeldBy(item, actor) && DueChange(item) is { } due)
        {
            if (!await StoreAsync(item, due, SystemActor, "item." + due.Trigger, null, null, null, cancellationToken)) return null;
            item = due.Item;
        }
        var change = ReviewLifeCycle.Move(item, ReviewTriggers.Lease, Now());
        change = change with { Item = change.Item with { LeasedBy = actor.Name, LeasedUntil = Now() + _settings.Lease } };
        return await StoreAsync(item, change, actor.Name, "item.leased", null, null, null, cancellationToken) ? change.Item : null;
    }

    private Task<bool> StoreAsync(ReviewItem before, ItemChange change, string actor, string action, object? details, Decision? decision, ApprovalStep? step, CancellationToken cancellationToken)
    {
        var at = change.Item.UpdatedAt;
        var audit = new AuditEvent(at, actor, action, $"item:{before.Id}", details is null ? null : JsonSerializer.Serialize(details, JsonContract.Compact), before.UnitId);
        return step is null
            ? _queue.TryChangeAsync(change.Item, before.Revision, change.Trigger, actor, at, decision, audit, cancellationToken)
            : _queue.TryChangeAsync(change.Item, before.Revision, change.Trigger, actor, at, decision, step, audit, cancellationToken);
    }
}
