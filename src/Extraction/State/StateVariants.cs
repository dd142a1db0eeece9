using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The choices that shop systems write into their pages: <c>variants</c> of Shopify, Haravan and Sapo product JSON, the
/// <c>data-product_variations</c> attribute of WooCommerce, <c>models</c> and <c>configurable_products</c> of marketplaces.
/// </summary>
internal static class StateVariants
{
    private const int Most = 200;

    private static readonly string[] Lists = ["variants", "models", "configurable_products", "skus", "variations"];
    private static readonly string[] Prices = ["display_price", "sale_price", "salePrice", "price"];

    /// <summary>Of a product object of the page's state.</summary>
    public static List<ListingVariant> Of(JsonItem product, PageContext page)
    {
        foreach (var name in Lists)
            if (product[name]?.Items is { Count: > 1 } items && Read(items, page) is { Count: > 1 } variants) return variants;
        return [];
    }

    /// <summary>Of the form that WooCommerce puts its variations on.</summary>
    public static List<ListingVariant> OfForm(PageContext page)
    {
        var dom = page.Dom;
        foreach (var i in dom.All("form"))
        {
            if (dom.Attribute(i, "data-product_variations") is not { Length: > 2 } json) continue;
            return LooseJson.Parse(json) is { Items: { Count: > 0 } items } ? Read(items, page) : [];
        }

        return [];
    }

    private static List<ListingVariant> Read(List<JsonItem> items, PageContext page)
    {
        var variants = new List<ListingVariant>();
        var scale = ScaleOf(items, page);
        foreach (var item in items)
        {
            if (variants.Count >= Most || NameOf(item) is not { } name) continue;
            var amount = AmountOf(item) is { } number ? number / scale : (decimal?)null;
            var price = amount is > 0 ? new Money(amount.Value, page.CurrencyHint ?? "") : null;
            var shown = price is null ? null : page.RatedPrices.OfAmount(price.Amount);
            if (shown is not null) price = shown.Price;
            var text = shown?.Text ?? price?.Amount.ToString(CultureInfo.InvariantCulture) ?? "";
            variants.Add(new(name, text.Length < 60 ? text : "", price, TextOf(item, "sku", "barcode"), AvailabilityOf(item)));
        }

        return variants;
    }

    // Shopify and Haravan count in hundredths: the page shows which is meant.
    private static decimal ScaleOf(List<JsonItem> items, PageContext page)
    {
        foreach (var item in items)
        {
            if (AmountOf(item) is not { } amount) continue;
            if (page.RatedPrices.OfAmount(amount) is not null) return 1;
            if (page.RatedPrices.OfAmount(amount / 100) is not null) return 100;
        }

        return 1;
    }

    private static decimal? AmountOf(JsonItem item)
    {
        foreach (var key in Prices)
            if (item[key]?.Text is { } text && ProductMapper.Amount(text, null) is { } money) return money.Amount;
        return null;
    }

    private static string? NameOf(JsonItem item)
    {
        if (item["attributes"]?.Members is { Count: > 0 } attributes)
        {
            var values = attributes.Select(a => a.Value.Text).Where(t => !string.IsNullOrWhiteSpace(t)).ToList();
            if (values.Count > 0) return DomText.Collapse(string.Join(" / ", values));
        }

        if (TextOf(item, "public_title", "title", "option1", "name") is not { } name) return null;
        return string.Equals(name, "Default Title", StringComparison.OrdinalIgnoreCase) ? null : DomText.Collapse(name);
    }

    private static string? AvailabilityOf(JsonItem item)
    {
        foreach (var key in (ReadOnlySpan<string>)["available", "is_in_stock", "in_stock", "inventory_status", "stock"])
        {
            if (item[key]?.Text is not { } text) continue;
            if (text is "true" or "available" or "instock") return "InStock";
            if (text is "false" or "unavailable" or "out_of_stock" or "0") return "OutOfStock";
            if (item[key]!.Number is > 0) return "InStock";
        }

        return null;
    }

    private static string? TextOf(JsonItem item, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (item[key]?.Text is { } text && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        return null;
    }
}
