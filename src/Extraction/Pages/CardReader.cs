using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads the cards of a list page: title, price, link, picture; by the source's selectors or by what cards have in common.</summary>
internal static class CardReader
{
    /// <summary>Cards by the source's own selectors; empty when it has none or they find none.</summary>
    public static List<(ListingDraft Draft, string Url)> BySelectors(PageContext page, SelectorSet selectors, int limit)
    {
        var cards = new List<(ListingDraft, string)>();
        if (!selectors.Card.TryGetValue("root", out var root)) return cards;
        foreach (var element in SelectorReader.All(page.Document, root))
        {
            if (cards.Count >= limit) break;
            var (selector, attribute) = SelectorReader.Split(selectors.Card.TryGetValue("link", out var link) ? link : "a[href]");
            var anchor = SelectorReader.First(element, selector) ?? (element.HasAttribute("href") ? element : null);
            if (anchor is null || page.Absolute(anchor.GetAttribute(attribute ?? "href")) is not { } url) continue;
            var draft = new ListingDraft();
            SelectorReader.Map(selectors.Card, draft, page, element);
            if (page.Dom.IndexOf(element) is var position and >= 0) MapCommon(draft, page, position, page.Dom.IndexOf(anchor));
            cards.Add((draft, url));
        }

        return cards;
    }

    /// <summary>Cards found without selectors.</summary>
    public static List<(ListingDraft Draft, string Url)> ByShape(PageContext page, int limit)
    {
        var cards = new List<(ListingDraft, string)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var card in page.Cards.Cards)
        {
            if (cards.Count >= limit) break;
            if (!seen.Add(card.Url)) continue;
            var draft = new ListingDraft();
            MapCommon(draft, page, card.Root, card.Link);
            if (draft.Has(Fields.Title)) cards.Add((draft, card.Url));
        }

        return cards;
    }

    private static void MapCommon(ListingDraft draft, PageContext page, int root, int link)
    {
        var dom = page.Dom;
        if (!draft.Has(Fields.Title)) draft.Offer(Fields.Title, TitleOf(page, root, link), "heuristic:card");
        if (!draft.Has(Fields.PriceText) && PriceOf(page, root) is { } price)
        {
            draft.Offer(Fields.PriceText, price.Text, "heuristic:card");
            draft.OfferPrice(price.Price, "heuristic:card");
        }

        if (!draft.Has(Fields.Images))
        {
            for (var i = root; i < dom.End(root); i++)
            {
                if (!dom.Is(i, "img")) continue;
                var source = dom.Attribute(i, "data-src") ?? dom.Attribute(i, "data-original") ?? dom.Attribute(i, "src");
                if (page.Absolute(source) is not { } url) continue;
                draft.OfferImages([url], "heuristic:card");
                break;
            }
        }
    }

    private static string? TitleOf(PageContext page, int root, int link)
    {
        var dom = page.Dom;
        for (var i = root; i < dom.End(root); i++)
        {
            if (dom.Tag(i) is not ("h2" or "h3" or "h4" or "h5" or "h6")) continue;
            var heading = dom.Line(i, 300);
            if (heading.Length > 3) return heading;
        }

        for (var i = root; i < dom.End(root); i++)
        {
            if (!dom.IsElement(i) || dom.Attribute(i, "class") is not { } name) continue;
            var lower = name.ToLowerInvariant();
            if (!(lower.Contains("title", StringComparison.Ordinal) || lower.Contains("name", StringComparison.Ordinal) || lower.Contains("ten-", StringComparison.Ordinal) || lower.Contains("tieu-de", StringComparison.Ordinal))) continue;
            if (dom.Length(i, 300) is > 3 and <= 300) return dom.Line(i);
        }

        if (link >= 0)
        {
            if (dom.Attribute(link, "title") is { Length: > 3 and < 300 } title) return DomText.Collapse(title);
            if (dom.Length(link, 200) is > 3 and <= 200 && page.Prices.CountWithin(dom, link) == 0) return dom.Line(link);
        }

        for (var i = root; i < dom.End(root); i++)
            if (dom.Is(i, "img") && dom.Attribute(i, "alt") is { Length: > 3 and < 300 } alt) return DomText.Collapse(alt);

        // The longest line that is no price.
        string? best = null;
        for (var i = root; i < dom.End(root); i++)
        {
            if (dom.OwnText(i) is not { } text || dom.IsHidden(i) || CurrencyWords.Names(text) && text.Length < 20) continue;
            text = DomText.Collapse(text);
            if (text.Length > (best?.Length ?? 3) && text.Length < 300) best = text;
        }

        return best;
    }

    private static PriceCandidate? PriceOf(PageContext page, int root)
    {
        PriceCandidate? best = null;
        foreach (var candidate in page.Prices.All)
        {
            if (!page.Dom.IsWithin(candidate.Position, root) || candidate.IsOld || candidate.IsOther) continue;
            if (best is null || Weight(candidate) > Weight(best)) best = candidate;
        }

        return best;

        double Weight(PriceCandidate c) => (c.HasCurrency ? 2 : 0) + (page.Regions.IsPrice(page.Dom, c.Position) ? 1 : 0) + (page.Regions.IsCurrentPrice(page.Dom, c.Position) ? 1 : 0);
    }
}
