using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>Writes what is stored of a listing and of its judgement, field by field under the rules of <see cref="JsonContract"/>.</summary>
internal static class ListingJson
{
    public static void Write(Utf8JsonWriter json, ExtractedListing listing)
    {
        json.WriteStartObject();
        json.Field("record"u8, listing.Record, Write);
        json.Field("price"u8, listing.Price, Write);
        json.WriteString("availability"u8, listing.Availability);
        json.WriteString("sku"u8, listing.Sku);
        json.WriteString("gtin"u8, listing.Gtin);
        json.Texts("images"u8, listing.Images);
        json.WriteString("itemId"u8, listing.ItemId);
        json.WriteString("canonicalUrl"u8, listing.CanonicalUrl);
        json.Field("oldPrice"u8, listing.OldPrice, Write);
        json.Fields("variants"u8, listing.Variants, Write);
        json.WriteString("intent"u8, listing.Intent);
        json.WriteString("phase"u8, listing.Phase);
        json.Texts("phones"u8, listing.Phones);
        json.WriteString("maskedPhone"u8, listing.MaskedPhone);
        json.Field("sold"u8, listing.Sold, Write);
        json.Number("categoryConfidence"u8, listing.CategoryConfidence);
        json.WriteString("postedPrecision"u8, listing.PostedPrecision);
        json.Texts("provenance"u8, listing.Provenance);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ScoreResult result)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, result.Id);
        json.WriteNumber("score"u8, result.Score);
        json.WriteBoolean("flagged"u8, result.Flagged);
        json.WriteNumber("priority"u8, result.Priority);
        json.Fields("violations"u8, result.Violations, Write);
        json.Fields("signals"u8, result.Signals, Write);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ViolationScore violation)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, violation.Code);
        json.WriteNumber("score"u8, violation.Score);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListingRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, record.Id);
        json.WriteString("channel"u8, record.Channel);
        json.WriteString("site"u8, record.Site);
        json.WriteString("url"u8, record.Url);
        json.WriteString("title"u8, record.Title);
        json.WriteString("description"u8, record.Description);
        json.WriteString("priceText"u8, record.PriceText);
        json.Number("priceVnd"u8, record.PriceVnd);
        json.WriteString("brand"u8, record.Brand);
        json.WriteString("category"u8, record.Category);
        json.WriteString("condition"u8, record.Condition);
        json.Field("seller"u8, record.Seller, Write);
        json.Texts("attributes"u8, record.Attributes);
        json.WriteString("postedAt"u8, record.PostedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SellerRecord seller)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, seller.Name);
        json.WriteString("phone"u8, seller.Phone);
        json.WriteString("location"u8, seller.Location);
        json.WriteString("joined"u8, seller.Joined);
        json.Number("rating"u8, seller.Rating);
        json.Number("sold"u8, seller.Sold);
        json.WriteBoolean("verified"u8, seller.Verified);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Money money)
    {
        json.WriteStartObject();
        json.WriteNumber("amount"u8, money.Amount);
        json.WriteString("currency"u8, money.Currency);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListingVariant variant)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, variant.Name);
        json.WriteString("priceText"u8, variant.PriceText);
        json.Field("price"u8, variant.Price, Write);
        json.WriteString("sku"u8, variant.Sku);
        json.WriteString("availability"u8, variant.Availability);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnitsSold sold)
    {
        json.WriteStartObject();
        json.WriteNumber("count"u8, sold.Count);
        json.WriteBoolean("atLeast"u8, sold.AtLeast);
        json.WriteString("period"u8, sold.Period);
        json.WriteString("text"u8, sold.Text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Signal signal)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, signal.Kind);
        json.WriteString("id"u8, signal.Id);
        json.WriteString("violation"u8, signal.Violation);
        json.WriteNumber("weight"u8, signal.Weight);
        json.WriteString("field"u8, signal.Field);
        json.Number("start"u8, signal.Start);
        json.Number("end"u8, signal.End);
        json.WriteString("quote"u8, signal.Quote);
        json.WriteString("message"u8, signal.Message);
        json.Texts("facts"u8, signal.Facts);
        json.WriteEndObject();
    }
}
