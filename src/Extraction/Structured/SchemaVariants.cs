using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>The choices schema.org data name: <c>hasVariant</c> of a ProductGroup, or several offers each with a name or number.</summary>
internal static class SchemaVariants
{
    private const int Most = 200;

    private static readonly string[] Options = ["color", "size", "material", "pattern", "model"];

    public static List<ListingVariant> Of(SchemaItem product, PageContext page)
    {
        var variants = new List<ListingVariant>();
        foreach (var value in product.Values("hasVariant"))
        {
            if (variants.Count >= Most || value.Item is not { } item) continue;
            Add(variants, item, item.Item("offers"), page);
        }

        if (variants.Count > 0) return variants;
        foreach (var value in product.Values("offers"))
        {
            if (value.Item is not { } offer) continue;
            if (offer.Values("offers") is { Count: > 0 } inner)
            {
                foreach (var one in inner)
                    if (variants.Count < Most && one.Item is { } own) Add(variants, own.Item("itemOffered") ?? own, own, page);
            }
            else if (variants.Count < Most)
            {
                Add(variants, offer.Item("itemOffered") ?? offer, offer, page);
            }
        }

        return variants;
    }

    private static void Add(List<ListingVariant> variants, SchemaItem item, SchemaItem? offer, PageContext page)
    {
        var sku = ProductMapper.Line(item.Text("sku") ?? offer?.Text("sku") ?? item.Text("mpn"));
        if ((NameOf(item) ?? sku) is not { Length: > 0 } name) return;
        var spelled = offer?.Text("price") ?? offer?.Text("lowPrice") ?? "";
        var price = spelled.Length > 0 ? ProductMapper.Amount(spelled, offer!.Text("priceCurrency") ?? page.CurrencyHint) : null;
        variants.Add(new(name, ProductMapper.Line(spelled) ?? "", price, sku, offer?.Text("availability") is { } state ? SchemaItem.Short(state).ToString() : null));
    }

    private static string? NameOf(SchemaItem item)
    {
        var options = new List<string>();
        foreach (var option in Options)
            if (item.Text(option) is { Length: > 0 and < 80 } text) options.Add(DomText.Collapse(text));
        return options.Count > 0 ? string.Join(" / ", options) : ProductMapper.Line(item.Text("name"));
    }
}
