using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>A layer's word on the price.</summary>
/// <param name="Price">What it says.</param>
/// <param name="Spelled">As the data spells it, or null.</param>
/// <param name="From">Provenance.</param>
internal sealed record PriceClaim(Money Price, string? Spelled, string From);

/// <summary>
/// Settles on one price where layers disagree: structured data go stale, hold the list price, or describe another variant. What
/// the reader is shown as the price decides; only where nothing shown tells does the order of layers.
/// </summary>
internal static class PriceJudge
{
    private const double Likely = 6;
    private const double Certain = 8;

    /// <summary>Sets price and price text from the draft's claims and, if allowed, from what the page shows.</summary>
    public static void Settle(ListingDraft draft, PageContext page, bool readVisible)
    {
        if (draft.Price is not null || draft.Has(Fields.PriceText)) return;
        var claims = draft.PriceClaims;
        var best = readVisible ? page.RatedPrices.Best() : null;
        var claim = Choose(claims, page, best, readVisible);
        if (claim is not null) Set(draft, page, claim);
        else if (best is not { Score: >= Certain } && OfText(draft, page) is { } said)
        {
            draft.OfferPrice(new(said.Amount, said.Currency), "text:price");
            draft.Offer(Fields.PriceText, said.Text, "text:price");
        }
        else if (best is not null && (best.Score >= Likely || page.Availability is not { State: "OutOfStock" } || IsOnlyOne(page, best)))
        {
            // Goods that are gone often keep no price; the amounts left on the page are others'.
            draft.OfferPrice(best.Price, "heuristic:price");
            draft.Offer(Fields.PriceText, best.Text, "heuristic:price");
        }
    }

    // Where the definition says which words are the seller's, a price in them weighs more than an amount somewhere on the page.
    private static PriceMention? OfText(ListingDraft draft, PageContext page) =>
        draft[Fields.Description] is { } text && draft.Provenance[Fields.Description].StartsWith("selector:", StringComparison.Ordinal) ? new OfferedPrice(page.Words).In(text) : null;

    // Close under the heading and without a rival: the price of what is gone, left on its page.
    private static bool IsOnlyOne(PageContext page, PriceCandidate best)
    {
        if (best.Position < page.Heading || best.Position > page.Heading + 40) return false;
        foreach (var other in page.RatedPrices.All)
            if (!other.IsOld && !other.IsOther && other.Price.Amount != best.Price.Amount && !page.Cards.IsInCard(other.Position) && !page.Regions.IsRelated(other.Position) && !page.Regions.IsChrome(other.Position)) return false;
        return true;
    }

    private static PriceClaim? Choose(IReadOnlyList<PriceClaim> claims, PageContext page, PriceCandidate? best, bool readVisible)
    {
        if (claims.Count == 0) return null;
        if (!readVisible) return claims[0];
        if (best is { Score: >= Likely })
            foreach (var claim in claims)
                if (claim.Price.Amount == best.Price.Amount) return claim;
        foreach (var claim in claims)
            if (page.RatedPrices.OfAmount(claim.Price.Amount) is { } shown && (!shown.IsOld || shown.IsOldByPair) && !page.Cards.IsInCard(shown.Position)) return claim;

        // Nothing shown bears the data out: a price shown beyond doubt stands in, unless it is of another order (points, a part).
        return best is { Score: >= Certain } && best.Price.Amount / claims[0].Price.Amount is > 0.3m and < 3.3m ? null : claims[0];
    }

    private static void Set(ListingDraft draft, PageContext page, PriceClaim claim)
    {
        draft.OfferPrice(claim.Price, claim.From);
        if (page.RatedPrices.OfAmount(claim.Price.Amount) is { Text.Length: < 80 } shown) draft.Offer(Fields.PriceText, shown.Text, claim.From + "+text");
        else draft.Offer(Fields.PriceText, ProductMapper.Line(claim.Spelled), claim.From);
    }
}
