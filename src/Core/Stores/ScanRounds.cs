namespace Ecom389.Monitor.Core;

/// <summary>A source on its way into a round.</summary>
/// <param name="SourceId">The source.</param>
/// <param name="Hosts">The hosts it asks, lower case, with a port that is not the scheme's own; two sources that share one are scanned by one worker at a time.</param>
/// <param name="Delay">Between two requests to one of them.</param>
public sealed record RoundSource(string SourceId, IReadOnlyList<string> Hosts, TimeSpan Delay);

/// <summary>A round one has joined.</summary>
/// <param name="Number">Of the round.</param>
/// <param name="Key">What it is for: <c>scan</c>, or job and logical date.</param>
/// <param name="Opened">True for the one who opened it.</param>
public sealed record RoundTicket(long Number, string Key, bool Opened);

/// <summary>A source that this process alone scans until it is done or the claim ends.</summary>
/// <param name="Round">The round's number.</param>
/// <param name="SourceId">The source.</param>
/// <param name="Attempt">1 for the first worker that scans it in this round.</param>
public sealed record SourceClaim(long Round, string SourceId, int Attempt);

/// <summary>How far a round is.</summary>
/// <param name="Waiting">Sources that nobody scans.</param>
/// <param name="Claimed">Sources that someone scans.</param>
/// <param name="Done">Sources that are done.</param>
public sealed record RoundProgress(int Waiting, int Claimed, int Done)
{
    public bool IsOver => Waiting + Claimed == 0;
}

/// <summary>
/// Scans that several workers share: who scans which source, told by the database's clock alone. A worker owns the hosts of what it
/// scans, so that no host is asked by two; one that dies or is cut off loses them when it has not been heard of for the length of its
/// claims. Safe for concurrent use. Every member throws what the store throws while it cannot be reached.
/// </summary>
public interface IScanRounds
{
    /// <summary>
    /// Joins the open round of this key, or opens one; sources that it does not have yet are added. An open round that is not dated and
    /// on which nobody works any more is ended first.
    /// </summary>
    Task<RoundTicket> JoinAsync(string key, bool isDated, IReadOnlyList<RoundSource> sources, CancellationToken cancellationToken);

    /// <summary>Rounds that have something left to claim, oldest first.</summary>
    Task<IReadOnlyList<RoundTicket>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Claims the next source of the round that nobody scans and whose hosts nobody else holds; null when there is none. Pages that an
    /// earlier holder had leased are free again.
    /// </summary>
    /// <param name="round">The round's number.</param>
    /// <param name="known">Sources this process has a definition of.</param>
    /// <param name="lease">How long the claim lasts without a heart-beat.</param>
    /// <param name="cancellationToken">Withdraws the question.</param>
    Task<SourceClaim?> ClaimAsync(long round, IReadOnlyCollection<string> known, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>A heart-beat: prolongs this process's claims, hosts and page leases. Returns the sources of the round it still holds.</summary>
    Task<IReadOnlySet<string>> BeatAsync(long round, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Puts down how a claimed source ended; false when the claim was lost meanwhile. The last one ends the round.</summary>
    Task<bool> FinishAsync(SourceClaim claim, string summaryJson, CancellationToken cancellationToken);

    /// <summary>Gives claimed sources back, unfinished.</summary>
    Task GiveBackAsync(long round, IReadOnlyCollection<string> sources, CancellationToken cancellationToken);

    Task<RoundProgress> ProgressAsync(long round, CancellationToken cancellationToken);

    /// <summary>The summaries of the round's finished sources as they were put down, by source.</summary>
    Task<IReadOnlyDictionary<string, string>> SummariesAsync(long round, CancellationToken cancellationToken);

    /// <summary>This process is at work, or (with <paramref name="leaves"/>) no longer.</summary>
    Task SignAsync(bool leaves, CancellationToken cancellationToken);
}
