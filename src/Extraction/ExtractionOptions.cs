namespace Ecom389.Monitor.Extraction;

/// <summary>The layers a field may come from, in the order they are asked.</summary>
[Flags]
public enum ExtractionLayers
{
    None = 0,

    /// <summary>The source's own CSS selectors.</summary>
    Selectors = 1,

    /// <summary>schema.org in <c>application/ld+json</c>.</summary>
    JsonLd = 2,

    /// <summary>schema.org in microdata (WHATWG HTML §5) and RDFa.</summary>
    Microdata = 4,

    /// <summary>OpenGraph, product: and other meta elements.</summary>
    OpenGraph = 8,

    /// <summary>State a page's script carries: NEXT_DATA, dataLayer, product JSON of shop systems.</summary>
    State = 16,

    /// <summary>What a reader sees: headings, price blocks, tables, labels.</summary>
    Heuristics = 32,

    All = Selectors | JsonLd | Microdata | OpenGraph | State | Heuristics,
}

/// <summary>How pages are read.</summary>
public sealed record ExtractionOptions
{
    /// <summary>Layers asked; leaving some out is for measuring what each contributes.</summary>
    public ExtractionLayers Layers { get; init; } = ExtractionLayers.All;

    /// <summary>Bytes of a page that are read at most; the rest is cut.</summary>
    public int MaxBytes { get; init; } = 30 * 1024 * 1024;

    /// <summary>Time for building the tree of one page at most: some markup makes any HTML parser quadratic.</summary>
    public TimeSpan ParseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Cards or posts taken from one page at most.</summary>
    public int MaxListings { get; init; } = 500;

    /// <summary>Links taken from one page at most.</summary>
    public int MaxLinks { get; init; } = 5000;
}
