namespace Ecom389.Monitor.Extraction;

/// <summary>Field names as selectors, provenance and reports use them.</summary>
internal static class Fields
{
    public const string Title = "title";
    public const string Description = "description";
    public const string PriceText = "priceText";
    public const string Price = "price";
    public const string Brand = "brand";
    public const string Condition = "condition";
    public const string SellerName = "seller.name";
    public const string SellerPhone = "seller.phone";
    public const string SellerLocation = "seller.location";
    public const string SellerJoined = "seller.joined";
    public const string SellerRating = "seller.rating";
    public const string SellerSold = "seller.sold";
    public const string SellerVerified = "seller.verified";
    public const string PostedAt = "postedAt";
    public const string Availability = "availability";
    public const string Sku = "sku";
    public const string Gtin = "gtin";
    public const string Images = "images";
    public const string ItemId = "itemId";
    public const string Attributes = "attributes";
    public const string Category = "category";
    public const string Canonical = "canonicalUrl";
}
