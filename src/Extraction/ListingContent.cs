using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>What tells listings and their snapshots apart.</summary>
public static class ListingContent
{
    /// <summary>
    /// Hash of what the seller said: two captures with equal hashes are one snapshot. Canonical JSON (fixed member order,
    /// attributes sorted by name, ordinal) of title, description, price, brand, condition, seller, attributes and availability;
    /// not of URL, pictures, provenance, nor of what passes by itself: units sold and rating.
    /// </summary>
    public static string Hash(ExtractedListing listing)
    {
        var record = listing.Record;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title", record.Title);
            json.WriteString("description", record.Description);
            json.WriteString("priceText", record.PriceText);
            if (record.PriceVnd is { } vnd) json.WriteNumber("priceVnd", vnd);
            json.WriteString("brand", record.Brand);
            json.WriteString("condition", record.Condition);
            json.WriteString("sellerName", record.Seller.Name);
            json.WriteString("sellerPhone", record.Seller.Phone);
            json.WriteString("sellerLocation", record.Seller.Location);
            json.WriteString("sellerJoined", record.Seller.Joined);
            json.WriteBoolean("sellerVerified", record.Seller.Verified);
            json.WriteString("availability", listing.Availability);
            json.WriteStartObject("attributes");
            foreach (var (name, value) in record.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)) json.WriteString(name, value);
            json.WriteEndObject();

            // Only where there are any: what was hashed before choices were read keeps its hash.
            if (listing.Variants.Count > 0)
            {
                json.WriteStartObject("variants");
                foreach (var variant in listing.Variants.OrderBy(v => v.Name, StringComparer.Ordinal)) json.WriteString(variant.Name, variant.PriceText + "|" + variant.Availability);
                json.WriteEndObject();
            }

            if (listing.OldPrice is { } old) json.WriteNumber("oldPrice", old.Amount);
            if (listing.MaskedPhone is { } masked) json.WriteString("maskedPhone", masked);
            json.WriteEndObject();
        }

        return ContentHash.Of(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Identity within a source: the platform's item id, else the canonical URL the page names, else its URL.</summary>
    public static string Key(ExtractedListing listing) => listing.ItemId ?? listing.CanonicalUrl ?? listing.Record.Url ?? "";
}
