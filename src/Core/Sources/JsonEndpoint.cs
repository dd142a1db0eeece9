namespace Ecom389.Monitor.Core;

/// <summary>
/// JSON answers of a source and how listings are read of them: asked for directly (<see cref="Start"/>), led to by another
/// endpoint's <see cref="Link"/>, or fetched by a rendered page itself (XHR).
/// </summary>
public sealed record JsonEndpoint
{
    /// <summary>Where the crawl begins to ask; empty for answers that something else leads to.</summary>
    public IReadOnlyList<PageSeries> Start { get; init; } = [];

    /// <summary>Which answers are meant: patterns of path and query, as in <see cref="PagePatterns"/>. Those of <see cref="Start"/> are meant anyway.</summary>
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary>JSONPath to the items, from the answer's root; <c>$</c> when the answer is one item.</summary>
    public required string Items { get; init; }

    /// <summary>Field of the listing record to where it stands in an item.</summary>
    public IReadOnlyDictionary<string, JsonField> Fields { get; init; } = new Dictionary<string, JsonField>(StringComparer.Ordinal);

    /// <summary>Address of what says more of an item, with <c>{$.path}</c> in places, or null. Followed only where the items are not <see cref="Complete"/>.</summary>
    public string? Link { get; init; }

    /// <summary>The items say all there is: they are listings. Otherwise they are cards, and <see cref="Link"/> leads to the listing.</summary>
    public bool Complete { get; init; } = true;
}

/// <summary>Where one field stands in an item.</summary>
public sealed record JsonField
{
    /// <summary>
    /// Tried in order, the first that yields something counts: a JSONPath (<c>$.name</c>), a text with paths in it
    /// (<c>https://x.example/{$.path}</c>), or a plain text.
    /// </summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>What the answer's word means in the record (<c>out_of_stock</c> to <c>OutOfStock</c>); a word not named here stays as it is.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>For <c>attributes</c>: JSONPath to the rows, then <see cref="Name"/> and <see cref="Value"/> within each.</summary>
    public string? Each { get; init; }

    /// <inheritdoc cref="Each"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="Each"/>
    public string? Value { get; init; }
}
