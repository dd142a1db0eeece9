namespace Ecom389.Monitor.Core;

/// <summary>Two-person steps.</summary>
public interface IApprovalStore
{
    Task AskAsync(Approval approval, AuditEvent audit, CancellationToken cancellationToken);

    Task<Approval?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The newest one about a subject, open or decided, or null.</summary>
    Task<Approval?> LatestAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Open approvals, oldest first.</summary>
    Task<IReadOnlyList<Approval>> OpenAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken);

    /// <summary>Decides an open approval; false when it is no longer open. Throws <see cref="ArgumentException"/> when the asker decides.</summary>
    Task<bool> TryDecideAsync(Guid id, bool approved, string reason, string decidedBy, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken);
}
