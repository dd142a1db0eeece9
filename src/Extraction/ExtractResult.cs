using System.Text.Json;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>The answer of <c>ecom389 extract</c>: listing records with what only a page can tell beside their fields.</summary>
public static class ExtractResult
{
    /// <summary>The extraction as the contract's JSON object; what a page cannot tell is null.</summary>
    public static JsonObject ToJson(PageExtraction extraction)
    {
        var listings = new JsonArray();
        foreach (var listing in extraction.Listings) listings.Add(ToJson(listing));
        return new()
        {
            ["url"] = extraction.Url,
            ["pageKind"] = JsonSerializer.SerializeToNode(extraction.Kind, JsonContract.Compact),
            ["listings"] = listings,
        };
    }

    /// <summary>One listing: the record's fields, then price, availability, sku, gtin, images, provenance.</summary>
    public static JsonObject ToJson(ExtractedListing listing)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(listing.Record, JsonContract.Compact)!;
        // What the page did not tell is null, not empty; only a post has no title by nature. The id is what the store would know it by.
        var record = listing.Record;
        json["id"] = listing.ItemId ?? listing.CanonicalUrl ?? record.Url;
        if (record.Title.Length == 0 && record.Channel is not "social") json["title"] = null;
        if (record.Description.Length == 0) json["description"] = null;
        if (record.PriceText.Length == 0) json["priceText"] = null;
        if (!listing.Provenance.ContainsKey(Fields.SellerVerified)) json["seller"]!["verified"] = null;
        json["price"] = JsonSerializer.SerializeToNode(listing.Price, JsonContract.Compact);
        json["availability"] = listing.Availability;
        json["sku"] = listing.Sku;
        json["gtin"] = listing.Gtin;
        json["images"] = JsonSerializer.SerializeToNode(listing.Images, JsonContract.Compact);
        json["itemId"] = listing.ItemId;
        json["canonicalUrl"] = listing.CanonicalUrl;
        json["oldPrice"] = JsonSerializer.SerializeToNode(listing.OldPrice, JsonContract.Compact);
        json["variants"] = JsonSerializer.SerializeToNode(listing.Variants, JsonContract.Compact);
        json["intent"] = listing.Intent;
        json["phase"] = listing.Phase;
        json["phones"] = JsonSerializer.SerializeToNode(listing.Phones, JsonContract.Compact);
        json["maskedPhone"] = listing.MaskedPhone;
        json["sold"] = JsonSerializer.SerializeToNode(listing.Sold, JsonContract.Compact);
        json["categoryConfidence"] = listing.CategoryConfidence;
        json["postedPrecision"] = listing.PostedPrecision;
        json["provenance"] = JsonSerializer.SerializeToNode(listing.Provenance, JsonContract.Compact);
        return json;
    }
}
