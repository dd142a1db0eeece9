namespace Ecom389.Monitor.Core;

/// <summary>A snapshot judged anew by another version of the scorer.</summary>
public sealed record Rejudgement(Guid SnapshotId, ScoreResult Result, ScorerVersions Scorer);

/// <summary>What judging anew changed.</summary>
/// <param name="Findings">New findings; a snapshot that this version had judged already gets none.</param>
/// <param name="Items">Review items opened, attached to or reopened.</param>
public sealed record RejudgeOutcome(int Findings, int Items);

/// <summary>Takes in judgements of what is stored already; the page is not fetched again.</summary>
public interface IRejudgeStore
{
    /// <summary>Latest snapshots that another version of the scorer judged last, in the order of <see cref="IListingStore.LatestSnapshotsAsync"/>.</summary>
    Task<IReadOnlyList<LatestSnapshot>> OutdatedAsync(ScorerVersions scorer, long after, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Stores new findings and what they do to review items, all of them in one transaction that survives power loss. A snapshot
    /// that is no longer its listing's latest is passed over.
    /// </summary>
    Task<RejudgeOutcome> AddAsync(IReadOnlyList<Rejudgement> judgements, CancellationToken cancellationToken);
}
