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

    /// <summary>
    /// Told of a page that no layer could survive, before <see cref="PageExtractor.Extract"/> answers with an empty page: for the
    /// application's log and counters. Called on the thread that extracts; what it throws reaches the caller.
    /// </summary>
    public Action<ExtractionFailure>? OnFailure { get; init; }
}

/// <summary>A page that could not be read.</summary>
/// <param name="Url">The page's URL.</param>
/// <param name="CaptureId">The capture, so that the page can be looked at again.</param>
/// <param name="Reason">What happened, in a few words.</param>
/// <param name="Error">The exception; null where the page was given up without one (the tree took too long).</param>
public sealed record ExtractionFailure(string Url, Guid CaptureId, string Reason, Exception? Error);
