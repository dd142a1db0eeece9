namespace Ecom389.Monitor.Core;

/// <summary>Who did what. Append-only.</summary>
public interface IAuditStore
{
    Task AppendAsync(AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEvent>> ReadAsync(string? subject, int limit, CancellationToken cancellationToken);
}
