namespace Ecom389.Monitor.Core;

/// <summary>
/// A source's own CSS selectors, tried before structured data. A field's selector may end in <c>@name</c> to read an attribute
/// instead of the text. Field names are those of the listing record (<c>title</c>, <c>description</c>, <c>priceText</c>,
/// <c>brand</c>, <c>condition</c>, <c>seller.name</c>, <c>seller.phone</c>, <c>seller.location</c>, <c>seller.joined</c>,
/// <c>seller.rating</c>, <c>seller.sold</c>, <c>postedAt</c>, <c>sku</c>, <c>images</c>, <c>availability</c>, <c>itemId</c>)
/// plus <c>attributes</c> for the rows of an item-specifics table.
/// </summary>
public sealed record SelectorSet
{
    /// <summary>On a page of one listing: field to selector.</summary>
    public IReadOnlyDictionary<string, string> Listing { get; init; } = EmptyFields;

    /// <summary>On a list page: <c>root</c> selects each card, <c>link</c> its URL, the rest are fields within it.</summary>
    public IReadOnlyDictionary<string, string> Card { get; init; } = EmptyFields;

    /// <summary>On a timeline: <c>root</c> selects each post, <c>link</c> its permalink, the rest are fields within it.</summary>
    public IReadOnlyDictionary<string, string> Post { get; init; } = EmptyFields;

    /// <summary>On a timeline: <c>root</c> selects each comment, <c>link</c> its permalink; one that offers something is a listing of its own.</summary>
    public IReadOnlyDictionary<string, string> Comment { get; init; } = EmptyFields;

    /// <summary>The link to the next list page, or null to find it by rel, text and URL.</summary>
    public string? Next { get; init; }

    private static readonly IReadOnlyDictionary<string, string> EmptyFields = new Dictionary<string, string>(StringComparer.Ordinal);
}
