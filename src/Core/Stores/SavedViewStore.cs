namespace Ecom389.Monitor.Core;

/// <summary>A narrowing of the queue that someone gave a name.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Owner">User name.</param>
/// <param name="UnitId">The owner's unit: a shared view is seen by that unit.</param>
/// <param name="IsShared">Whether the whole unit sees it.</param>
/// <param name="Name">As its owner called it.</param>
/// <param name="Query">The query string of the queue's address, without the question mark.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record SavedView(Guid Id, string Owner, string UnitId, bool IsShared, string Name, string Query, DateTimeOffset CreatedAt);

/// <summary>Saved views of the queue.</summary>
public interface ISavedViewStore
{
    /// <summary>The person's own and those shared with their unit, by name.</summary>
    Task<IReadOnlyList<SavedView>> OfAsync(string owner, string unitId, CancellationToken cancellationToken);

    /// <summary>Adds, or replaces the owner's view of the same name.</summary>
    Task SaveAsync(SavedView view, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Forgets an owner's view; false when there is none.</summary>
    Task<bool> RemoveAsync(Guid id, string owner, AuditEvent audit, CancellationToken cancellationToken);
}
