using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>Finds the block that holds the seller's own text: by the words of its class and id, by the heading above it, by its length.</summary>
internal static class DescriptionBlock
{
    private static readonly SearchValues<string> Parts = ElementNames.Parts("description", "mo-ta", "mota", "mo_ta", "chi-tiet", "chitiet", "product-detail", "productdetail", "noi-dung", "noidung", "ad-body", "adbody", "post-body", "entry-content", "product-info-content", "beschreibung", "descripcion", "descrizione", "productinfo", "tab-content", "detail-content", "item-desc", "-desc", "desc-");
    private static readonly string[] Headings = ["mo ta", "mo ta san pham", "mo ta chi tiet", "chi tiet san pham", "thong tin san pham", "noi dung", "thong tin chi tiet", "dac diem noi bat", "gioi thieu san pham", "description", "product description", "about this item", "beschreibung", "produktbeschreibung", "descripcion", "descrizione", "descricao", "details"];

    /// <summary>Text in lines and where it was found, or null.</summary>
    public static (string Text, string Where)? Find(PageContext page)
    {
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        var best = -1;
        var bestScore = 0.0;
        var where = "";
        var before = new LastText();
        for (var i = 0; i < dom.Count; i++)
        {
            if (!dom.IsElement(i)) continue;
            if (dom.IsHidden(i) || regions.IsAny(i, PageRegions.Inherited) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            if (dom.Tag(i) is not ("div" or "section" or "article" or "p" or "pre" or "td" or "dd" or "ul" or "main" or "span")) continue;
            var length = dom.Length(i, 8000);
            if (length < 20 || page.Prices.CountWithin(dom, i) > 6) continue;
            var reason = Named(dom, i) ? "block " + ShortName(dom, i) : UnderHeading(page.Dom, i, before) ? "heading" : null;
            if (reason is null) continue;
            var depth = dom.Heading(i, page.Heading) ? -3 : 0;
            var score = Math.Log(length) + (reason is "heading" ? 1.5 : 2) + depth - (LinkLength(dom, i) * 4.0 / length);
            if (score <= bestScore) continue;
            (best, bestScore, where) = (i, score, reason);
        }

        if (best < 0) return null;
        var text = dom.Block(best, 60_000);
        return text.Length >= 20 ? (text, where) : null;
    }

    private static bool Heading(this PageDom dom, int block, int heading) => heading >= 0 && dom.IsWithin(heading, block);

    private static bool Named(PageDom dom, int i)
    {
        var name = dom.Attribute(i, "class");
        var id = dom.Attribute(i, "id");
        if (name is null && id is null && dom.Attribute(i, "itemprop") is not "description") return false;
        if (dom.Attribute(i, "itemprop") is "description") return true;
        return ElementNames.Length(name, id) <= 300 && ElementNames.Hold(name, id, Parts);
    }

    private static string ShortName(PageDom dom, int i)
    {
        var name = dom.Attribute(i, "id") ?? dom.Attribute(i, "class") ?? dom.Attribute(i, "itemprop") ?? dom.Tag(i);
        return name.Length > 40 ? name[..40] : name;
    }

    /// <summary>The text looked at last: several elements begin after one text.</summary>
    private sealed class LastText
    {
        public int At { get; set; } = -1;

        public bool IsHeading { get; set; }
    }

    // The element right after a heading that says "Mô tả".
    private static bool UnderHeading(PageDom dom, int i, LastText last)
    {
        for (var p = i - 1; p >= 0 && p >= i - 6; p--)
        {
            if (dom.IsElement(p)) continue;
            if (p == last.At) return last.IsHeading;
            var text = dom.OwnSpan(p);
            if (text.IsWhiteSpace()) continue;
            last.At = p;
            return last.IsHeading = text.Length <= 40 && Headings.Contains(Vocabulary.Label(dom.OwnText(p)!), StringComparer.Ordinal);
        }

        return false;
    }

    private static int LinkLength(PageDom dom, int i)
    {
        var total = 0;
        for (var c = i; c < dom.End(i); c++)
        {
            if (!dom.Is(c, "a")) continue;
            total += dom.Length(c, 200);
            c = dom.End(c) - 1;
        }

        return total;
    }
}
