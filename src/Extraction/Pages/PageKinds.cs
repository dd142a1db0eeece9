using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>What was found on a page, as far as it tells what sort of page it is.</summary>
/// <param name="Products">Products of the page's structured data, nested ones of lists included.</param>
/// <param name="Items">All items of structured data.</param>
/// <param name="State">The product that script state describes under the page's own heading, or null.</param>
internal sealed record PageEvidence(IReadOnlyList<SchemaItem> Products, IReadOnlyList<SchemaItem> Items, StateReader.Found? State);

/// <summary>One thing that speaks for a listing or for a list (below zero: against).</summary>
internal sealed record KindVote(string Why, double Listing, double List);

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
        var votes = Votes(page, evidence);
        var listing = votes.Sum(v => v.Listing);
        var list = votes.Sum(v => v.List);
        if (listing >= 3 && listing > list) return PageKind.Listing;
        if (list >= 1.5 && (page.Cards.Cards.Count >= 3 || evidence.Products.Count >= 3)) return PageKind.List;
        return listing >= 2.5 && list < 1 ? PageKind.Listing : PageKind.Other;
    }

    /// <summary>What speaks for a listing and for a list, each with its weight.</summary>
    public static List<KindVote> Votes(PageContext page, PageEvidence evidence)
    {
        var votes = new List<KindVote>();
        void Listing(string why, double weight) => votes.Add(new(why, weight, 0));
        void List(string why, double weight) => votes.Add(new(why, 0, weight));

        var cards = page.Cards.Cards.Count;
        var mainCards = MainCards(page);
        if (MainProduct(page, evidence.Products) is { } product)
        {
            var offer = product.Item("offers");
            Listing("structured product", 2.5);
            if (offer is not null) Listing("its offer", offer.IsA("AggregateOffer") ? 0.5 : 1.5);
            if (HasNumber(product)) Listing("its article number", 1);
            if (Matches(page, product)) Listing("the heading names it", 1.5);

            // A category passed off as a product: many brands, a range of prices, no article number.
            if (BrandCount(product) > 1) Listing("several brands", -4.5);
            if (offer is not null && offer.IsA("AggregateOffer") && !HasNumber(product) && mainCards >= 4) Listing("a range of prices over cards", -2.5);
        }
        else if (evidence.Products.Count >= 3)
        {
            List("several structured products", 2);
        }

        foreach (var item in evidence.Items)
        {
            if (item.IsA("CollectionPage") || item.IsA("SearchResultsPage") || item.IsA("OfferCatalog")) List("collection page", 2);
            else if (item.IsA("ItemList") && item.Values("itemListElement").Count >= 3) List("item list", 1);
            else if (item.IsA("ItemPage")) Listing("item page", 1);
            else if (item.IsA("NewsArticle") || item.IsA("Article") || item.IsA("BlogPosting")) Listing("an article", -1.5);
        }

        if (page.Meta.Value("og:type") is { } type && type.Contains("product", StringComparison.OrdinalIgnoreCase)
            && !type.Contains("group", StringComparison.OrdinalIgnoreCase) && !type.Contains("category", StringComparison.OrdinalIgnoreCase)) Listing("og:type", 1.5);
        if (page.Meta.Value("product:price:amount", "og:price:amount") is not null) Listing("price in meta", 1.5);
        if (evidence.State is not null) Listing("product in script state", 1);
        var best = page.RatedPrices.Best();
        if (page.Heading >= 0)
        {
            Listing("heading", 0.5);
            if (best is not null && !page.Cards.IsInCard(best.Position)) Listing("price of its own", best.Score > 7 ? 3 : best.Score > 5 ? 2 : 1);
        }
        else
        {
            Listing("no heading", -0.5);
        }

        if (page.Buttons.Count is > 0 and < 6) Listing("buy button", 2);
        if (page.Url is { } url && LinkFinder.LooksLikeListing(url.PathAndQuery.ToLowerInvariant())) Listing("url", 0.75);
        if (page.Availability is { } availability) Listing("availability in words", availability.State is "OutOfStock" ? 1.5 : 1);
        if (best is not null && MetaTells(page, best.Price.Amount)) Listing("the description in meta tells the price", 1.5);
        if (mainCards >= 4) List("cards", page.Cards.HavePictures ? 1.5 : 0.75);
        if (mainCards >= 12) List("many cards", 1);
        if (cards >= 4 && BeginsWithCards(page)) List("cards from the start", page.Cards.HavePictures ? 1.5 : 0.75);
        if (page.Meta.Next is not null) List("next page", 1);
        return votes;
    }

    // On a list the first price a visitor meets is a card's.
    private static bool BeginsWithCards(PageContext page)
    {
        foreach (var price in page.Prices.All)
        {
            if (page.Regions.IsChrome(price.Position) || price.IsOther) continue;
            return page.Cards.IsInCard(price.Position);
        }

        return false;
    }

    private static bool MetaTells(PageContext page, decimal amount) =>
        page.Meta.Value("og:description", "description", "twitter:description") is { } text && Text.PriceReader.Read(text, page.CurrencyHint)?.Amount == amount;

    private static int BrandCount(SchemaItem product)
    {
        var count = 0;
        foreach (var value in product.Values("brand")) count += value.Item is { } item ? Math.Max(1, item.Values("name").Count) : 1;
        return count;
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
        if (!page.Named.TryGetValue(product, out var isNamed)) page.Named[product] = isNamed = IsNamed(page, product);
        return isNamed;
    }

    private static bool IsNamed(PageContext page, SchemaItem product)
    {
        if (product.Text("name") is not { } name) return false;
        name = Vocabulary.Fold(DomText.Collapse(name));
        if (name.Length < 3) return false;
        var heading = page.FoldedHeading;
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
