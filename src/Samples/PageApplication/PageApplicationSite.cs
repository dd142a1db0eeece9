using System.Globalization;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.PageApplication;

/// <summary>
/// A single-page shop: every address answers with the same empty shell, and goods exist only after its script has fetched
/// <c>/api/products</c>. Lists and items are history routes.
/// </summary>
internal sealed class PageApplicationSite : ISampleSite
{
    public const string HostName = "shop-spa.example";

    private const string Folder = "PageApplication";
    private const int PageSize = 8;

    private readonly IReadOnlyList<SampleListing> _goods;
    private readonly PageTemplates _pages = new(Folder);

    public PageApplicationSite(IReadOnlyList<SampleListing> goods) => _goods = goods;

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/products", List);
        routes.MapGet("/api/products/{number}", Item);
        routes.MapGet("/static/{file}", (string file) => Answers.Asset(Folder, file));
        routes.MapGet("/img/{number}.svg", (string number) => Find(number) is { } goods ? Pictures.Of(goods, 0) : Results.NotFound());
        routes.MapGet("/robots.txt", () => Answers.Text("User-agent: *\nDisallow: /checkout\n"));
        routes.MapGet("/{**anything}", () => Answers.Html(_pages.Render("shell", [])));
    }

    private IResult List(HttpRequest request)
    {
        if (!int.TryParse(request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page < 1)
            page = 1;
        return Answers.Json(new JsonObject
        {
            ["page"] = page,
            ["pages"] = (_goods.Count + PageSize - 1) / PageSize,
            ["total"] = _goods.Count,
            ["items"] = Cards(_goods.Skip((page - 1) * PageSize).Take(PageSize)),
        });
    }

    private IResult Item(string number)
    {
        if (Find(number) is not { } goods)
            return Results.NotFound();

        var model = Card(goods);
        model["sku"] = "NT" + number;
        model["brand"] = goods.Brand;
        model["condition"] = goods.Condition;
        model["description"] = goods.Description;
        model["attributes"] = new JsonObject(goods.Attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value))));
        model["seller"] = goods.Seller.Name;
        model["phone"] = goods.Seller.Phone;
        model["location"] = goods.Seller.Location;
        model["postedAt"] = goods.PostedAt;
        model["related"] = Cards(_goods.Where(g => g != goods && string.Equals(g.Category, goods.Category, StringComparison.Ordinal)).Take(4));
        return Answers.Json(model);
    }

    private static JsonArray Cards(IEnumerable<SampleListing> goods) => new([.. goods.Select(Card)]);

    private static JsonObject Card(SampleListing goods) => new()
    {
        ["id"] = Number(goods),
        ["path"] = goods.PathAndQuery,
        ["title"] = goods.Title,
        ["image"] = $"/img/{Number(goods)}.svg",
        ["priceText"] = goods.PriceText,
        ["oldPriceText"] = goods.OldPriceVnd is { } old ? Answers.Grouped(old) + "₫" : null,
    };

    private SampleListing? Find(string number) =>
        _goods.FirstOrDefault(g => string.Equals(Number(g), number, StringComparison.Ordinal));

    private static string Number(SampleListing goods) => goods.PathAndQuery[(goods.PathAndQuery.LastIndexOf('-') + 1)..];
}
