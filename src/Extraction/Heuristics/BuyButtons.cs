using System.Buffers;
using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Extraction;

/// <summary>Finds the buttons by which a visitor buys or asks: they stand beside the price of what the page offers.</summary>
internal static class BuyButtons
{
    private static readonly SearchValues<string> Names = ElementNames.Parts("add-to-cart", "addtocart", "add_to_cart", "add-to-basket", "addtobasket", "add-to-bag", "btn-buy", "buy-now", "buynow", "btnbuy", "mua-ngay", "muangay", "them-gio", "add-cart", "btn-cart", "product-form__submit", "single_add_to_cart", "tobasket");

    /// <summary>Positions of buy buttons outside the page's chrome, in document order; those inside cards are left out.</summary>
    public static IReadOnlyList<int> Find(PageContext page)
    {
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        var found = new List<int>();
        var named = new Dictionary<(string?, string?, string?), bool>();
        for (var i = 0; i < dom.Count && found.Count < 50; i++)
        {
            if (!dom.IsElement(i)) continue;
            // Most links stand in the page's frame: their words need not be looked at.
            if (!dom.IsHidden(i) && !regions.IsAny(i, PageRegions.Region.Chrome | PageRegions.Region.Related) && !cards.IsInCard(i))
            {
                if (!MayBeButton(dom, i) || !IsBuy(page, i, named)) continue;
                found.Add(i);
            }

            i = dom.End(i) - 1;
        }

        return found;
    }

    private static bool MayBeButton(PageDom dom, int i) => dom.Tag(i) switch
    {
        "button" or "a" or "input" => true,
        "div" or "span" or "form" => dom.Attribute(i, "role") is "button",
        _ => false,
    };

    private static bool IsBuy(PageContext page, int i, Dictionary<(string?, string?, string?), bool> named)
    {
        var dom = page.Dom;
        var tag = dom.Tag(i);
        if (tag is "button" or "a" or "input" && IsNamed((dom.Attribute(i, "class"), dom.Attribute(i, "id"), dom.Attribute(i, "name")), named)) return true;

        string? text = tag switch
        {
            "input" => dom.Attribute(i, "type") is "submit" or "button" ? dom.Attribute(i, "value") : null,
            _ => dom.Length(i, 40) <= 40 ? dom.Line(i) : null,
        };
        return text is { Length: > 2 } && page.Words.Contains("buy", text);
    }

    // The same few names stand all over a page: each is looked at once.
    private static bool IsNamed((string? Class, string? Id, string? Name) of, Dictionary<(string?, string?, string?), bool> named)
    {
        if (of is (null, null, null)) return false;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(named, of, out var isKnown);
        if (isKnown) return known;
        return known = ElementNames.Hold(of.Class, of.Id, of.Name, Names);
    }
}
