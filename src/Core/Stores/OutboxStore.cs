namespace Ecom389.Monitor.Core;

/// <summary>A notice on its way to people.</summary>
/// <param name="Key">What it is about, once only: <c>job:backup:2026-11-22</c>. A second of the same key and channel is not kept.</param>
/// <param name="Channel"><c>mail</c> or <c>webhook:NAME</c>.</param>
/// <param name="Kind"><c>night-failed</c>, <c>source-paused</c>, <c>due-dates</c>, <c>high-value</c>.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text, without personal data.</param>
public sealed record Notice(string Key, string Channel, string Kind, string Subject, string Body);

/// <summary>A notice that waits to be sent.</summary>
/// <param name="Number">Its row.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record WaitingNotice(long Number, Notice Notice, int Attempts, DateTimeOffset CreatedAt)
{
    /// <summary>Until when it is one deliverer's, microseconds by the store's own clock; null: nobody's. Names the claim.</summary>
    public long? ClaimedUntil { get; init; }
}

/// <summary>Counts for watchers.</summary>
/// <param name="Waiting">To be sent.</param>
/// <param name="GivenUp">Tried until there was no point any more.</param>
public sealed record OutboxCounts(long Waiting, long GivenUp);

/// <summary>
/// Notices kept until they are delivered: at least once, in order of writing, never lost by a restart. Several machines deliver from
/// one store: each claims a notice before it sends it, so that one sends it at a time. A claim runs out by the store's clock, so
/// what a deliverer that died had in hand goes out again, a second time if it died between sending and saying so.
/// </summary>
public interface IOutboxStore
{
    /// <summary>Keeps notices; returns how many were new.</summary>
    Task<int> AddAsync(IReadOnlyList<Notice> notices, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Those due for an attempt by <paramref name="now"/>, in somebody's hand or not, oldest first: to look at.</summary>
    Task<IReadOnlyList<WaitingNotice>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes the oldest that is due by <paramref name="now"/> and that nobody has in hand; null when there is none.</summary>
    /// <param name="now">Business time.</param>
    /// <param name="claim">How long it is the caller's: longer than sending ever takes.</param>
    /// <param name="cancellationToken">Before it is taken.</param>
    Task<WaitingNotice?> ClaimAsync(DateTimeOffset now, TimeSpan claim, CancellationToken cancellationToken);

    /// <summary>Gives back unsent what was claimed, at once; nothing where the claim ran out meanwhile.</summary>
    Task ReleaseAsync(WaitingNotice waiting, CancellationToken cancellationToken);

    Task SentAsync(long number, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Notes a failed attempt and ends its claim; <paramref name="nextAt"/> null gives up. Nothing where the claim ran out and
    /// another has the notice, or has sent it.
    /// </summary>
    Task FailedAsync(WaitingNotice waiting, string error, DateTimeOffset? nextAt, CancellationToken cancellationToken);

    Task<OutboxCounts> CountsAsync(CancellationToken cancellationToken);
}
