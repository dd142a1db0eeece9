using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>The fields whose filling is counted.</summary>
public static class FillFields
{
    /// <summary>Before a field: read by the definition's own selectors or paths, not by what a page happens to carry beside them.</summary>
    public const string Own = "own:";

    /// <summary>Field and whether a listing has it, in the order people read them.</summary>
    public static IReadOnlyList<(string Name, Func<ExtractedListing, bool> IsFilled)> All { get; } =
    [
        ("title", static listing => listing.Record.Title.Length > 0),
        ("description", static listing => listing.Record.Description.Length > 0),
        ("priceText", static listing => listing.Record.PriceText.Length > 0),
        ("priceVnd", static listing => listing.Record.PriceVnd is not null),
        ("brand", static listing => listing.Record.Brand is not null),
        ("category", static listing => listing.Record.Category is not null),
        ("condition", static listing => listing.Record.Condition is not null),
        ("seller.name", static listing => listing.Record.Seller.Name is { Length: > 0 }),
        ("seller.phone", static listing => listing.Record.Seller.Phone is not null),
        ("seller.location", static listing => listing.Record.Seller.Location is not null),
        ("attributes", static listing => listing.Record.Attributes.Count > 0),
        ("postedAt", static listing => listing.Record.PostedAt is not null),
        ("availability", static listing => listing.Availability is not null),
        ("sku", static listing => listing.Sku is not null),
        ("images", static listing => listing.Images.Count > 0),
    ];
}
