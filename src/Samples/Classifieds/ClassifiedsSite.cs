using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.Classifieds;

/// <summary>
/// A provincial classifieds site as it has stood since 2006: nested tables, unclosed cells, query-string addresses, no structured
/// data, ages in words, phone numbers behind a click, wanted and lost-property ads among the offers.
/// </summary>
internal sealed class ClassifiedsSite : ISampleSite
{
    public const string HostName = "rao-vat-mien-tay.example";

    private const string Folder = "Classifieds";
    private const int PageSize = 10;

    private readonly IReadOnlyList<SampleListing> _ads;
    private readonly TimeProvider _time;
    private readonly int _firstNumber;
    private readonly int _lastNumber;
    private readonly PageTemplates _pages = new(Folder);
    private readonly SiteText _text = JsonSerializer.Deserialize<SiteText>(Resources.Text($"{Folder}/Pages/site.json"), JsonContract.Compact)!;

    public ClassifiedsSite(IReadOnlyList<SampleListing> ads, TimeProvider time)
    {
        _ads = ads;
        _time = time;
        var numbers = SampleCatalogue.Of(HostName).Select(a => Number(AdNumber(a), 0)).ToList();
        _firstNumber = numbers.Min();
        _lastNumber = numbers.Max();
    }

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", List);
        routes.MapGet("/index.php", List);
        routes.MapGet("/tin.php", Ad);
        routes.MapGet("/hinh.php", (string tin) => Find(tin) is { } ad ? Pictures.Of(ad, 0) : Results.NotFound());
        routes.MapGet("/dangtin.php", () => Plain(_text.Login, StatusCodes.Status200OK));
        routes.MapGet("/dangnhap.php", () => Plain(_text.Login, StatusCodes.Status200OK));
        // No robots.txt: many small sites have none, and 404 means that everything may be crawled (RFC 9309, 2.3.1.3).
    }

    private IResult List(HttpRequest request)
    {
        var shelf = _text.Categories.FirstOrDefault(c => c.Number == Number(request.Query["muc"], 0));
        IReadOnlyList<SampleListing> all = shelf is null
            ? _ads
            : [.. _ads.Where(a => shelf.Codes.Contains(a.Category, StringComparer.Ordinal))];
        var last = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        var page = Number(request.Query["trang"], 1);
        if (page < 1 || page > last)
            return Plain(_text.NotFound, StatusCodes.Status404NotFound);

        string Link(int number) => shelf is null ? $"index.php?trang={number}" : $"index.php?muc={shelf.Number}&trang={number}";
        var model = Frame(shelf?.Name ?? _text.SiteName);
        model["name"] = shelf?.Name ?? _text.Newest;
        model["total"] = all.Count;
        model["ads"] = Rows(all.Skip((page - 1) * PageSize).Take(PageSize));
        model["next"] = page < last ? Link(page + 1) : null;
        model["pages"] = new JsonArray([.. Enumerable.Range(1, last).Select(n => new JsonObject
        {
            ["number"] = n,
            ["href"] = Link(n),
            ["here"] = n == page,
        })]);
        return Answers.Html(_pages.Render("list", model));
    }

    private IResult Ad(HttpRequest request)
    {
        if (Find(request.Query["id"].ToString()) is not { } ad)
        {
            // A number once given out is gone; one never given out is not found.
            var given = Number(request.Query["id"], 0) is var number && number >= _firstNumber && number <= _lastNumber;
            return Plain(_text.NotFound, given ? StatusCodes.Status410Gone : StatusCodes.Status404NotFound);
        }

        var shelf = _text.Categories.First(c => c.Codes.Contains(ad.Category, StringComparer.Ordinal));
        var phone = ad.Seller.Phone ?? "";
        var model = Frame(ad.Title);
        model["categoryNumber"] = shelf.Number;
        model["categoryName"] = shelf.Name;
        model["number"] = AdNumber(ad);
        model["title"] = ad.Title;
        model["posted"] = _text.Posted.Of(ad);
        // Grows through the day, as counters do: two captures of one ad are never the same bytes.
        model["views"] = (Answers.Stable(ad.Id) % 900) + (_time.GetUtcNow().Hour * 3);
        model["priceText"] = ad.PriceText;
        model["sellerName"] = ad.Seller.Name;
        model["location"] = ad.Seller.Location;
        model["conditionText"] = ad.Condition is { } condition ? _text.Conditions[condition] : null;
        model["maskedPhone"] = phone.Length > 3 ? phone[..^3] + "***" : "***";
        model["codedPhone"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(phone));
        model["lines"] = new JsonArray([.. ad.Lines.Select(l => JsonValue.Create(l))]);
        model["others"] = Rows(_ads.Where(a => a != ad && shelf.Codes.Contains(a.Category, StringComparer.Ordinal)).Take(5));
        model["vips"] = Rows(_ads.Where((_, i) => i % 13 == 6).Take(3));
        return Answers.Html(_pages.Render("ad", model));
    }

    private IResult Plain(string text, int status)
    {
        var model = Frame(_text.SiteName);
        model["text"] = text;
        return Answers.Html(_pages.Render("plain", model), status);
    }

    private JsonObject Frame(string title) => new()
    {
        ["pageTitle"] = title,
        ["menu"] = new JsonArray([.. _text.Categories.Select(c => new JsonObject { ["number"] = c.Number, ["name"] = c.Name })]),
    };

    private JsonArray Rows(IEnumerable<SampleListing> ads) => new([.. ads.Select(a => new JsonObject
    {
        ["number"] = AdNumber(a),
        ["title"] = a.Title,
        ["wanted"] = a.Wanted,
        ["vip"] = Answers.Stable(a.Id) % 7 == 0,
        ["teaser"] = a.Lines[0].Length > 60 ? a.Lines[0][..60] + "..." : a.Lines[0],
        ["priceText"] = a.PriceText,
        ["location"] = a.Seller.Location,
        ["posted"] = _text.Posted.Of(a),
    })]);

    private SampleListing? Find(string number) =>
        _ads.FirstOrDefault(a => string.Equals(AdNumber(a), number, StringComparison.Ordinal));

    private static string AdNumber(SampleListing ad) => ad.PathAndQuery[(ad.PathAndQuery.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static int Number(string? text, int otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private sealed record SiteText(
        PostedText Posted, IReadOnlyList<Shelf> Categories, string SiteName, string Newest, string NotFound, string Login,
        IReadOnlyDictionary<string, string> Conditions);

    private sealed record Shelf(int Number, string Name, IReadOnlyList<string> Codes);
}
