using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>What was found on a page, as far as it tells what sort of page it is.</summary>
/// <param name="Products">Products of the page's structured data, nested ones of lists included.</param>
/// <param name="Items">All items of structured data.</param>
/// <param name="State">The product that script state describes under the page's own heading, or null.</param>
internal sealed record PageEvidence(IReadOnlyList<SchemaItem> Products, IReadOnlyList<SchemaItem> Items, StateReader.Found? State);

/// <summary>Tells listings, lists and other pages apart by weighing what they carry.</summary>
internal static class PageKinds
{
    /// <summary>The kind by the source's URL patterns, or null when they do not tell.</summary>
    public static PageKind? ByPattern(SourceDefinition? source, string url)
    {
        if (source is null) return null;
        var path = LinkFinder.PathAndQuery(url);
        if (UrlPattern.AnyMatches(source.Pages.Listing, path)) return PageKind.Listing;
        return UrlPattern.AnyMatches(source.Pages.List, path) ? PageKind.List : null;
    }

    /// <summary>The kind by what the page carries.</summary>
    public static PageKind Weigh(PageContext page, PageEvidence evidence)
    {
        var listing = 0.0;
        var list = 0.0;
        var product = MainProduct(page, evidence.Products);
        var cards = page.Cards.Cards.Count;
        if (product is not null)
        {
            listing += 2.5;
            var offer = product.Item("offers");
            if (offer is not null) listing += offer.IsA("AggregateOffer") ? 0.5 : 1.5;

            // A category passed off as a product: many brands, a range of prices, no article number.
            if (product.Values("brand").Count > 1 || product.Item("brand")?.Values("name").Count > 2) listing -= 3;
            if (offer is not null && offer.IsA("AggregateOffer") && !HasNumber(product) && cards >= 4) listing -= 2.5;
            if (HasNumber(product)) listing += 1;
            if (Matches(page, product)) listing += 1.5;
        }
        else if (evidence.Products.Count >= 3)
        {
            list += 2;
        }

        foreach (var item in evidence.Items)
        {
            if (item.IsA("CollectionPage") || item.IsA("SearchResultsPage") || item.IsA("OfferCatalog")) list += 2;
            else if (item.IsA("ItemList") && item.Values("itemListElement").Count >= 3) list += product is null ? 2 : 0.5;
            else if (item.IsA("ItemPage")) listing += 1;
            else if (item.IsA("NewsArticle") || item.IsA("Article") || item.IsA("BlogPosting")) listing -= 1.5;
        }

        var ogType = page.Meta.Value("og:type");
        if (ogType is not null && (ogType.Contains("product", StringComparison.OrdinalIgnoreCase) && !ogType.Contains("group", StringComparison.OrdinalIgnoreCase) && !ogType.Contains("category", StringComparison.OrdinalIgnoreCase))) listing += 1.5;
        if (page.Meta.Value("product:price:amount", "og:price:amount") is not null) listing += 1.5;
        if (evidence.State is not null) listing += 1;
        var best = page.RatedPrices.Best();
        var priceOutsideCards = best is not null && !page.Cards.IsInCard(best.Position);
        if (page.Heading >= 0)
        {
            listing += 0.5;
            if (priceOutsideCards && best!.Position > page.Heading) listing += best.Score > 5 ? 2 : 1;
        }
        else
        {
            listing -= 0.5;
        }

        if (BuyButtons.Find(page).Count is > 0 and < 4) listing += 1.5;
        if (page.Url is { } url && LinkFinder.LooksLikeListing(url.PathAndQuery.ToLowerInvariant())) listing += 0.75;
        if (cards >= 4) list += 1.5;
        if (cards >= 12) list += 1;
        if (cards >= 4 && MainCards(page) >= 4) list += 1;
        if (page.Meta.Next is not null) list += 1;
        if (listing >= 3 && listing > list) return PageKind.Listing;
        if (cards >= 3 && list >= 1.5) return PageKind.List;
        if (evidence.Products.Count >= 3 && list >= 2) return PageKind.List;
        return listing >= 2.5 && list < 1 && priceOutsideCards ? PageKind.Listing : PageKind.Other;
    }

    /// <summary>The one product of the page: the only one at top level, or the one the heading names.</summary>
    public static SchemaItem? MainProduct(PageContext page, IReadOnlyList<SchemaItem> products)
    {
        if (products.Count == 0) return null;
        SchemaItem? best = null;
        var bestScore = 0.0;
        foreach (var product in products.Take(500))
        {
            var score = 1.0 + (Matches(page, product) ? 3 : 0) + (product.Values("offers").Count > 0 ? 1 : 0) + (HasNumber(product) ? 0.5 : 0) - (product.Position >= 0 && page.Cards.IsInCard(product.Position) ? 2 : 0);
            if (score <= bestScore) continue;
            best = product;
            bestScore = score;
        }

        return products.Count >= 3 && best is not null && !Matches(page, best) ? null : best;
    }

    private static bool Matches(PageContext page, SchemaItem product)
    {
        if (product.Text("name") is not { } name) return false;
        name = Vocabulary.Fold(DomText.Collapse(name));
        if (name.Length < 3) return false;
        var heading = page.Heading >= 0 ? Vocabulary.Fold(page.Dom.Line(page.Heading, 300)) : "";
        if (heading.Length > 2) return PageContext.Likeness(name, heading) >= 0.7;
        return page.Meta.DocumentTitle is { } title && name.Length > 12 && PageContext.Likeness(name, Vocabulary.Fold(title)) >= 0.9;
    }

    private static bool HasNumber(SchemaItem product) =>
        product.Text("sku") is not null || product.Text("mpn") is not null || product.Text("gtin13") is not null || product.Text("gtin") is not null || product.Text("productID") is not null
        || product.Item("offers")?.Text("sku") is not null;

    private static int MainCards(PageContext page)
    {
        var count = 0;
        foreach (var card in page.Cards.Cards)
            if (!page.Regions.IsRelated(card.Root) && !page.Regions.IsChrome(card.Root)) count++;
        return count;
    }
}
