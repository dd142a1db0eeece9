namespace Ecom389.Monitor.Core;

/// <summary>What upholding an objection does to its item, stored in the same transaction.</summary>
/// <param name="Changed">The item after it.</param>
/// <param name="ExpectedRevision">Its revision before.</param>
/// <param name="Trigger">The name of what moved it.</param>
/// <param name="Decision">The reversal; the earlier decision stays on record.</param>
public sealed record ItemReversal(ReviewItem Changed, int ExpectedRevision, string Trigger, Decision Decision);

/// <summary>Objections. Changes are durable against power loss once they return.</summary>
public interface IObjectionStore
{
    Task RegisterAsync(Objection objection, AuditEvent audit, CancellationToken cancellationToken);

    Task<Objection?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<Objection>> OfItemAsync(Guid itemId, CancellationToken cancellationToken);

    /// <summary>Those to be answered, soonest due first, then the newest answered ones; at most <paramref name="limit"/> of each.</summary>
    Task<IReadOnlyList<Objection>> ListAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Moves an objection on from <paramref name="from"/>, with the second-person step and the item's reversal where there are, all or
    /// nothing. False, storing nothing, when any of them changed meanwhile. Throws <see cref="ArgumentException"/> when the asker answers.
    /// </summary>
    Task<bool> TryMoveAsync(Objection changed, ObjectionState from, ApprovalStep? step, ItemReversal? reversal, AuditEvent audit, CancellationToken cancellationToken);
}
