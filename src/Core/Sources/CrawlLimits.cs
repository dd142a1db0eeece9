namespace Ecom389.Monitor.Core;

/// <summary>Bounds of one run over one source.</summary>
public sealed record CrawlLimits
{
    /// <summary>Pages fetched in one run at most.</summary>
    public int MaxPages { get; init; } = 2000;

    /// <summary>Links followed from a start URL at most.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>Milliseconds between two requests to one host; robots.txt may only lengthen it.</summary>
    public int DelayMs { get; init; } = 1000;

    /// <summary>Seconds for one page, headers and body, at most.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>When the source may be fetched, or null for any hour.</summary>
    public FetchHours? Hours { get; init; }

    /// <summary>Whether the source may be fetched at an instant (UTC).</summary>
    public bool IsOpenAt(DateTimeOffset at) => Hours is null || Hours.Contains(at);
}
