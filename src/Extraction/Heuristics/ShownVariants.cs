using System.Buffers;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>The choices a reader sees with a price each: options of a select, boxes side by side under a name such as "variant".</summary>
internal static class ShownVariants
{
    private const int Most = 100;
    private const int LongestName = 80;
    private const int Steps = 4;

    private static readonly SearchValues<string> Parts = ElementNames.Parts("variant", "variation", "swatch", "option", "phien-ban", "phienban", "version", "sku-", "box03", "list-linked", "box-linked", "phan-loai", "phanloai");

    public static List<ListingVariant> Find(PageContext page)
    {
        var dom = page.Dom;
        var seen = new HashSet<int>();
        foreach (var price in page.Prices.All)
        {
            if (page.Regions.IsChrome(price.Position) || page.Regions.IsRelated(price.Position) || page.Cards.IsInCard(price.Position)) continue;
            for (int i = dom.Parent(price.Position), step = 0; i > 0 && step < Steps; i = dom.Parent(i), step++)
            {
                if (!seen.Add(i) || !(dom.Is(i, "select") || (dom.Tag(i) is "div" or "ul" or "fieldset" or "section" or "table" && Named(dom, i)))) continue;
                if (Read(page, i) is { Count: > 1 } variants) return variants;
            }
        }

        return [];
    }

    private static List<ListingVariant> Read(PageContext page, int box)
    {
        var dom = page.Dom;
        var variants = new List<ListingVariant>();
        foreach (var child in dom.Children(box))
        {
            if (variants.Count >= Most || dom.Length(child, 160) > 160) continue;
            if (Choice(page, child) is { } choice) variants.Add(choice);
        }

        return variants;
    }

    // "Đen 128GB - 12.990.000₫": the words before the amount are the name.
    private static ListingVariant? Choice(PageContext page, int element)
    {
        var line = page.Dom.Line(element, 160);
        if (!CurrencyWords.Names(line)) return null;
        var mentions = Text.PriceReader.Find(line);
        if (mentions is not [{ Amount: > 0 } price, ..]) return null;
        var name = line[..price.Start].Trim(' ', '-', '–', ':', '(', '|', '+');
        if (name.Length == 0) name = line[price.End..].Trim(' ', '-', '–', ':', ')', '|');
        if (name.Length is 0 or > LongestName || line[..price.Start].TrimEnd().EndsWith('+')) return null;
        var isGone = page.Words.Contains("outOfStock", line) || page.Dom.Attribute(element, "disabled") is not null;
        return new(name, price.Text, new(price.Amount, price.Currency), page.Dom.Attribute(element, "data-sku"), isGone ? "OutOfStock" : null);
    }

    private static bool Named(PageDom dom, int i)
    {
        return dom.Attribute(i, "class") is { Length: < 200 } name && ElementNames.Hold(name, null, Parts);
    }
}
