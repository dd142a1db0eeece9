namespace Ecom389.Monitor.Core;

/// <summary>People and units.</summary>
public interface IUserStore
{
    Task<User?> FindAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<User>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces by name.</summary>
    Task SaveAsync(User user, AuditEvent audit, CancellationToken cancellationToken);

    Task<IReadOnlyList<Unit>> UnitsAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces by id.</summary>
    Task SaveUnitAsync(Unit unit, AuditEvent audit, CancellationToken cancellationToken);
}
