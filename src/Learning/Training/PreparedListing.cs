using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>A labelled listing with what does not depend on a model: its normalised text and what the signal sources say.</summary>
public sealed record PreparedListing(LabelledListing Source, ListingView View, IReadOnlyList<Signal> Signals, RuleSums Rules)
{
    /// <summary>Prepares listings.</summary>
    /// <param name="asOf">The day that rules, which have validity dates, are read as of.</param>
    public static IReadOnlyList<PreparedListing> Prepare(IReadOnlyList<LabelledListing> listings, IReadOnlyList<ISignalSource> sources, DateOnly asOf)
    {
        var prepared = new List<PreparedListing>(listings.Count);
        foreach (var listing in listings)
        {
            var view = new ListingView(listing.Listing);
            var signals = new List<Signal>();
            foreach (var source in sources) source.Find(view, asOf, signals);
            prepared.Add(new(listing, view, signals, RuleSums.Of(signals)));
        }
        return prepared;
    }
}
