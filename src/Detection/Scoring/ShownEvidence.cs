using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Scoring;

/// <summary>Whether a listing holds words that can be shown to a person: without them it is not flagged, however high its score.</summary>
public static class ShownEvidence
{
    private static readonly string[] FieldsWithWords = ["title", "description", "brand", "priceText"];

    /// <summary>A quoted signal for a violation in what is offered, or a segment in which the model sees a cue.</summary>
    /// <param name="strongest">Log-odds of the cue head in its strongest segment.</param>
    /// <param name="bar">From which log-odds on such a segment is evidence.</param>
    public static bool Has(IReadOnlyList<Signal> signals, double strongest, double bar)
    {
        if (strongest > bar) return true;
        for (var i = 0; i < signals.Count; i++)
        {
            if (signals[i] is { Weight: > 0, Quote.Length: > 0, Field: { } field }
                && (Array.IndexOf(FieldsWithWords, field) >= 0 || field.StartsWith("attributes/", StringComparison.Ordinal)))
                return true;
        }
        return false;
    }
}
