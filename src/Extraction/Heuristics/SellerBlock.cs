using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>Finds the block about the seller by the words of its class and id, and what it tells.</summary>
internal static class SellerBlock
{
    private static readonly SearchValues<string> Parts = ElementNames.Parts("seller", "nguoi-ban", "nguoiban", "shop-info", "shopinfo", "shop-name", "shopname", "ten-shop", "tenshop", "store-info", "store-name", "storename", "vendor", "merchant", "cua-hang", "gian-hang", "nguoi-dang", "nguoidang", "sold-by", "soldby", "author-info", "user-info", "advertiser");
    private static readonly string[] VerifiedWords = ["da xac minh", "da xac thuc", "verified", "chinh hang mall", "official store", "cua hang chinh thuc", "mall", "shop yeu thich", "doi tac"];

    private static readonly ulong Asked = PageDom.AnyOf("class", "id");

    public static void Map(ListingDraft draft, PageContext page)
    {
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        for (var i = 0; i < dom.Count; i++)
        {
            if (!dom.IsElement(i)) continue;
            if (dom.IsHidden(i) || regions.IsAny(i, PageRegions.Inherited) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            if (!Named(dom, i)) continue;
            var length = dom.Length(i, 700);
            if (length is 0 or > 600) continue;
            if (length <= 60) draft.Offer(Fields.SellerName, NameOf(page, dom.Line(i)), "heuristic:block seller");
            else MapBlock(draft, page, i);
            if (draft.Has(Fields.SellerName) && length > 60) return;
        }
    }

    private static void MapBlock(ListingDraft draft, PageContext page, int block)
    {
        var dom = page.Dom;
        for (var i = block; i < dom.End(block); i++)
        {
            if (dom.IsElement(i) && dom.Tag(i) is "a" or "h2" or "h3" or "h4" or "strong" or "b" && dom.Length(i, 60) is > 1 and <= 60)
                draft.Offer(Fields.SellerName, NameOf(page, dom.Line(i)), "heuristic:block seller");
            if (dom.OwnText(i) is not { } text || string.IsNullOrWhiteSpace(text) || text.Length > 120) continue;
            var folded = Vocabulary.Fold(text);
            if (Says(folded, "tham gia") || Says(folded, "joined") || Says(folded, "member since") || Says(folded, "thanh vien tu")) draft.Offer(Fields.SellerJoined, Rest(dom, i, block), "heuristic:block seller");
            if (Says(folded, "da ban") || Says(folded, "sold")) draft.Offer(Fields.SellerSold, Rest(dom, i, block), "heuristic:block seller");
            if (Says(folded, "danh gia") || folded.Contains("/5", StringComparison.Ordinal) || text.Contains('★', StringComparison.Ordinal)) draft.Offer(Fields.SellerRating, Rest(dom, i, block), "heuristic:block seller");
            if (Says(folded, "dia chi") || Says(folded, "khu vuc")) draft.Offer(Fields.SellerLocation, AfterColon(Rest(dom, i, block)), "heuristic:block seller");
            foreach (var word in VerifiedWords)
                if (Vocabulary.IndexOfWord(folded, word, 0) >= 0 && !Says(folded, "chua")) draft.Offer(Fields.SellerVerified, "true", "heuristic:block seller");
        }
    }

    /// <summary>Does the element lie within a block about the seller?</summary>
    public static bool IsIn(PageDom dom, int i)
    {
        for (var step = 0; i > 0 && step < 6; i = dom.Parent(i), step++)
            if (Named(dom, i)) return true;
        return false;
    }

    private static bool Says(string folded, string word) => Vocabulary.IndexOfWord(folded, word, 0) >= 0;

    // The value stands in the same text or in the next one: "Đã bán: 120" or "Đã bán" | "120".
    private static string Rest(PageDom dom, int i, int block)
    {
        var own = dom.OwnText(i)!.Trim();
        if (own.AsSpan().ContainsAnyInRange('0', '9') || !string.Equals(AfterColon(own), own, StringComparison.Ordinal)) return own;
        for (var next = i + 1; next < dom.End(block) && next < i + 6; next++)
            if (dom.OwnText(next) is { } text && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        return own;
    }

    private static string AfterColon(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < text.Length - 1 ? text[(colon + 1)..].Trim() : text;
    }

    private static string? NameOf(PageContext page, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && page.Words.Is("sellerLabel", text[..colon])) text = text[(colon + 1)..];
        text = text.Trim();
        return text.Length < 2 || page.Words.Is("sellerLabel", text) || page.Words.Contains("buy", text) || Vocabulary.Fold(text) is "xem shop" or "chat ngay" or "theo doi" or "xem trang" ? null : text;
    }

    private static bool Named(PageDom dom, int i)
    {
        if (!dom.MayHaveAny(i, Asked)) return false;
        var name = dom.Attribute(i, "class");
        var id = dom.Attribute(i, "id");
        if (ElementNames.Length(name, id) > 200 || !ElementNames.Hold(name, id, Parts)) return false;
        return !(name.AsSpan().Contains("best", StringComparison.OrdinalIgnoreCase) || id.AsSpan().Contains("best", StringComparison.OrdinalIgnoreCase));
    }
}
