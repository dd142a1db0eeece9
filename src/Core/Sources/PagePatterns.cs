namespace Ecom389.Monitor.Core;

/// <summary>
/// Which URLs of a source are what. A pattern is matched against path and query (<c>/san-pham/*</c>): <c>*</c> stands for any
/// run of characters, a trailing <c>$</c> anchors the end. No pattern for a kind means "not told by the URL".
/// </summary>
public sealed record PagePatterns
{
    /// <summary>Pages that hold one listing.</summary>
    public IReadOnlyList<string> Listing { get; init; } = [];

    /// <summary>Pages that lead to listings: categories, searches, next pages.</summary>
    public IReadOnlyList<string> List { get; init; } = [];

    /// <summary>URLs never fetched.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];
}
