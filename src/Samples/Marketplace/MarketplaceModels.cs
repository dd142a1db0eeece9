using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.Marketplace;

/// <summary>What the marketplace's pages show, as the templates want it.</summary>
internal sealed class MarketplaceModels
{
    public MarketplaceModels(string folder) =>
        Text = JsonSerializer.Deserialize<MarketplaceText>(Resources.Text($"{folder}/Pages/site.json"), JsonContract.Compact)!;

    /// <summary>The words of the site that are in no page file.</summary>
    public MarketplaceText Text { get; }

    public IReadOnlyList<MarketplaceCategory> Categories => Text.Categories;

    /// <summary>What header and footer need.</summary>
    public JsonObject Page(HttpRequest request, string title, string path) => new()
    {
        ["pageTitle"] = title,
        ["metaDescription"] = title,
        ["canonical"] = Answers.Origin(request) + path,
        ["menu"] = new JsonArray([.. Text.Categories.Select(c => new JsonObject { ["slug"] = c.Slug, ["name"] = c.Name })]),
    };

    public JsonObject? Static(HttpRequest request, string slug)
    {
        if (!Text.Pages.TryGetValue(slug, out var page))
            return null;
        var model = Page(request, page.Title, $"/trang/{slug}");
        model["name"] = page.Title;
        model["text"] = new JsonArray([.. page.Text.Select(t => JsonValue.Create(t))]);
        return model;
    }

    /// <param name="tracking">Query put behind every link, ended by the item's position.</param>
    public static JsonArray Cards(IEnumerable<SampleListing> goods, string tracking) =>
        new([.. goods.Select((g, i) => (JsonNode)new JsonObject
        {
            ["itemId"] = ItemId(g),
            ["href"] = g.PathAndQuery + tracking + i.ToString(CultureInfo.InvariantCulture),
            ["image"] = $"/anh/{g.Id}-0.svg",
            ["title"] = g.Title,
            ["priceText"] = g.PriceText,
            ["oldPriceText"] = OldPrice(g),
            ["discount"] = Discount(g),
            ["stars"] = Stars(g),
            ["sold"] = g.Seller.Sold is { } sold ? Short(sold) : null,
            ["location"] = g.Seller.Location,
        })]);

    public JsonObject Item(HttpRequest request, SampleListing listing, IEnumerable<SampleListing> related)
    {
        var category = Text.Categories.First(c => c.Codes.Contains(listing.Category, StringComparer.Ordinal));
        var posted = DateOnly.Parse(listing.PostedAt, CultureInfo.InvariantCulture);
        var images = Enumerable.Range(0, 4).Select(n => $"/anh/{listing.Id}-{n}.svg").ToList();
        var cards = Cards(related, "?recommend_id=");

        var model = Page(request, listing.Title, listing.PathAndQuery);
        model["metaDescription"] = $"{Text.DescriptionStart} {listing.Title}. {listing.Lines[0]}";
        model["ogImage"] = Answers.Origin(request) + images[0];
        model["jsonLd"] = new JsonArray(
            Answers.Script(MarketplaceJsonLd.Product(request, listing, images)),
            Answers.Script(MarketplaceJsonLd.Breadcrumbs(request, listing, category, Text.Home)));
        model["categorySlug"] = category.Slug;
        model["categoryName"] = category.Name;
        model["itemId"] = ItemId(listing);
        model["sku"] = Sku(listing);
        model["title"] = listing.Title;
        model["brand"] = listing.Brand;
        model["image"] = images[0];
        model["thumbs"] = new JsonArray([.. images.Skip(1).Select(i => JsonValue.Create(i))]);
        model["priceText"] = listing.PriceText;
        model["oldPriceText"] = OldPrice(listing);
        model["discount"] = Discount(listing);
        model["instalment"] = listing.PriceVnd >= 3_000_000 ? Answers.Grouped(listing.PriceVnd.Value / 12) + " ₫" : null;
        model["conditionText"] = listing.Condition is { } condition ? Text.Conditions[condition] : null;
        model["soldOut"] = listing.SoldOut;
        model["stock"] = (Answers.Stable(listing.Id) % 180) + 3;
        model["attributes"] = new JsonArray([.. listing.Attributes.Select(a => new JsonObject { ["key"] = a.Key, ["value"] = a.Value })]);
        model["lines"] = new JsonArray([.. listing.Lines.Select(l => JsonValue.Create(l))]);
        model["postedAt"] = listing.PostedAt;
        model["postedText"] = posted.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        model["sellerName"] = listing.Seller.Name;
        model["sellerInitial"] = listing.Seller.Name?[..1].ToUpperInvariant();
        model["sellerSlug"] = Slug(listing.Seller.Name ?? "");
        model["verified"] = listing.Seller.Verified;
        model["location"] = listing.Seller.Location;
        model["rating"] = Stars(listing);
        model["sold"] = listing.Seller.Sold is { } sold ? Answers.Grouped(sold) : null;
        model["joinedText"] = listing.Seller.Joined is { } joined
            ? DateOnly.Parse(joined, CultureInfo.InvariantCulture).ToString("MM/yyyy", CultureInfo.InvariantCulture)
            : null;
        model["reviewCount"] = ReviewCount(listing);
        model["reviews"] = Reviews(listing);
        model["cards"] = cards;
        model["state"] = Answers.Script(new JsonObject
        {
            ["id"] = ItemId(listing),
            ["goiY"] = new JsonArray([.. cards.Select(c => new JsonObject { ["ten"] = c!["title"]!.ToString(), ["gia"] = c["priceText"]!.ToString() })]),
        });
        return model;
    }

    private JsonArray Reviews(SampleListing listing)
    {
        var first = Answers.Stable(listing.Id);
        return new([.. Enumerable.Range(0, 3).Select(n => Text.Reviews[(first + (n * 5)) % Text.Reviews.Count]).Select(r => new JsonObject
        {
            ["name"] = r.Name,
            ["starText"] = new string('★', r.Stars) + new string('☆', 5 - r.Stars),
            ["text"] = r.Text,
        })]);
    }

    /// <summary>The number at the end of the item's URL.</summary>
    public static string ItemId(SampleListing listing)
    {
        var path = listing.PathAndQuery;
        return path[(path.LastIndexOf("-p", StringComparison.Ordinal) + 2)..].Replace(".html", "", StringComparison.Ordinal);
    }

    public static string Sku(SampleListing listing) => "CCN" + ItemId(listing);

    public static int ReviewCount(SampleListing listing) => ((int?)listing.Seller.Sold ?? 0) / 23;

    public static string? Stars(SampleListing listing) => listing.Seller.Rating?.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Letters without marks, words joined by hyphens: how Vietnamese sites make their addresses.</summary>
    public static string Slug(string name)
    {
        var plain = name.Replace('đ', 'd').Replace('Đ', 'D').Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            .Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        return string.Join('-', string.Concat(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string? OldPrice(SampleListing listing) =>
        listing.OldPriceVnd is { } old ? Answers.Grouped(old) + " ₫" : null;

    private static int? Discount(SampleListing listing) =>
        listing is { OldPriceVnd: { } old, PriceVnd: { } now } ? (int)Math.Round(100.0 * (old - now) / old, MidpointRounding.AwayFromZero) : null;

    private static string Short(long sold) =>
        sold < 1000 ? sold.ToString(CultureInfo.InvariantCulture) : (sold / 1000.0).ToString("0.#", CultureInfo.GetCultureInfo("vi-VN")) + "k";
}
