using System.Globalization;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.Marketplace;

/// <summary>The structured data a large marketplace puts into its pages for search engines.</summary>
internal static class MarketplaceJsonLd
{
    public static JsonObject Product(HttpRequest request, SampleListing listing, IEnumerable<string> images)
    {
        var origin = Answers.Origin(request);
        var product = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = listing.Title,
            ["sku"] = MarketplaceModels.Sku(listing),
            ["url"] = origin + listing.PathAndQuery,
            ["image"] = new JsonArray([.. images.Select(i => JsonValue.Create(origin + i))]),
            ["description"] = listing.Description,
            ["offers"] = new JsonObject
            {
                ["@type"] = "Offer",
                ["price"] = listing.PriceVnd,
                ["priceCurrency"] = "VND",
                ["priceValidUntil"] = "2027-12-31",
                ["availability"] = listing.SoldOut ? "https://schema.org/OutOfStock" : "https://schema.org/InStock",
                ["itemCondition"] = listing.Condition switch
                {
                    "used" => "https://schema.org/UsedCondition",
                    "refurbished" => "https://schema.org/RefurbishedCondition",
                    _ => "https://schema.org/NewCondition",
                },
                ["url"] = origin + listing.PathAndQuery,
                ["seller"] = new JsonObject { ["@type"] = "Organization", ["name"] = listing.Seller.Name },
            },
        };
        if (listing.Brand is { } brand)
            product["brand"] = new JsonObject { ["@type"] = "Brand", ["name"] = brand };
        if (MarketplaceModels.Stars(listing) is { } stars && MarketplaceModels.ReviewCount(listing) is > 0 and var reviews)
        {
            product["aggregateRating"] = new JsonObject
            {
                ["@type"] = "AggregateRating",
                ["ratingValue"] = stars,
                ["reviewCount"] = reviews.ToString(CultureInfo.InvariantCulture),
            };
        }

        return product;
    }

    public static JsonObject Breadcrumbs(HttpRequest request, SampleListing listing, MarketplaceCategory category, string home)
    {
        var origin = Answers.Origin(request);
        return new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "BreadcrumbList",
            ["itemListElement"] = new JsonArray(
                Step(1, home, origin + "/"),
                Step(2, category.Name, $"{origin}/danh-muc/{category.Slug}"),
                Step(3, listing.Title, origin + listing.PathAndQuery)),
        };
    }

    private static JsonObject Step(int position, string name, string item) => new()
    {
        ["@type"] = "ListItem",
        ["position"] = position,
        ["name"] = name,
        ["item"] = item,
    };
}
