namespace Ecom389.Monitor.Core;

/// <summary>Lists of certified devices. Every import is kept; the last one is in force.</summary>
public interface IRegistryStore
{
    /// <summary>Keeps a list with its devices and the audit event, all or nothing, and puts it in force.</summary>
    Task ImportAsync(CertifiedDeviceList list, IReadOnlyList<CertifiedDevice> devices, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>The list in force, or null.</summary>
    Task<CertifiedDeviceList?> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>Its devices, in the order of the file; none where there is no list.</summary>
    Task<IReadOnlyList<CertifiedDevice>> DevicesAsync(Guid listId, CancellationToken cancellationToken);
}
