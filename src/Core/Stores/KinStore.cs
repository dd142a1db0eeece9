namespace Ecom389.Monitor.Core;

/// <summary>A listing that belongs beside another one: of the same seller, or saying nearly the same.</summary>
/// <param name="Listing">The other listing.</param>
/// <param name="Snapshot">What it said last.</param>
/// <param name="Item">Its matter, open or closed, or null when there was never one.</param>
/// <param name="Flagged">Whether it is flagged now.</param>
/// <param name="Priority">Of its latest finding, 0 to 1.</param>
/// <param name="Likeness">Share of common text (Jaccard of five-character shingles), 0 to 1; null where that was not asked.</param>
public sealed record KinListing(Listing Listing, Snapshot Snapshot, ReviewItem? Item, bool Flagged, double Priority, double? Likeness);

/// <summary>Some of them, and how many there are.</summary>
public sealed record KinPage(IReadOnlyList<KinListing> Listings, int Total);

/// <summary>What belongs together. Every answer is bounded; canaries are never among them.</summary>
public interface IKinStore
{
    /// <summary>Other listings of the same seller or telephone number (<see cref="SellerKey"/>), flagged ones first, then newest.</summary>
    Task<KinPage> OfSellerAsync(Guid listingId, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Matters whose listing says nearly the same, likest first. Candidates come from MinHash bands kept at intake (Broder, "On the
    /// resemblance and containment of documents", 1997); the exact likeness decides.
    /// </summary>
    Task<KinPage> NearAsync(Guid listingId, IReadOnlyList<string>? units, double least, int limit, CancellationToken cancellationToken);
}
