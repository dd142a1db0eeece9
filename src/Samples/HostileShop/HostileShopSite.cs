using System.Text.Json.Nodes;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.HostileShop;

/// <summary>
/// A shop with a few honest listings among everything that breaks crawlers. Its front page links to all of it; a crawler that
/// survives brings home the listings, leaves <c>/cam/</c> alone and can say why it gave up on the rest.
/// </summary>
internal sealed class HostileShopSite : ISampleSite
{
    public const string HostName = "cua-hang-quy-quai.example";

    private const string Folder = "HostileShop";

    private readonly IReadOnlyList<SampleListing> _goods;
    private readonly PageTemplates _pages = new(Folder);
    private readonly TimeProvider _time;

    public HostileShopSite(IReadOnlyList<SampleListing> goods, TimeProvider time)
    {
        _goods = goods;
        _time = time;
    }

    /// <summary>Every trap where the front page links to it. The three that hide an honest listing name it by its place.</summary>
    public static IReadOnlyList<HostileTrap> Traps { get; } =
    [
        new("/lich/2026/11", HostileTrapKind.EndlessCalendar),
        new("/danh-sach?trang=1", HostileTrapKind.EndlessPages),
        new("/phien?PHPSESSID=0", HostileTrapKind.SessionIds),
        new("/loc?mau=do", HostileTrapKind.EndlessFacets),
        new("/vong/1", HostileTrapKind.RedirectLoop),
        new("/vong-dai/1", HostileTrapKind.EndlessRedirects),
        new("/qua-tai/5", HostileTrapKind.TooManyRequestsOnce),
        new("/qua-tai-mai", HostileTrapKind.TooManyRequestsAlways),
        new("/nho-giot", HostileTrapKind.SlowBody),
        new("/im-lang", HostileTrapKind.NoFirstByte),
        new("/dut-doan", HostileTrapKind.BrokenBody),
        new("/bao-loi", HostileTrapKind.ServerErrors),
        new("/bom", HostileTrapKind.InflatedBody),
        new("/trang-40mb", HostileTrapKind.HugePage),
        new("/sau", HostileTrapKind.DeepNesting),
        new("/bang-ma/khai-sai/6", HostileTrapKind.WrongCharset),
        new("/bang-ma/cu/7", HostileTrapKind.LegacyCharset),
        new("/nhi-phan", HostileTrapKind.BinaryAsHtml),
        new("/goc", HostileTrapKind.BaseElement),
        new("/thanh-vien/gia-si", HostileTrapKind.LoginWall),
        new("/kiem-tra", HostileTrapKind.Challenge),
        new("/noi-bo", HostileTrapKind.PrivateRedirect),
        new("/cam/0", HostileTrapKind.Disallowed),
    ];

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Home);
        routes.MapGet("/robots.txt", () => Answers.Text("User-agent: *\nDisallow: /cam/\n"));
        routes.MapGet("/hang/{page}", (string page) =>
            _goods.FirstOrDefault(g => string.Equals(g.PathAndQuery, "/hang/" + page, StringComparison.Ordinal)) is { } listing
                ? Answers.Html(Item(listing, "utf-8"))
                : Results.NotFound());
        EndlessTraps.Map(routes, Links);
        GateTraps.Map(routes, _pages, Links);
        new NetworkTraps(_time).Map(routes, Links, ItemAt);
        BodyTraps.Map(routes, ItemAt);
    }

    private IResult Home()
    {
        // The listings behind the three traps are linked only there.
        var open = _goods.Where((_, i) => i is < 5 or > 7);
        return Answers.Html(_pages.Render("home", new JsonObject
        {
            ["total"] = _goods.Count,
            ["goods"] = new JsonArray([.. open.Select(g => new JsonObject { ["href"] = g.PathAndQuery, ["title"] = g.Title, ["priceText"] = g.PriceText })]),
            ["traps"] = new JsonArray([.. Traps.Select(t => new JsonObject { ["path"] = t.Path })]),
        }));
    }

    private string? ItemAt(int place, string? charset) =>
        place >= 0 && place < _goods.Count ? Item(_goods[place], charset) : null;

    private string Item(SampleListing listing, string? charset) => _pages.Render("item", new JsonObject
    {
        ["charset"] = charset,
        ["title"] = listing.Title,
        ["priceText"] = listing.PriceText,
        ["lines"] = new JsonArray([.. listing.Lines.Select(l => JsonValue.Create(l))]),
        ["attributes"] = new JsonArray([.. listing.Attributes.Select(a => new JsonObject { ["key"] = a.Key, ["value"] = a.Value })]),
        ["sellerName"] = listing.Seller.Name,
        ["sellerPhone"] = listing.Seller.Phone,
        ["location"] = listing.Seller.Location,
        ["jsonLd"] = Answers.Script(new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = listing.Title,
            ["offers"] = new JsonObject { ["@type"] = "Offer", ["price"] = listing.PriceVnd, ["priceCurrency"] = "VND" },
        }),
    });

    private IResult Links(LinkPage page) => Answers.Html(_pages.Render("links", new JsonObject
    {
        ["title"] = page.Title,
        ["baseHref"] = page.Base,
        ["nextPage"] = page.Next,
        ["links"] = new JsonArray([.. page.Links.Select(l => JsonValue.Create(l))]),
    }));
}

/// <summary>A page of nothing but links.</summary>
internal sealed record LinkPage(string Title, IEnumerable<string> Links)
{
    public string? Base { get; init; }

    public string? Next { get; init; }
}
