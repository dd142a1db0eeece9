namespace Ecom389.Monitor.Core;

/// <summary>A capture as retention sees it.</summary>
/// <param name="Capture">Where it lies.</param>
/// <param name="States">States of the matters about listings seen at its address or read from it; empty when none was ever opened.</param>
/// <param name="Changed">UTC of the last change of any of these matters, or null.</param>
public sealed record RetainedCapture(CaptureReference Capture, IReadOnlyList<ReviewState> States, DateTimeOffset? Changed);

/// <summary>What retention needs to know of the store.</summary>
public interface IRetentionStore
{
    /// <summary>Every capture, oldest first.</summary>
    Task<IReadOnlyList<RetainedCapture>> CapturesAsync(CancellationToken cancellationToken);
}
