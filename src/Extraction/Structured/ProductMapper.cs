using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads products of schema.org items into a draft, whatever syntax they came in.</summary>
internal static class ProductMapper
{
    private static readonly string[] ProductTypes = ["Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle", "Car", "Motorcycle", "Book", "SoftwareApplication", "MobileApplication", "Event", "Service", "Accommodation"];

    /// <summary>Items that are offered for sale, in order, with those nested in list elements and main entities.</summary>
    public static List<SchemaItem> Products(IEnumerable<SchemaItem> items)
    {
        var found = new List<SchemaItem>();
        foreach (var item in items) Collect(item, found, 0);
        return found;
    }

    public static bool IsProduct(SchemaItem item)
    {
        foreach (var type in ProductTypes)
        {
            if (!item.IsA(type)) continue;
            return type is "Product" or "ProductGroup" or "IndividualProduct" or "ProductModel" or "Vehicle" or "Car" || item.Values("offers").Count > 0;
        }

        return item.Types.Count > 0 && item.Values("offers").Count > 0 && item.Values("name").Count > 0;
    }

    private static void Collect(SchemaItem item, List<SchemaItem> found, int depth)
    {
        if (depth > 6) return;
        if (IsProduct(item))
        {
            found.Add(item);
            return;
        }

        if (item.IsA("Offer") && item.Item("itemOffered") is { } offered)
        {
            if (offered.Values("offers").Count == 0) offered.Add("offers", new(null, item));
            found.Add(offered);
            return;
        }

        foreach (var property in (ReadOnlySpan<string>)["mainEntity", "itemListElement", "item", "about", "mainEntityOfPage", "hasPart"])
            foreach (var value in item.Values(property))
                if (value.Item is { } inner) Collect(inner, found, depth + 1);
    }

    /// <summary>Reads one product. <paramref name="syntax"/> begins each provenance: <c>jsonld</c>, <c>microdata</c>, <c>rdfa</c>.</summary>
    public static void Map(SchemaItem product, ListingDraft draft, PageContext page, string syntax)
    {
        draft.Offer(Fields.Title, Line(product.Text("name")), syntax + ":name");
        draft.Offer(Fields.Description, Plain(product.Text("description")), syntax + ":description");
        draft.Offer(Fields.Brand, BrandOf(product, page.Words), syntax + ":brand");
        draft.Offer(Fields.Sku, Line(product.Text("sku") ?? product.Text("productID")), syntax + ":sku");
        draft.Offer(Fields.Gtin, GtinOf(product), syntax + ":gtin");
        draft.Offer(Fields.Condition, product.Text("itemCondition"), syntax + ":itemCondition");
        draft.Offer(Fields.Category, Line(product.Text("category")), syntax + ":category");
        draft.OfferImages(Images(product, page), syntax + ":image");
        MapOffer(product, draft, page, syntax);
        foreach (var value in product.Values("additionalProperty"))
            if (value.Item is { } row && row.Text("name") is { } name && row.Text("value") is { } text) draft.OfferAttribute(Line(name)!, Line(text)!, syntax + ":additionalProperty");
        foreach (var (property, label) in (ReadOnlySpan<(string, string)>)[("color", "color"), ("material", "material"), ("model", "model"), ("mpn", "mpn"), ("countryOfOrigin", "countryOfOrigin")])
            if (product.Text(property) is { Length: < 200 } text) draft.OfferAttribute(label, Line(text)!, syntax + ":" + property);
    }

    private static void MapOffer(SchemaItem product, ListingDraft draft, PageContext page, string syntax)
    {
        var offers = new List<SchemaItem>();
        foreach (var value in product.Values("offers"))
            if (value.Item is { } item) offers.Add(item);
        if (offers.Count == 0)
        {
            foreach (var value in product.Values("hasVariant"))
                if (value.Item?.Item("offers") is { } item) offers.Add(item);
        }

        // Microdata without an Offer scope: price directly on the product.
        if (offers.Count == 0 && (product.Values("price").Count > 0 || product.Values("lowPrice").Count > 0)) offers.Add(product);
        if (offers.Count == 0) return;
        var (offer, amount, currency, where) = Choose(offers, page);
        offer ??= offers[0];
        if (amount is { } found) draft.ClaimPrice(new(found, currency), offer.Text(where), $"{syntax}:offers.{where}");
        var seller = offer.Item("seller") ?? offer.Item("offeredBy") ?? product.Item("seller");
        draft.Offer(Fields.SellerName, NameOf(seller, offer), syntax + ":offers.seller");
        draft.Offer(Fields.SellerPhone, Line(seller?.Text("telephone")), syntax + ":offers.seller.telephone");
        draft.Offer(Fields.SellerLocation, Line(seller?.Item("address") is { } address ? address.Text("addressRegion") ?? address.Text("addressLocality") : null), syntax + ":offers.seller.address");
        draft.Offer(Fields.Availability, offer.Text("availability") ?? (offers[0].Item("offers")?.Text("availability")), syntax + ":offers.availability");
        draft.Offer(Fields.Condition, offer.Text("itemCondition"), syntax + ":offers.itemCondition");
        draft.Offer(Fields.Sku, Line(offer.Text("sku")), syntax + ":offers.sku");
        draft.Offer(Fields.Gtin, GtinOf(offer), syntax + ":offers.gtin");
    }

    /// <summary>A seller given by reference only has an address, not a name.</summary>
    private static string? NameOf(SchemaItem? seller, SchemaItem offer)
    {
        var name = Line(seller?.Text("name") ?? offer.Text("seller"));
        return name is null || Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? null : name;
    }

    private static (SchemaItem? Offer, decimal? Amount, string Currency, string Where) Choose(List<SchemaItem> offers, PageContext page)
    {
        (SchemaItem? Offer, decimal? Amount, string Currency, string Where) first = default;
        var tried = 0;
        foreach (var offer in offers)
        {
            if (tried++ > 200) break;
            var (amount, currency, where) = PriceOf(offer, page);
            if (amount is not > 0) continue;
            if (first.Offer is null) first = (offer, amount, currency, where);

            // Of several variants the one the URL names is the one on offer.
            if (offers.Count > 1 && offer.Text("url") is { } url && page.Absolute(url) is { } absolute && page.Url is { } own
                && string.Equals(absolute, own.AbsoluteUri, StringComparison.Ordinal)) return (offer, amount, currency, where);
        }

        return first;
    }

    private static (decimal? Amount, string Currency, string Where) PriceOf(SchemaItem offer, PageContext page)
    {
        var currency = offer.Text("priceCurrency") ?? page.CurrencyHint;
        foreach (var name in (ReadOnlySpan<string>)["price", "lowPrice"])
            if (offer.Text(name) is { } text && Amount(text, currency) is { } money) return (money.Amount, money.Currency, name);
        foreach (var value in offer.Values("priceSpecification"))
        {
            if (value.Item is not { } specification || specification.Text("price") is not { } text) continue;
            if (specification.Text("priceType") is { } type && type.Contains("List", StringComparison.OrdinalIgnoreCase)) continue;
            if (Amount(text, specification.Text("priceCurrency") ?? currency) is { } money) return (money.Amount, money.Currency, "priceSpecification.price");
        }

        foreach (var value in offer.Values("offers"))
        {
            if (value.Item is not { } inner || inner.Text("price") is not { } text) continue;
            if (Amount(text, inner.Text("priceCurrency") ?? currency) is { } money) return (money.Amount, money.Currency, "offers.price");
        }

        return (null, "", "");
    }

    /// <summary>
    /// An amount as machines write it: "1250000", "1250000.00", "12.5"; what looks otherwise ("1.250.000", "12,90 €") is read
    /// as people write it. Null for none or not above zero.
    /// </summary>
    internal static Money? Amount(string text, string? currency)
    {
        text = text.Trim();
        currency = string.IsNullOrWhiteSpace(currency) ? null : Currency(currency.Trim());
        var digits = 0;
        var dots = 0;
        var plain = text.Length is > 0 and < 30;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (c == '.') dots++;
            else if (c is not ('e' or 'E' or '+')) plain = false;
        }

        if (plain && digits > 0 && dots <= 1)
        {
            // "12.500" in đồng is twelve thousand five hundred: đồng have no fractions.
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && text.Length - dot == 4 && dot <= 3 && currency is "VND") text = text.Remove(dot, 1);
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) return amount > 0 ? new(Trim(amount), currency ?? "") : null;
        }

        return PriceReader.Read(text, currency) is { Amount: > 0 } read ? new(read.Amount, currency ?? read.Currency) : null;
    }

    internal static string Currency(string name) => name.ToUpperInvariant() switch
    {
        "VNĐ" or "Đ" or "₫" or "DONG" or "VND" => "VND",
        var upper => upper,
    };

    // 990000.00 and 990000 are one amount and should print alike.
    private static decimal Trim(decimal amount) => amount == decimal.Truncate(amount) ? decimal.Truncate(amount) : amount / 1.0000000000000000000000000000m;

    internal static string? BrandOf(SchemaItem product, Vocabulary words)
    {
        var names = new List<string>();
        foreach (var property in (ReadOnlySpan<string>)["brand", "manufacturer"])
        {
            foreach (var value in product.Values(property))
            {
                if (value.Text is { } text) names.Add(text);
                else if (value.Item is { } item)
                    foreach (var name in item.Values("name")) if (SchemaItem.TextOf(name) is { } inner) names.Add(inner);
            }

            if (names.Count > 0) break;
        }

        foreach (var name in names)
            if (!words.Is("noBrand", name) && !name.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(name)) return Line(name);
        return null;
    }

    private static string? GtinOf(SchemaItem item)
    {
        foreach (var name in (ReadOnlySpan<string>)["gtin13", "gtin", "gtin12", "gtin14", "gtin8", "ean", "isbn"])
            if (item.Text(name) is { } text) return Line(text);
        return null;
    }

    private static IEnumerable<string> Images(SchemaItem product, PageContext page)
    {
        foreach (var value in product.Values("image"))
        {
            var text = value.Text ?? value.Item?.Text("contentUrl") ?? value.Item?.Text("url") ?? value.Item?.Id;
            if (page.Absolute(text) is { } url) yield return url;
        }
    }

    internal static string? Line(string? text) => text is null ? null : Unescape(DomText.Collapse(text));

    /// <summary>Markup in a description becomes plain lines; entities escaped twice become characters.</summary>
    internal static string? Plain(string? text)
    {
        if (text is null) return null;
        text = Unescape(text);
        return Markup.IsMarkup(text) ? Markup.ToText(text) : DomText.CollapseLines(text);
    }

    private static string Unescape(string text) =>
        text.Contains('&', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal) ? PageDecoder.Replace(System.Net.WebUtility.HtmlDecode(text)) : text;
}
