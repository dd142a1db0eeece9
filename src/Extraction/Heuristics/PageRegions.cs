using System.Buffers;
using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Extraction;

/// <summary>What part of a page an element is in, by its tag and the words of its class and id. One pass, inherited downwards.</summary>
internal sealed class PageRegions
{
    /// <summary>What names and tags say of an element.</summary>
    [Flags]
    internal enum Region : byte
    {
        None = 0,
        Chrome = 1,
        Related = 2,
        Talk = 4,
        Old = 8,
        Price = 16,
        OtherAmount = 32,
        Current = 64,
        Struck = 128,
    }

    // Compared with class and id in lower case, as parts: "box-san-pham-lien-quan" holds "lien-quan".
    private static readonly SearchValues<string> ChromeParts = ElementNames.Parts("footer", "navbar", "main-nav", "navigation", "mega-menu", "megamenu", "menu-", "-menu", "topbar", "top-bar", "minicart", "mini-cart", "cart-drawer", "cart-popup", "breadcrumb", "cookie", "newsletter", "sidebar-menu", "offcanvas", "search-suggest", "autocomplete", "login");
    private static readonly SearchValues<string> RelatedParts = ElementNames.Parts("related", "similar", "recommend", "upsell", "up-sell", "crosssell", "cross-sell", "also-", "alsobought", "also_", "recently", "viewed", "sponsored", "lien-quan", "lienquan", "tuong-tu", "tuongtu", "goi-y", "goiy", "da-xem", "daxem", "accessor", "phu-kien", "bundle", "frequently", "bought-together", "suggest", "you-may", "ban-chay", "best-seller", "bestseller", "other-products", "more-from", "product-list", "product-grid", "comparison", "compare-table", "products-carousel", "product-carousel", "product-slider", "othersellers", "olp-", "ads-", "advert");
    private static readonly SearchValues<string> TalkParts = ElementNames.Parts("review", "comment", "binh-luan", "danh-gia", "rating", "question", "q-and-a", "faq", "hoi-dap");
    private static readonly SearchValues<string> OldParts = ElementNames.Parts("old-", "-old", "oldprice", "priceold", "was-", "-was", "strike", "listprice", "list-price", "list_price", "regular", "compare", "original", "before", "rrp", "msrp", "gia-cu", "giacu", "gia_cu", "gia-goc", "giagoc", "niem-yet", "niemyet", "thi-truong", "thitruong", "cross", "previous", "linethrough", "line-through", "through", "retail", "market", "truoc-giam", "base-price", "price-base", "saving", "save", "saved", "barre", "antes", "anterior", "uvp", "gach", "full-price");
    private static readonly SearchValues<string> PriceParts = ElementNames.Parts("price", "gia-", "-gia", "gia_", "_gia", "giaban", "giasp", "cost", "preis", "prix", "precio", "prezzo", "preco", "cena", "amount", "hinta", "kaina", "money", "currency");
    private static readonly SearchValues<string> OtherParts = ElementNames.Parts("unit-price", "unitprice", "per-unit", "price-per", "perunit", "installment", "instalment", "emi", "monthly", "month", "tra-gop", "tragop", "shipping", "delivery", "freight", "van-chuyen", "voucher", "coupon", "deposit", "subtotal", "-total", "discount-amount", "points", "reward", "loyalty", "klarna", "afterpay", "paypal", "financ", "warranty", "protection", "giftcard", "trade-in", "percent", "badge-discount", "range", "filter", "notax", "no-tax", "price-tax", "excl", "ex-vat", "exvat", "promo", "credit");
    private static readonly SearchValues<string> CurrentParts = ElementNames.Parts("current", "final", "sale", "special", "-now", "now-", "our", "gia-ban", "giaban", "gia-moi", "giamoi", "price-new", "new-price", "newprice", "main-price", "product-price", "productprice", "selling", "buybox", "priceblock", "price--large", "actual", "today", "gia-km", "offer");

    private static readonly ulong Asked = PageDom.AnyOf("class", "id", "data-testid", "data-test", "data-qa", "style");

    /// <summary>What holds for all that lies within an element too: a walk may pass over the whole subtree.</summary>
    internal const Region Inherited = Region.Chrome | Region.Related | Region.Talk;

    private static readonly ulong AskedBesides = PageDom.AnyOf("id", "data-testid", "data-test", "data-qa", "style");

    private const int MaxAroundLength = 60;
    private const int LongestNames = 400;

    private readonly Region[] _regions;

    // All that any element of the page is.
    private readonly Region _all;

    private PageRegions(Region[] regions, Region all) => (_regions, _all) = (regions, all);

    /// <summary>Header, navigation, footer, mini-cart: the same on every page of the site.</summary>
    public bool IsChrome(int i) => (_regions[i] & Region.Chrome) != Region.None;

    /// <summary>Other products shown beside the one offered.</summary>
    public bool IsRelated(int i) => (_regions[i] & Region.Related) != Region.None;

    /// <summary>Is an element in any of these parts?</summary>
    public bool IsAny(int i, Region regions) => (_regions[i] & regions) != Region.None;

    /// <summary>Reviews, comments, questions.</summary>
    public bool IsTalk(int i) => (_regions[i] & Region.Talk) != Region.None;

    /// <summary>A struck-out or former price, by its own name and those right around it.</summary>
    public bool IsOldPrice(PageDom dom, int i) => Around(dom, i, Region.Old);

    /// <summary>Struck out by tag or style: old for certain, whatever its name.</summary>
    public bool IsStruckOut(PageDom dom, int i) => Around(dom, i, Region.Struck);

    /// <summary>Something priced, by its name.</summary>
    public bool IsPrice(PageDom dom, int i) => Around(dom, i, Region.Price);

    /// <summary>An amount that is not the price: per unit, per month, shipping, voucher.</summary>
    public bool IsOtherAmount(PageDom dom, int i) => Around(dom, i, Region.OtherAmount);

    /// <summary>The price as it is now, by its name.</summary>
    public bool IsCurrentPrice(PageDom dom, int i) => Around(dom, i, Region.Current);

    /// <param name="dom">The page.</param>
    /// <param name="names">What names seen before say; a site's pages say the same few.</param>
    public static PageRegions Of(PageDom dom, Remembered<Region> names)
    {
        var regions = new Region[dom.Count];
        var known = new KnownNames(names);
        var all = Region.None;
        for (var i = 0; i < dom.Count; i++)
        {
            var parent = dom.Parent(i);
            var inherited = parent < 0 ? Region.None : regions[parent] & Inherited;
            all |= regions[i] = dom.IsElement(i) ? inherited | Own(dom, i, known) : inherited;
        }

        return new(regions, all);
    }

    // What an amount is called holds for the few elements around it that contain little else, not for the whole column.
    private bool Around(PageDom dom, int i, Region region)
    {
        if ((_all & region) == Region.None) return false;
        for (int cur = i, step = 0; cur >= 0 && step < 5; cur = dom.Parent(cur), step++)
        {
            if (step > 0 && dom.Length(cur, MaxAroundLength) > MaxAroundLength) return false;
            if ((_regions[cur] & region) != Region.None) return true;
        }

        return false;
    }

    private static Region Own(PageDom dom, int i, KnownNames known)
    {
        var own = dom.Tag(i) switch
        {
            "nav" or "footer" => Region.Chrome,
            "header" when dom.Depth(i) <= 4 => Region.Chrome,
            "aside" => Region.Related,
            "del" or "s" or "strike" => Region.Old | Region.Struck,
            "html" or "body" => Region.None,
            _ => Region.None,
        };
        if (dom.Tag(i) is "html" or "body") return own;
        if (!dom.MayHaveAny(i, Asked)) return own;
        // Most have a class alone, the same few on all pages of a site: looked at where it stands.
        if (!dom.MayHaveAny(i, AskedBesides)) return dom.TryRawAttribute(i, "class", out var raw, out var hasReferences) && !hasReferences ? own | known.Of(raw) : own | OfClass(dom.Attribute(i, "class"), known);
        var name = dom.Attribute(i, "class");
        var id = dom.Attribute(i, "id");
        var test = dom.Attribute(i, "data-testid") ?? dom.Attribute(i, "data-test") ?? dom.Attribute(i, "data-qa");
        if (dom.Attribute(i, "style") is { } style && style.Contains("line-through", StringComparison.OrdinalIgnoreCase)) own |= Region.Old | Region.Struck;
        if (name is null && id is null && test is null) return own;
        return own | known.Of(name, id, test);
    }

    private static Region OfClass(string? name, KnownNames known) => name is null ? Region.None : known.Of(name);

    /// <summary>What the names seen so far say: most elements have a class alone.</summary>
    private sealed class KnownNames(Remembered<Region> classes)
    {
        private readonly Dictionary<(string?, string?, string?), Region> _others = [];

        /// <summary>What a class alone says.</summary>
        public Region Of(ReadOnlySpan<char> name) => classes.Of(name, 0, static (name, _) => ByName(name, null, null));

        public Region Of(string? name, string? id, string? test)
        {
            if (name is not null && id is null && test is null) return Of(name);
            ref var region = ref CollectionsMarshal.GetValueRefOrAddDefault(_others, (name, id, test), out var isKnown);
            if (!isKnown) region = ByName(name, id, test);
            return region;
        }
    }

    private static Region ByName(string? name, string? id, string? test)
    {
        // What is longer says nothing more: frameworks pile up names.
        if ((name?.Length ?? 0) + (id?.Length ?? 0) + (test?.Length ?? 0) > LongestNames - 2)
        {
            var all = string.Concat(name, " ", id, " ", test);
            (name, id, test) = (all[..LongestNames], null, null);
        }

        var named = Region.None;
        if (ElementNames.Hold(name, id, test, ChromeParts)) named |= Region.Chrome;
        if (ElementNames.Hold(name, id, test, RelatedParts)) named |= Region.Related;
        if (ElementNames.Hold(name, id, test, TalkParts)) named |= Region.Talk;
        if (ElementNames.Hold(name, id, test, PriceParts) || IsGia(name, id, test)) named |= Region.Price;
        if (ElementNames.Hold(name, id, test, OldParts)) named |= Region.Old;
        if (ElementNames.Hold(name, id, test, CurrentParts)) named |= Region.Current;
        if (ElementNames.Hold(name, id, test, OtherParts)) named |= Region.OtherAmount;
        return named;
    }

    // "gia" alone, the first time it stands in a name: in "dai-gia" it is another word.
    private static bool IsGia(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (name is null || name.IndexOf("gia", StringComparison.OrdinalIgnoreCase) is var at && at < 0) continue;
            return (at == 0 || name[at - 1] == ' ') && (at + 3 == name.Length || name[at + 3] == ' ');
        }

        return false;
    }
}
