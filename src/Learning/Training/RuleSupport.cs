using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>
/// What rules are worth to a writer they were not written for. Rules are written by reading these very sets, so each hits its own
/// writer's listings as it will hit nobody else's. When the final head is fitted or measured, a rule therefore speaks for a suspicious
/// listing only if it also hits a suspicious listing of another writer; against a clean one every rule that hits it stands.
/// </summary>
public static class RuleSupport
{
    /// <summary>
    /// The sum of the rules for a violation as an unread writer's listing would have it: of a suspicious one a share is withheld, told by
    /// rule and listing, so that the same data give the same sum; a clean one keeps all.
    /// </summary>
    /// <param name="withheld">The share, from 0 to 1.</param>
    public static double ForUnreadWriter(PreparedListing listing, double withheld)
    {
        if (!listing.Source.Label.Suspicious) return listing.Rules.For;
        return RuleSums.Of([.. listing.Signals.Where(signal => NgramReader.Hash(signal.Id + listing.Source.Listing.Id) >= withheld * uint.MaxValue)]).For;
    }

    /// <summary>The same listings with only the signals that others support.</summary>
    public static IReadOnlyList<PreparedListing> Apply(IReadOnlyList<PreparedListing> listings)
    {
        var writers = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var listing in listings.Where(listing => listing.Source.Label.Suspicious))
        {
            foreach (var signal in listing.Signals.Where(signal => signal.Weight > 0))
            {
                if (!writers.TryGetValue(signal.Id, out var by)) writers.Add(signal.Id, by = new(StringComparer.Ordinal));
                by.Add(listing.Source.Writer);
            }
        }

        return [.. listings.Select(listing =>
        {
            if (!listing.Source.Label.Suspicious) return listing;
            var kept = listing.Signals.Where(signal => signal.Weight <= 0 || IsSupported(signal, listing.Source.Writer)).ToList();
            return kept.Count == listing.Signals.Count ? listing : listing with { Signals = kept, Rules = RuleSums.Of(kept) };
        })];

        bool IsSupported(Signal signal, string writer) => writers[signal.Id] is var by && (by.Count > 1 || !by.Contains(writer));
    }
}
