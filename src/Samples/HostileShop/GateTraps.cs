using System.Text.Json.Nodes;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.HostileShop;

/// <summary>Doors that are not ours to open: logins, challenges, forbidden addresses, and doors into somebody's inner network.</summary>
internal static class GateTraps
{
    /// <summary>Where the redirects of <c>/noi-bo/N</c> lead: the same few machines in the spellings that get past naive checks.</summary>
    private static readonly string[] Inside =
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f000001/",
        "http://0177.0.0.1/", "http://127.1/", "http://0.0.0.0/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/", "http://100.64.0.1/", "//127.0.0.1:22/",
        "file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)",
    ];

    public static void Map(IEndpointRouteBuilder routes, PageTemplates pages, Func<LinkPage, IResult> page)
    {
        routes.MapGet("/thanh-vien/{what}", (string what) => Results.Redirect($"/dang-nhap?tiep=/thanh-vien/{Uri.EscapeDataString(what)}"));
        routes.MapGet("/dang-nhap", () => Answers.Html(pages.Render("login", [])));
        routes.MapGet("/kiem-tra", (HttpResponse response) =>
        {
            response.Headers["cf-mitigated"] = "challenge";
            response.Headers.CacheControl = "no-store";
            return Answers.Html(pages.Render("challenge", new JsonObject()), StatusCodes.Status403Forbidden);
        });
        routes.MapGet("/goc", () => page(new LinkPage("/goc", ["latest/meta-data/", "admin", "../secret"]) { Base = "http://169.254.169.254/" }));
        routes.MapGet("/noi-bo", () => page(new LinkPage("/noi-bo", Enumerable.Range(0, Inside.Length).Select(n => $"/noi-bo/{n}"))));
        routes.MapGet("/noi-bo/{n:int}", (int n, HttpResponse response) =>
        {
            if (n < 0 || n >= Inside.Length)
                return Results.NotFound();
            // By hand: the framework's own redirect would tidy these addresses up.
            response.Headers.Location = Inside[n];
            return Results.StatusCode(StatusCodes.Status302Found);
        });
        routes.MapGet("/cam/{n:int}", (int n) => page(new LinkPage("/cam", [$"/cam/{n + 1}", $"/cam/{n + 2}"])));
    }
}
