using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Rules;

/// <summary>A line of a labelled set: the listing and what its annotator said of it.</summary>
internal sealed record LabelledListing(ListingRecord Listing, Label Label)
{
    /// <summary>Whether the annotator found the listing suspicious.</summary>
    public bool Suspicious => string.Equals(Label.Verdict, "suspicious", StringComparison.Ordinal);

    /// <summary>The lines of a set.</summary>
    public static IEnumerable<LabelledListing> Read(string path) => File.ReadLines(path).Select(static line =>
        new LabelledListing(JsonSerializer.Deserialize<ListingRecord>(line, JsonContract.Compact)!, JsonSerializer.Deserialize<Labelled>(line, JsonContract.Compact)!.Label));

    private sealed record Labelled(Label Label);
}

/// <summary>An annotator's label.</summary>
/// <param name="Verdict"><c>suspicious</c> or <c>clean</c>.</param>
/// <param name="Violations">Codes; empty where clean.</param>
/// <param name="Cues">Substrings an inspector would point at.</param>
/// <param name="Why">One English sentence.</param>
internal sealed record Label(string Verdict, IReadOnlyList<string> Violations, IReadOnlyList<string> Cues, string? Why);
