using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Finds product objects in the state that a page's scripts carry: <c>application/json</c> scripts (NEXT_DATA, product JSON of
/// Shopify, Haravan, Sapo, WooCommerce), assignments (<c>window.__STATE__ = {…}</c>) and <c>dataLayer.push({…})</c>. Shop-neutral:
/// an object with a name and a price is a product; the one whose name the page shows is ours.
/// </summary>
internal static class StateReader
{
    private const int MaxObjects = 20_000;
    private const int MaxDepth = 40;
    private const int MaxScripts = 400;

    private static readonly string[] NameKeys = ["name", "title", "productName", "product_name", "item_name", "subject", "displayName", "productTitle"];
    private static readonly string[] PriceKeys = ["salePrice", "sale_price", "finalPrice", "final_price", "currentPrice", "current_price", "specialPrice", "special_price", "sellingPrice", "price", "priceValue", "price_value", "unit_price", "display_price", "product_price", "productPrice", "price_amount", "amount", "minPrice", "min_price", "price_min", "lowPrice"];

    /// <summary>A product object and where it stands.</summary>
    internal sealed record Found(JsonItem Object, string Where, string Name, decimal? Price);

    /// <summary>Every object of the page's state that has a name and a price.</summary>
    public static List<Found> Find(PageDom dom)
    {
        var found = new List<Found>();
        var scripts = 0;
        foreach (var i in dom.All("script"))
        {
            if (scripts >= MaxScripts) break;
            if (dom.Attribute(i, "src") is not null) continue;
            var type = dom.Attribute(i, "type") ?? "";
            if (type.Contains("ld+json", StringComparison.OrdinalIgnoreCase) || type.Contains("template", StringComparison.OrdinalIgnoreCase)) continue;
            scripts++;
            if (!NamesPrice(dom, i)) continue;
            var text = JsonLdReader.ScriptText(dom, i);
            if (type.Contains("json", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var value in LooseJson.ParseAll(text)) Collect(value, dom.Attribute(i, "id") ?? "json", found);
            }
            else
            {
                foreach (var (value, where) in Literals(text)) Collect(value, where, found);
            }
        }

        return found;
    }

    // Scripts of one text are looked at where they stand: most are code without a price.
    private static bool NamesPrice(PageDom dom, int script)
    {
        var text = dom.End(script) == script + 2 ? dom.OwnSpan(script + 1) : JsonLdReader.ScriptText(dom, script);
        return text.Contains("rice", StringComparison.Ordinal) || text.Contains("PRICE", StringComparison.Ordinal);
    }

    /// <summary>The product the page is about, or null.</summary>
    public static Found? Main(PageContext page, List<Found> found)
    {
        if (found.Count == 0) return null;
        var heading = page.Heading >= 0 ? page.FoldedHeading : Vocabulary.Fold(page.Meta.Value("og:title") ?? page.Meta.DocumentTitle ?? "");
        if (heading.Length < 3) return null;
        Found? best = null;
        var bestScore = 0.0;
        foreach (var candidate in found)
        {
            var likeness = SameName(Vocabulary.Fold(candidate.Name), heading);
            if (likeness < 0.75) continue;
            var score = likeness + (candidate.Price is > 0 ? 0.5 : 0) + Math.Min(candidate.Object.Members!.Count, 30) / 100.0;
            if (score <= bestScore) continue;
            best = candidate;
            bestScore = score;
        }

        return best;
    }

    public static void Map(Found product, ListingDraft draft, PageContext page)
    {
        var from = "state:" + product.Where;
        var item = product.Object;
        draft.Offer(Fields.Title, ProductMapper.Line(product.Name), from + ".name");
        if (PriceOf(item, page) is { } price)
            draft.ClaimPrice(price, price.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture), from + ".price");

        draft.Offer(Fields.Brand, Text(item, "brand", "brandName", "brand_name", "manufacturer", "vendor", "item_brand"), from + ".brand");
        draft.Offer(Fields.Sku, Text(item, "sku", "productId", "product_id", "id", "item_id", "code"), from + ".sku");
        draft.Offer(Fields.Gtin, Text(item, "gtin13", "gtin", "ean", "barcode", "upc"), from + ".gtin");
        draft.Offer(Fields.Description, ProductMapper.Plain(Text(item, "description", "body_html", "longDescription", "body", "content")), from + ".description");
        draft.Offer(Fields.Condition, Text(item, "condition", "itemCondition"), from + ".condition");
        draft.Offer(Fields.Category, Text(item, "category", "categoryName", "category_name", "product_type", "item_category"), from + ".category");
        draft.Offer(Fields.SellerName, item["seller"] is { IsObject: true } seller ? Text(seller, "name", "title", "shopName") : Text(item, "sellerName", "seller_name", "shopName", "shop_name", "account_name"), from + ".seller");
        draft.Offer(Fields.Availability, Text(item, "availability", "stockStatus", "stock_status", "inventory_status", "available", "inStock", "in_stock"), from + ".availability");
    }

    private static decimal? Number(JsonItem item)
    {
        foreach (var key in PriceKeys)
        {
            var value = item[key];
            if (value is { IsObject: true }) value = value["value"] ?? value["amount"] ?? value["current"] ?? value["final"] ?? value["price"] ?? value["now"];
            if (value is { IsObject: true }) value = value["value"] ?? value["amount"] ?? value["centAmount"];
            if (value?.Text is { } text && ProductMapper.Amount(text, null) is { } money) return money.Amount;
        }

        return null;
    }

    private static Money? PriceOf(JsonItem item, PageContext page)
    {
        if (Number(item) is not { } amount) return null;
        var currency = Text(item, "currency", "priceCurrency", "currencyCode", "currency_code") ?? page.CurrencyHint ?? "";

        // Shopify and its kin count in hundredths: the page shows which is meant.
        if (page.RatedPrices.OfAmount(amount) is { } shown) return new(amount, currency.Length > 0 ? ProductMapper.Currency(currency) : shown.Price.Currency);
        if (page.RatedPrices.OfAmount(amount / 100) is { } hundredths) return new(amount / 100, currency.Length > 0 ? ProductMapper.Currency(currency) : hundredths.Price.Currency);
        return page.RatedPrices.Best() is null ? new(amount, ProductMapper.Currency(currency)) : null;
    }

    private static double SameName(string name, string heading)
    {
        if (string.Equals(name.Trim(), heading.Trim(), StringComparison.Ordinal)) return 1;
        var likeness = PageContext.Likeness(name, heading);
        var lengths = (double)Math.Min(name.Length, heading.Length) / Math.Max(1, Math.Max(name.Length, heading.Length));
        return lengths < 0.35 ? 0 : likeness;
    }

    private static string? Text(JsonItem item, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            var value = item[key];
            if (value is { IsObject: true }) value = value["name"] ?? value["title"] ?? value["value"] ?? value["label"];
            if (value is { IsArray: true, Items: [var first, ..] }) value = first.IsObject ? first["name"] : first;
            if (value?.Text is { } text && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        }

        return null;
    }

    private static void Collect(JsonItem root, string where, List<Found> found)
    {
        var queue = new Stack<(JsonItem Item, int Depth)>();
        queue.Push((root, 0));
        var visited = 0;
        while (queue.TryPop(out var next) && visited++ < MaxObjects && found.Count < 2000)
        {
            if (next.Depth > MaxDepth) continue;
            if (next.Item.Members is { } members)
            {
                if (members.Count >= 2 && Text(next.Item, NameKeys) is { Length: > 2 and < 500 } name && Number(next.Item) is { } price) found.Add(new(next.Item, where, name, price));
                foreach (var member in members)
                    if (member.Value.IsObject || member.Value.IsArray) queue.Push((member.Value, next.Depth + 1));
            }
            else if (next.Item.Items is { } items)
            {
                foreach (var item in items)
                    if (item.IsObject || item.IsArray) queue.Push((item, next.Depth + 1));
            }
        }
    }

    // Object literals after "=", "(" or ":" in a script; what lies inside one already read is not read again.
    private static IEnumerable<(JsonItem Value, string Where)> Literals(string script)
    {
        var at = 0;
        var tries = 0;
        while (at < script.Length && tries < 500)
        {
            var open = script.AsSpan(at).IndexOfAny('{', '[');
            if (open < 0) yield break;
            open += at;
            var before = open - 1;
            while (before >= 0 && char.IsWhiteSpace(script[before])) before--;
            if (before < 0 || script[before] is not ('=' or '(' or ',' or ':') || open + 1 >= script.Length)
            {
                at = open + 1;
                continue;
            }

            tries++;
            var value = LooseJson.Parse(script, open, out var end);
            if (value is { IsObject: true, Members.Count: > 0 } or { IsArray: true, Items.Count: > 0 } && end - open > 20)
            {
                yield return (value, NameBefore(script, before));
                at = Math.Max(end, open + 1);
            }
            else
            {
                at = open + 1;
            }
        }
    }

    private static string NameBefore(string script, int end)
    {
        while (end >= 0 && (char.IsWhiteSpace(script[end]) || script[end] is '=' or '(' or ':' or ',')) end--;
        var start = end;
        while (start >= 0 && end - start < 60 && (char.IsLetterOrDigit(script[start]) || script[start] is '_' or '.' or '$')) start--;
        return start < end ? script[(start + 1)..(end + 1)] : "script";
    }
}
