using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.SocialPage;

/// <summary>
/// A public buy-and-sell group of a social network: free posts loaded by XHR while scrolling, long texts cut behind "Xem thêm",
/// permalinks, comments that haggle and offer, class names that mean nothing.
/// </summary>
internal sealed class SocialPageSite : ISampleSite
{
    public const string HostName = "mang-xa-hoi-mau.example";

    private const string Folder = "SocialPage";
    private const int BatchSize = 5;

    private readonly IReadOnlyList<SampleListing> _posts;
    private readonly PageTemplates _pages = new(Folder);
    private readonly SiteText _text = JsonSerializer.Deserialize<SiteText>(Resources.Text($"{Folder}/Pages/site.json"), JsonContract.Compact)!;

    public SocialPageSite(IReadOnlyList<SampleListing> posts) => _posts = posts;

    public string Host => HostName;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Shell(_text.Group, new JsonObject { ["after"] = 0 }));
        routes.MapGet("/api/feed", Feed);
        routes.MapGet("/posts/{number}", (string number) => Find(number) is { } post
            ? Shell($"{post.Seller.Name} - {_text.Group}", new JsonObject { ["post"] = Post(post) })
            : Results.NotFound());
        routes.MapGet("/nguoi-dung/{id}", () => Shell(_text.Login, new JsonObject { ["after"] = null }));
        routes.MapGet("/login", () => Shell(_text.Login, new JsonObject { ["after"] = null }));
        routes.MapGet("/anh/{id}.svg", (string id) =>
            _posts.FirstOrDefault(p => string.Equals(p.Id, id, StringComparison.Ordinal)) is { } post ? Pictures.Of(post, 0) : Results.NotFound());
        routes.MapGet("/rsrc/{file}", (string file) => Answers.Asset(Folder, file));
        routes.MapGet("/robots.txt", () => Answers.Text("User-agent: *\nDisallow: /login\nDisallow: /nguoi-dung/\n"));
    }

    private IResult Feed(HttpRequest request)
    {
        if (!int.TryParse(request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            after = 0;
        return Answers.Json(new JsonObject
        {
            ["posts"] = new JsonArray([.. _posts.Skip(after).Take(BatchSize).Select(Post)]),
            ["next"] = after + BatchSize < _posts.Count ? after + BatchSize : null,
        });
    }

    private IResult Shell(string title, JsonObject start) =>
        Answers.Html(_pages.Render("shell", new JsonObject { ["pageTitle"] = title, ["start"] = Answers.Script(start) }));

    private JsonObject Post(SampleListing post) => new()
    {
        ["id"] = Number(post),
        ["path"] = post.PathAndQuery,
        ["author"] = post.Seller.Name,
        ["authorId"] = Answers.Stable(post.Seller.Name ?? "").ToString(CultureInfo.InvariantCulture),
        ["when"] = _text.Posted.Of(post),
        ["where"] = post.Seller.Location,
        ["text"] = post.Description,
        ["likes"] = Answers.Stable(post.Id) % 140,
        // Not everybody adds a picture.
        ["image"] = Answers.Stable(post.Id) % 4 == 0 ? null : $"/anh/{post.Id}.svg",
        ["comments"] = new JsonArray([.. post.Comments.Select(c => c.Split(": ", 2)).Select(c => new JsonObject { ["author"] = c[0], ["text"] = c[1] })]),
    };

    private SampleListing? Find(string number) =>
        _posts.FirstOrDefault(p => string.Equals(Number(p), number, StringComparison.Ordinal));

    private static string Number(SampleListing post) => post.PathAndQuery[(post.PathAndQuery.LastIndexOf('/') + 1)..];

    private sealed record SiteText(PostedText Posted, string Group, string Login);
}
