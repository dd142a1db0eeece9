namespace Ecom389.Monitor.Core;

/// <summary>A standing order not to fetch (dừng thu thập).</summary>
/// <param name="Scope">A source's id, or <see cref="Everything"/>.</param>
/// <param name="StoppedBy">Who gave it.</param>
/// <param name="StoppedAt">UTC.</param>
/// <param name="Reason">Why, in a person's words.</param>
public sealed record CrawlStop(string Scope, string StoppedBy, DateTimeOffset StoppedAt, string Reason)
{
    /// <summary>The scope that covers every source.</summary>
    public const string Everything = "*";

    /// <summary>Whether the order covers a source.</summary>
    public bool Covers(string sourceId) => Scope == Everything || string.Equals(Scope, sourceId, StringComparison.Ordinal);
}

/// <summary>Kill switches. They hold for every process on the store until someone lifts them.</summary>
public interface IStopStore
{
    /// <summary>Orders now in force.</summary>
    Task<IReadOnlyList<CrawlStop>> StandingAsync(CancellationToken cancellationToken);

    /// <summary>Gives an order; false when one of that scope stands already.</summary>
    Task<bool> StopAsync(CrawlStop stop, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Lifts an order; false when none of that scope stands.</summary>
    Task<bool> ResumeAsync(string scope, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken);
}
