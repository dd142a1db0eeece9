namespace Ecom389.Monitor.Core;

/// <summary>Counts from which recall is estimated; canaries are left out.</summary>
/// <param name="Drawn">Unflagged listings drawn at random.</param>
/// <param name="Confirmed">Drawn ones a person confirmed.</param>
/// <param name="Dismissed">Drawn ones a person dismissed.</param>
/// <param name="UnflaggedListings">Listings that never were flagged: what the sample stands for.</param>
/// <param name="FlaggedConfirmed">Flagged ones confirmed.</param>
/// <param name="FlaggedDismissed">Flagged ones dismissed.</param>
/// <param name="FlaggedOpen">Flagged ones nobody decided yet.</param>
/// <param name="FlaggedOpenExpected">Sum of their calibrated priorities.</param>
public sealed record RecallCounts(
    long Drawn, long Confirmed, long Dismissed, long UnflaggedListings, long FlaggedConfirmed, long FlaggedDismissed, long FlaggedOpen, double FlaggedOpenExpected);

/// <summary>What the random sample of unflagged listings came to.</summary>
public interface IRecallStore
{
    /// <summary>Counts over what units see; null for all.</summary>
    Task<RecallCounts> CountAsync(IReadOnlyList<string>? units, CancellationToken cancellationToken);

    /// <summary>Drawn ones that were decided, newest first: only these may be named.</summary>
    Task<IReadOnlyList<QueueEntry>> DecidedAsync(IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);
}
