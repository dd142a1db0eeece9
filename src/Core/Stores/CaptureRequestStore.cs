namespace Ecom389.Monitor.Core;

/// <summary>A person's request that an address be captured (yêu cầu thu thập), as the store keeps it.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="SourceId">The source whose next run takes it.</param>
/// <param name="CanonicalUrl">The address's key within the source.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="AskedBy">Who asks.</param>
/// <param name="AskedAt">UTC.</param>
/// <param name="UnitId">The asker's unit.</param>
/// <param name="TakenAt">UTC when a run took it up; null while it waits.</param>
public sealed record AskedCapture(Guid Id, string SourceId, string CanonicalUrl, CaptureRequest Request, string AskedBy, DateTimeOffset AskedAt, string UnitId, DateTimeOffset? TakenAt = null);

/// <summary>Requests of people for captures. A run of the source takes those that wait as it begins or is resumed, in that transaction.</summary>
public interface ICaptureRequestStore
{
    /// <summary>Stores a request with its audit event; false when one for the same address of the source waits already.</summary>
    /// <exception cref="InvalidInputException">The canonical address is longer than 2,000 bytes of UTF-8, which no crawl follows.</exception>
    Task<bool> AskAsync(AskedCapture asked, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Requests that wait, oldest first.</summary>
    Task<IReadOnlyList<AskedCapture>> WaitingAsync(string? sourceId, CancellationToken cancellationToken);

    /// <summary>The newest request for an address, or null.</summary>
    Task<AskedCapture?> LatestAsync(string canonicalUrl, CancellationToken cancellationToken);
}
