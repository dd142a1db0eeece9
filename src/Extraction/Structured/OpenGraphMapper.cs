namespace Ecom389.Monitor.Extraction;

/// <summary>Reads a product from meta elements: OpenGraph (ogp.me), product:, Twitter product cards.</summary>
internal static class OpenGraphMapper
{
    public static void Map(ListingDraft draft, PageContext page)
    {
        var meta = page.Meta;
        Offer(Fields.Title, meta.First("og:title", "twitter:title"));
        if (meta.First("product:sale_price:amount", "product:price:amount", "og:price:amount", "product:price", "og:price", "twitter:data1") is { } price
            && (price.Name is not "twitter:data1" || CurrencyWords.Names(price.Content))
            && ProductMapper.Amount(price.Content, meta.Value("product:sale_price:currency", "product:price:currency", "og:price:currency") ?? page.CurrencyHint) is { } money)
            draft.ClaimPrice(money, price.Content, "opengraph:" + price.Name);
        Offer(Fields.Brand, meta.First("product:brand", "og:brand", "brand"));
        Offer(Fields.Availability, meta.First("product:availability", "og:availability"));
        Offer(Fields.Condition, meta.First("product:condition", "og:condition"));
        Offer(Fields.Sku, meta.First("product:retailer_item_id", "product:retailer_part_no", "product:sku"));
        Offer(Fields.Gtin, meta.First("product:ean", "product:isbn", "product:upc", "product:gtin"));
        Offer(Fields.Category, meta.First("product:category"));

        void Offer(string field, (string Name, string Content)? pair)
        {
            if (pair is { } found) draft.Offer(field, ProductMapper.Line(found.Content), "opengraph:" + found.Name);
        }
    }

    /// <summary>What only stands in for a missing body text: the share description and picture.</summary>
    public static void MapFallbacks(ListingDraft draft, PageContext page)
    {
        if (page.Meta.First("og:description", "twitter:description", "description") is { } description) draft.Offer(Fields.Description, ProductMapper.Plain(description.Content), "opengraph:" + description.Name);
        if (page.Meta.First("og:image:secure_url", "og:image", "twitter:image") is { } image && page.Absolute(image.Content) is { } url) draft.OfferImages([url], "opengraph:" + image.Name);
    }
}
