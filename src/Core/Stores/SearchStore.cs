namespace Ecom389.Monitor.Core;

/// <summary>What a listing can be looked up by exactly.</summary>
public enum MarkKind
{
    /// <summary>A telephone number in E.164.</summary>
    Phone,

    /// <summary>A certificate's number, upper case, without spaces.</summary>
    Certificate,

    /// <summary>The shop's or seller's name as folded for searching.</summary>
    Seller,

    /// <summary>The platform's item id.</summary>
    ItemId,
}

/// <summary>Something a listing can be looked up by.</summary>
public sealed record ListingMark(MarkKind Kind, string Value);

/// <summary>A snapshot whose marks are not in the index yet.</summary>
/// <param name="Position">Where it stands in the order of storing.</param>
public sealed record UnindexedSnapshot(long Position, long ListingPosition, string Key, ExtractedListing Content);

/// <summary>A listing found, with its matter if there is one.</summary>
/// <param name="Listing">The listing.</param>
/// <param name="Title">As the seller last wrote it; the description's beginning where there is no title.</param>
/// <param name="SellerName">As last seen, or null.</param>
/// <param name="PriceVnd">Đồng, or null.</param>
/// <param name="Item">The open or last matter about it, or null when it was never flagged.</param>
public sealed record SearchHit(Listing Listing, string Title, string? SellerName, long? PriceVnd, ReviewItem? Item);

/// <summary>What was found.</summary>
/// <param name="Hits">Newest first.</param>
/// <param name="IsWhole">False when there may be more than were looked at.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, bool IsWhole);

/// <summary>
/// Finds listings, flagged or not. Words come from the index that intake keeps; the other marks from one that follows the
/// snapshots and is behind while nobody advances it.
/// </summary>
public interface ISearchStore
{
    /// <summary>By words of title, description, brand, attributes and seller, with or without diacritics; all must be there.</summary>
    /// <param name="units">Units whose listings may be seen; null for all but canaries.</param>
    /// <param name="limit">Most returned; some thousands of hits are looked at.</param>
    Task<SearchPage> WordsAsync(string words, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);

    /// <summary>By a mark.</summary>
    Task<SearchPage> MarkAsync(ListingMark mark, IReadOnlyList<string>? units, int limit, CancellationToken cancellationToken);

    /// <summary>One listing, or null when it may not be seen.</summary>
    Task<SearchHit?> HitAsync(Guid listingId, IReadOnlyList<string>? units, CancellationToken cancellationToken);

    /// <summary>Snapshots to be indexed, oldest first.</summary>
    Task<IReadOnlyList<UnindexedSnapshot>> UnindexedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Adds marks of listings (by <see cref="UnindexedSnapshot.ListingPosition"/>) and moves the index up to a position. Marks that are there already stay.</summary>
    Task SaveMarksAsync(IReadOnlyList<(long ListingPosition, ListingMark Mark)> marks, long upTo, CancellationToken cancellationToken);
}
