using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.FamilyShop;

/// <summary>
/// A family's phone shop on a common shop template: microdata only, trailing slashes, pages of <see cref="PageSize"/> under
/// <c>/cua-hang/trang/2/</c>, one seller whose phone stands on every page.
/// </summary>
internal sealed class FamilyShopSite : ISampleSite
{
    public const string HostName = "tiem-anh-tuan.example";

    private const string Folder = "FamilyShop";
    private const int PageSize = 9;

    private readonly IReadOnlyList<SampleListing> _goods;
    private readonly PageTemplates _pages = new(Folder);
    private readonly SiteText _text = JsonSerializer.Deserialize<SiteText>(Resources.Text($"{Folder}/Pages/site.json"), JsonContract.Compact)!;

    public FamilyShopSite(IReadOnlyList<SampleListing> goods) => _goods = goods;

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Shop(_text.SiteName, "/cua-hang", _goods, 1));
        routes.MapGet("/cua-hang", () => Shop(_text.Shop, "/cua-hang", _goods, 1));
        routes.MapGet("/cua-hang/trang/{number:int}", (int number) => Shop(_text.Shop, "/cua-hang", _goods, number));
        routes.MapGet("/danh-muc/{slug}", (string slug) => Category(slug, 1));
        routes.MapGet("/danh-muc/{slug}/trang/{number:int}", Category);
        routes.MapGet("/san-pham/{slug}", Product);
        routes.MapGet("/trang/{slug}", Page);
        routes.MapGet("/anh/{id}.svg", (string id) =>
            _goods.FirstOrDefault(g => string.Equals(g.Id, id, StringComparison.Ordinal)) is { } goods ? Pictures.Of(goods, 0) : Results.NotFound());
        routes.MapGet("/tai-nguyen/{file}", (string file) => Answers.Asset(Folder, file));
        routes.MapGet("/robots.txt", () => Answers.Text("""
            User-agent: *
            Disallow: /wp-admin/
            Disallow: /gio-hang/
            Disallow: /*?add-to-cart=
            Allow: /wp-admin/admin-ajax.php

            """));
    }

    private IResult Category(string slug, int number) =>
        _text.Categories.FirstOrDefault(c => string.Equals(c.Slug, slug, StringComparison.Ordinal)) is { } category
            ? Shop(category.Name, $"/danh-muc/{slug}", [.. _goods.Where(g => category.Codes.Contains(g.Category, StringComparer.Ordinal))], number)
            : NotFound();

    private IResult Shop(string name, string path, IReadOnlyList<SampleListing> chosen, int number)
    {
        var last = Math.Max(1, (chosen.Count + PageSize - 1) / PageSize);
        if (number < 1 || number > last)
            return NotFound();

        string Link(int page) => page == 1 ? $"{path}/" : $"{path}/trang/{page}/";
        var model = Frame(name, "archive");
        model["name"] = name;
        model["greeting"] = ReferenceEquals(name, _text.SiteName) ? _text.Greeting : null;
        model["from"] = ((number - 1) * PageSize) + 1;
        model["to"] = Math.Min(number * PageSize, chosen.Count);
        model["total"] = chosen.Count;
        model["products"] = Cards(chosen.Skip((number - 1) * PageSize).Take(PageSize));
        model["nextPage"] = number < last ? Link(number + 1) : null;
        model["pages"] = new JsonArray([.. Enumerable.Range(1, last).Select(n => new JsonObject
        {
            ["number"] = n,
            ["href"] = Link(n),
            ["here"] = n == number,
        })]);
        return Answers.Html(_pages.Render("shop", model));
    }

    private IResult Product(HttpRequest request, string slug)
    {
        var listing = _goods.FirstOrDefault(g => string.Equals(g.PathAndQuery, $"/san-pham/{slug}/", StringComparison.Ordinal));
        if (listing is null)
            return NotFound();

        var category = _text.Categories.First(c => c.Codes.Contains(listing.Category, StringComparer.Ordinal));
        var model = Frame(listing.Title, "single-product");
        model["title"] = listing.Title;
        model["categorySlug"] = category.Slug;
        model["categoryName"] = category.Name;
        model["image"] = $"/anh/{listing.Id}.svg";
        model["sku"] = listing.Id.ToUpperInvariant();
        model["brand"] = listing.Brand;
        model["priceText"] = listing.PriceText;
        model["priceVnd"] = listing.PriceVnd;
        model["oldPriceText"] = OldPrice(listing);
        model["availability"] = listing.SoldOut ? "OutOfStock" : "InStock";
        model["soldOut"] = listing.SoldOut;
        model["conditionText"] = listing.Condition is { } condition ? _text.Conditions[condition] : null;
        model["conditionUrl"] = listing.Condition switch
        {
            "new" => "http://schema.org/NewCondition",
            "used" => "http://schema.org/UsedCondition",
            "refurbished" => "http://schema.org/RefurbishedCondition",
            _ => null,
        };
        model["sellerName"] = listing.Seller.Name;
        model["sellerPhone"] = listing.Seller.Phone;
        model["lines"] = new JsonArray([.. listing.Lines.Select(l => JsonValue.Create(l))]);
        model["hasAttributes"] = listing.Attributes.Count > 0;
        model["attributes"] = new JsonArray([.. listing.Attributes.Select(a => new JsonObject { ["key"] = a.Key, ["value"] = a.Value })]);
        model["postedAt"] = listing.PostedAt;
        model["postedText"] = DateOnly.Parse(listing.PostedAt, CultureInfo.InvariantCulture).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        model["products"] = Cards(_goods.Where(g => g != listing && category.Codes.Contains(g.Category, StringComparer.Ordinal)).Take(3));
        return Answers.Tagged(request, _pages.Render("product", model));
    }

    private IResult Page(string slug)
    {
        if (!_text.Pages.TryGetValue(slug, out var page))
            return NotFound();
        var model = Frame(page.Title, "page");
        model["name"] = page.Title;
        model["text"] = new JsonArray([.. page.Text.Select(t => JsonValue.Create(t))]);
        return Answers.Html(_pages.Render("page", model));
    }

    private IResult NotFound()
    {
        var model = Frame(_text.NotFound, "error404");
        model["name"] = _text.NotFound;
        return Answers.Html(_pages.Render("page", model), StatusCodes.Status404NotFound);
    }

    private JsonObject Frame(string title, string bodyClass) => new()
    {
        ["pageTitle"] = title,
        ["bodyClass"] = bodyClass,
        ["menu"] = new JsonArray([.. _text.Categories.Select(c => new JsonObject { ["slug"] = c.Slug, ["name"] = c.Name })]),
        ["bestSellers"] = Cards(_goods.Where((_, i) => i is 2 or 11 or 13)),
    };

    private static JsonArray Cards(IEnumerable<SampleListing> goods) => new([.. goods.Select(g => new JsonObject
    {
        ["href"] = g.PathAndQuery,
        ["image"] = $"/anh/{g.Id}.svg",
        ["title"] = g.Title,
        ["priceText"] = g.PriceText,
        ["oldPriceText"] = OldPrice(g),
        ["sale"] = g.OldPriceVnd is not null,
    })]);

    private static string? OldPrice(SampleListing listing) =>
        listing.OldPriceVnd is { } old ? Answers.Grouped(old) + "₫" : null;

    private sealed record SiteText(
        string SiteName, string Shop, string NotFound, string Greeting, IReadOnlyList<Shelf> Categories, IReadOnlyDictionary<string, string> Conditions, IReadOnlyDictionary<string, StaticText> Pages);

    private sealed record Shelf(string Slug, string Name, IReadOnlyList<string> Codes);

    private sealed record StaticText(string Title, IReadOnlyList<string> Text);
}
