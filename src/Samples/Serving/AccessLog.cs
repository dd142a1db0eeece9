namespace Ecom389.Monitor.Samples;

/// <summary>One request as the shops' server saw it.</summary>
/// <param name="Host">Host without port, <c>cho-cong-nghe.example</c> (also when asked for as <c>.localhost</c>).</param>
/// <param name="Path">Path and query.</param>
/// <param name="UserAgent">The header as sent, or empty.</param>
/// <param name="At">UTC.</param>
public sealed record AccessLogEntry(string Host, string Path, string UserAgent, DateTimeOffset At);

/// <summary>What was asked of the sample shops, in order of arrival; safe to read while requests come in.</summary>
public sealed class AccessLog
{
    private readonly Lock _gate = new();
    private readonly List<AccessLogEntry> _entries = [];

    /// <summary>A copy of everything so far.</summary>
    public IReadOnlyList<AccessLogEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>How often one path (with query) of a host was asked for.</summary>
    public int Count(string host, string path) =>
        Entries.Count(e => string.Equals(e.Host, host, StringComparison.OrdinalIgnoreCase)
            && string.Equals(e.Path, path, StringComparison.Ordinal));

    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    internal void Add(AccessLogEntry entry)
    {
        lock (_gate)
            _entries.Add(entry);
    }
}
