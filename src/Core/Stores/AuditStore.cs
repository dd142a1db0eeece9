namespace Ecom389.Monitor.Core;

/// <summary>What the audit trail is narrowed to; null means no limit.</summary>
public sealed record AuditFilter
{
    public string? Actor { get; init; }

    /// <summary>An action, or the beginning of some that ends in a dot: <c>user.</c>.</summary>
    public string? Action { get; init; }

    public string? Subject { get; init; }

    /// <summary>UTC, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>UTC, not included.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Units whose events may be seen; null for all.</summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>Events at this position and newer are left out: the last one of the page before. Null begins with the newest.</summary>
    public long? Before { get; init; }

    /// <summary>Events returned at most, 1 to 10,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>An event of the trail with its place in it.</summary>
public sealed record AuditEntry(long Position, AuditEvent Event);

/// <summary>Who did what. Append-only.</summary>
public interface IAuditStore
{
    /// <summary>Puts an event down. A subject longer than 1,000 bytes of UTF-8 is kept as its beginning with its SHA-256, and found by the whole.</summary>
    Task AppendAsync(AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEvent>> ReadAsync(string? subject, int limit, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> FindAsync(AuditFilter filter, CancellationToken cancellationToken);
}
