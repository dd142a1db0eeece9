namespace Ecom389.Monitor.Samples.Marketplace;

/// <summary>The marketplace's words: <c>Pages/site.json</c>.</summary>
internal sealed record MarketplaceText(
    string HomeTitle, string Home, string Basket, string SignIn, string NotFound, string DescriptionStart,
    IReadOnlyList<MarketplaceCategory> Categories, IReadOnlyDictionary<string, string> Conditions,
    IReadOnlyList<MarketplaceReview> Reviews, IReadOnlyDictionary<string, MarketplacePage> Pages);

/// <summary>A shelf of the marketplace.</summary>
internal sealed record MarketplaceCategory(string Slug, string Name, IReadOnlyList<string> Codes);

/// <summary>What a buyer wrote.</summary>
internal sealed record MarketplaceReview(string Name, int Stars, string Text);

/// <summary>A page of terms.</summary>
internal sealed record MarketplacePage(string Title, IReadOnlyList<string> Text);
