using System.Globalization;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.Marketplace;

/// <summary>
/// A large server-rendered marketplace: JSON-LD on every item, categories in pages of <see cref="PageSize"/>, sitemap index with a
/// gzip sitemap, robots.txt with closed corners, tracking parameters in half of its links.
/// </summary>
internal sealed class MarketplaceSite : ISampleSite
{
    public const string HostName = "cho-cong-nghe.example";

    private const string Folder = "Marketplace";
    private const int PageSize = 6;

    private readonly IReadOnlyList<SampleListing> _goods;
    private readonly PageTemplates _pages = new(Folder);
    private readonly MarketplaceModels _models;

    public MarketplaceSite(IReadOnlyList<SampleListing> goods)
    {
        _goods = goods;
        _models = new MarketplaceModels(Folder);
    }

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Home);
        routes.MapGet("/danh-muc/{slug}", Category);
        routes.MapGet("/gian-hang/{slug}", Shop);
        routes.MapGet("/tim-kiem", Search);
        routes.MapGet("/san-pham/{page}", Item);
        routes.MapGet("/trang/{slug}", StaticPage);
        routes.MapGet("/gio-hang", (HttpRequest request) => Closed(request, _models.Text.Basket));
        routes.MapGet("/tai-khoan/{page}", (HttpRequest request) => Closed(request, _models.Text.SignIn));
        routes.MapGet("/anh/{id}-{number:int}.svg", (string id, int number) =>
            _goods.FirstOrDefault(g => string.Equals(g.Id, id, StringComparison.Ordinal)) is { } goods
                ? Pictures.Of(goods, number)
                : Results.NotFound());
        routes.MapGet("/tai-nguyen/{file}", (string file) => Answers.Asset(Folder, file));
        MarketplaceSitemaps.Map(routes, _goods, _models.Categories.Select(c => c.Slug));
    }

    private IResult Home(HttpRequest request)
    {
        var model = _models.Page(request, _models.Text.HomeTitle, "/");
        // Every sixth: a front page shows a choice, the rest is behind the categories.
        model["cards"] = MarketplaceModels.Cards(_goods.Where((_, i) => i % 6 == 1), "?utm_source=trang_chu&utm_medium=flash&pid=");
        return Answers.Html(_pages.Render("home", model));
    }

    private IResult Category(HttpRequest request, string slug) =>
        _models.Categories.FirstOrDefault(c => string.Equals(c.Slug, slug, StringComparison.Ordinal)) is { } category
            ? List(request, category.Name, $"/danh-muc/{slug}", _goods.Where(g => category.Codes.Contains(g.Category, StringComparer.Ordinal)))
            : NotFound(request);

    private IResult Shop(HttpRequest request, string slug)
    {
        var ofShop = _goods.Where(g => string.Equals(MarketplaceModels.Slug(g.Seller.Name ?? ""), slug, StringComparison.Ordinal)).ToList();
        return ofShop.Count == 0 ? NotFound(request) : List(request, ofShop[0].Seller.Name!, $"/gian-hang/{slug}", ofShop);
    }

    private IResult Search(HttpRequest request)
    {
        var words = request.Query["q"].ToString();
        return List(request, words, "/tim-kiem", _goods.Where(g => g.Title.Contains(words, StringComparison.OrdinalIgnoreCase)));
    }

    private IResult List(HttpRequest request, string name, string path, IEnumerable<SampleListing> chosen)
    {
        var all = Sorted(chosen, request.Query["sap-xep"]).ToList();
        var last = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        if (!int.TryParse(request.Query["trang"], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            number = 1;
        if (number < 1 || number > last)
            return NotFound(request);

        var model = _models.Page(request, name, number == 1 ? path : $"{path}?trang={number}");
        model["name"] = name;
        model["base"] = path;
        model["facets"] = path.StartsWith("/danh-muc/", StringComparison.Ordinal);
        model["total"] = all.Count;
        model["cards"] = MarketplaceModels.Cards(all.Skip((number - 1) * PageSize).Take(PageSize), $"?spm=ds.{number}.");
        model["prevPage"] = number > 1 ? PageLink(path, number - 1) : null;
        model["nextPage"] = number < last ? PageLink(path, number + 1) : null;
        model["pages"] = new JsonArray([.. Enumerable.Range(1, last).Select(n => new JsonObject
        {
            ["number"] = n,
            ["href"] = PageLink(path, n),
            ["here"] = n == number,
        })]);
        return Answers.Html(_pages.Render("list", model));
    }

    private static string PageLink(string path, int number) => number == 1 ? path : $"{path}?trang={number}";

    private static IEnumerable<SampleListing> Sorted(IEnumerable<SampleListing> goods, string? order) => order switch
    {
        "gia-tang" => goods.OrderBy(g => g.PriceVnd),
        "gia-giam" => goods.OrderByDescending(g => g.PriceVnd),
        "ban-chay" => goods.OrderByDescending(g => g.Seller.Sold),
        _ => goods,
    };

    private IResult Item(HttpRequest request, string page)
    {
        var listing = _goods.FirstOrDefault(g => g.PathAndQuery.EndsWith('/' + page, StringComparison.Ordinal));
        if (listing is null)
        {
            // An old link whose words changed still finds its item by number, as on the real ones.
            var number = page.LastIndexOf("-p", StringComparison.Ordinal);
            listing = number < 0 ? null : _goods.FirstOrDefault(g => g.PathAndQuery.EndsWith(page[number..], StringComparison.Ordinal));
            return listing is null ? NotFound(request) : Results.Redirect(listing.PathAndQuery, permanent: true);
        }

        var related = _goods.Where(g => string.Equals(g.Category, listing.Category, StringComparison.Ordinal) && g != listing).Take(4);
        return Answers.Tagged(request, _pages.Render("item", _models.Item(request, listing, related)));
    }

    private IResult StaticPage(HttpRequest request, string slug) =>
        _models.Static(request, slug) is { } model ? Answers.Html(_pages.Render("page", model)) : NotFound(request);

    private IResult Closed(HttpRequest request, string title)
    {
        var model = _models.Page(request, title, request.Path);
        model["name"] = title;
        return Answers.Html(_pages.Render("page", model));
    }

    private IResult NotFound(HttpRequest request)
    {
        var model = _models.Page(request, _models.Text.NotFound, request.Path);
        model["name"] = _models.Text.NotFound;
        return Answers.Html(_pages.Render("page", model), StatusCodes.Status404NotFound);
    }
}
