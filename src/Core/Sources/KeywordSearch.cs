namespace Ecom389.Monitor.Core;

/// <summary>What keywords of a search are made of.</summary>
public enum KeywordOrigin
{
    /// <summary>Models and brands of the watch-lists in <c>rules/keywords.yaml</c>.</summary>
    WatchLists,

    /// <summary>Brands and models of the price reference.</summary>
    Prices,

    /// <summary>Phrases of the rule packs that stand for a thing or an offer.</summary>
    Packs,
}

/// <summary>A source's own search, asked with keywords made from what the installation looks for.</summary>
public sealed record KeywordSearch
{
    /// <summary>The result pages; their URL holds <c>{keyword}</c>.</summary>
    public required PageSeries Pages { get; init; }

    /// <summary>Where keywords are taken from, in this order.</summary>
    public IReadOnlyList<KeywordOrigin> From { get; init; } = [];

    /// <summary>Violation codes to which packs are narrowed; empty for all.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Keywords of the definition's own, asked first.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Keywords asked in one run at most.</summary>
    public int Max { get; init; } = 100;
}
