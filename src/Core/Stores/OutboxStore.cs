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
public sealed record WaitingNotice(long Number, Notice Notice, int Attempts, DateTimeOffset CreatedAt);

/// <summary>Counts for watchers.</summary>
/// <param name="Waiting">To be sent.</param>
/// <param name="GivenUp">Tried until there was no point any more.</param>
public sealed record OutboxCounts(long Waiting, long GivenUp);

/// <summary>Notices kept until they are delivered: at least once, in order of writing, never lost by a restart.</summary>
public interface IOutboxStore
{
    /// <summary>Keeps notices; returns how many were new.</summary>
    Task<int> AddAsync(IReadOnlyList<Notice> notices, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Those due for an attempt by <paramref name="now"/>, oldest first.</summary>
    Task<IReadOnlyList<WaitingNotice>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    Task SentAsync(long number, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes a failed attempt; <paramref name="nextAt"/> null gives up.</summary>
    Task FailedAsync(long number, string error, DateTimeOffset? nextAt, CancellationToken cancellationToken);

    Task<OutboxCounts> CountsAsync(CancellationToken cancellationToken);
}
