using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads what stands around the price of a page: choices, the range as shown, the former price, units sold, numbers shown in part.</summary>
internal static class OfferDetailsReader
{
    private const int Near = 900;
    private const int LongestRange = 60;

    /// <summary>Of a listing page, once its price is settled.</summary>
    public static void Map(ListingDraft draft, PageContext page, PageEvidence evidence, SchemaItem? product, bool seesPage)
    {
        var details = draft.Details;
        if (product is not null) details.OfferVariants(SchemaVariants.Of(product, page), "structured:offers");
        if (evidence.State is { } state)
        {
            details.OfferVariants(StateVariants.Of(state.Object, page), "state:" + state.Where + ".variants");
            foreach (var key in (ReadOnlySpan<string>)["historical_sold", "quantity_sold", "sold", "all_time_quantity_sold", "itemSold"])
                if (Leaf(state.Object[key]) is { } text) details.OfferSold(SoldCounts.Value(text), "state:" + state.Where + "." + key);
        }

        if (seesPage)
        {
            details.OfferVariants(StateVariants.OfForm(page), "state:product_variations");
            details.OfferVariants(ShownVariants.Find(page), "heuristic:variants");
            WidenToRange(draft, page);
            if (OldPriceOf(draft, page) is { } old) details.OfferOldPrice(old.Price, "heuristic:old price");
            ReadAround(draft, page);
        }
    }

    /// <summary>Of a post: its own words.</summary>
    public static void MapPost(ListingDraft draft, Vocabulary words)
    {
        if (draft[Fields.Description] is not { } text) return;
        if (draft.Price is not null) draft.Details.OfferVariants(new OfferedThings(words).In(text), "text:prices");
        draft.Details.OfferMaskedPhone(MaskedPhones.Find(text), "text:phone");
        foreach (var line in text.Split('\n')) draft.Details.OfferSold(SoldCounts.Read(line), "text:sold");
    }

    private static string? Leaf(JsonItem? item) => item is { IsObject: true } ? item["text"]?.Text ?? item["value"]?.Text : item?.Text;

    // "120.000₫ – 350.000₫": the price is the lower end, the text shown is the range.
    private static void WidenToRange(ListingDraft draft, PageContext page)
    {
        if (draft.Price is not { } price || draft[Fields.PriceText] is not { } text || page.ReadPrice(text).Price is not { UpTo: null }) return;
        if (page.RatedPrices.OfAmount(price.Amount) is not { } shown || shown.IsOld) return;
        var dom = page.Dom;
        for (int i = dom.Parent(shown.Position), step = 0; i > 0 && step < 3; i = dom.Parent(i), step++)
        {
            if (dom.Length(i, LongestRange) > LongestRange) return;
            var line = dom.Line(i);
            var read = page.ReadPrice(line).Price;
            if (read is { UpTo: { } upper } && upper > read.Amount && (read.Amount == price.Amount || upper == price.Amount))
            {
                if (page.RatedPrices.All.Any(other => other.IsOld && dom.IsWithin(other.Position, i))) return;
                draft.PutPrice(price with { Amount = read.Amount });
                draft.Put(Fields.PriceText, line, draft.Provenance[Fields.PriceText]);
                return;
            }
        }
    }

    private static PriceCandidate? OldPriceOf(ListingDraft draft, PageContext page)
    {
        if (draft.Price is not { } price) return null;
        PriceCandidate? best = null;
        var anchor = page.RatedPrices.OfAmount(price.Amount)?.Position ?? page.Heading;
        foreach (var candidate in page.RatedPrices.All)
        {
            if (!candidate.IsOld || candidate.IsOther || candidate.Price.Amount <= price.Amount || candidate.Price.Amount > price.Amount * 20 || page.Cards.IsInCard(candidate.Position) || page.Regions.IsRelated(candidate.Position)) continue;
            if (anchor >= 0 && Math.Abs(candidate.Position - anchor) > 60) continue;
            if (best is null || Math.Abs(candidate.Position - anchor) < Math.Abs(best.Position - anchor)) best = candidate;
        }

        return best;
    }

    // Short texts near the heading: "Đã bán 1,2k", "0912 345 *** Bấm để hiện số". Only what holds a figure is looked at.
    private static void ReadAround(ListingDraft draft, PageContext page)
    {
        var (dom, cards) = (page.Dom, page.Cards);
        var from = Math.Max(0, page.Heading);
        for (var i = from; i < dom.Count && i < from + Near; i++)
        {
            if (dom.IsHidden(i) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            var own = dom.OwnSpan(i);
            if (own.Length >= 80 || !own.ContainsAnyInRange('0', '9') || dom.Closest(i, "footer") >= 0) continue;
            for (int e = dom.Parent(i), step = 0; e > 0 && step < 2 && dom.Length(e, 80) <= 80; e = dom.Parent(e), step++) ReadShort(draft, page, e);
        }

        if (draft[Fields.Description] is { } text) draft.Details.OfferMaskedPhone(MaskedPhones.Find(text), "text:phone");
    }

    private static void ReadShort(ListingDraft draft, PageContext page, int element)
    {
        var line = page.Dom.Line(element, 100);
        if (line.AsSpan().IndexOfAny('*', '•', 'x') >= 0 || line.AsSpan().IndexOfAny('X', '#') >= 0) draft.Details.OfferMaskedPhone(MaskedPhones.Find(line), "heuristic:phone");
        if (draft.Details.Sold is not null || page.Regions.IsRelated(element)) return;

        // The count stands beside the stars, in what else is buyers' talk; there it must be all that is said.
        if ((line.Length <= 24 || !page.Regions.IsTalk(element)) && SoldCounts.Read(line) is { } sold && !SellerBlock.IsIn(page.Dom, element)) draft.Details.OfferSold(sold, "heuristic:sold");
    }
}
