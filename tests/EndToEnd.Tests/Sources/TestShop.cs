using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>A shop on loopback with a way in of every kind: 24 listings, the first of which any rule would flag.</summary>
internal sealed class TestShop : IAsyncDisposable
{
    public const int Listings = 24;
    public const string Secret = "phien-bi-mat-389";

    private readonly WebApplication _app;

    private TestShop(WebApplication app) => _app = app;

    /// <summary>Class names of the listing page: a change of theme changes them.</summary>
    public string Theme { get; set; } = "t1";

    /// <summary>The listing page carries structured data beside what it shows.</summary>
    public bool HasStructuredData { get; set; } = true;

    public string Address { get; private set; } = "";

    public static async Task<TestShop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var shop = new TestShop(app);
        app.Run(shop.AnswerAsync);
        await app.StartAsync();
        shop.Address = new Uri(app.Urls.First()).Authority;
        return shop;
    }

    /// <summary>A configuration of these definitions, every name leading to this shop.</summary>
    public string Config(params string[] sources) =>
        "{\"schemaVersion\": 1, \"network\": {\"connectTo\": {\"*.example\": \"" + Address + "\"}}, \"sources\": ["
        + string.Join(",\n", sources.Select(source => source.Replace("\"id\"", "\"allowPrivateNetwork\": true, \"limits\": {\"delayMs\": 0, \"maxDepth\": " + (source.Contains("\"post\"", StringComparison.Ordinal) ? "0" : "12") + "}, \"id\"", StringComparison.Ordinal))) + "]}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var (path, query) = (context.Request.Path.Value!, context.Request.Query);
        var site = $"http://{context.Request.Host}";
        if (path.StartsWith("/sp/", StringComparison.Ordinal)) return HtmlAsync(context, Product(int.Parse(path[4..], CultureInfo.InvariantCulture), site));
        return path switch
        {
            "/feed" => TextAsync(context, "application/rss+xml", $"<rss version=\"2.0\"><channel>{string.Concat(All.Select(n => $"<item><link>{site}/sp/{n}</link></item>"))}</channel></rss>"),
            "/sitemap.xml.gz" => BytesAsync(context, Pack($"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{string.Concat(All.Select(n => $"<url><loc>{site}/sp/{n}</loc></url>"))}</urlset>")),
            "/dm" => HtmlAsync(context, Category(Number(query, "page", 1) - 1)),
            "/tim" => HtmlAsync(context, query["q"] == "máy phá sóng" && query["p"] == "1" ? Cards([1, 2]) : "<p>Không có kết quả</p>"),
            "/con-tro" => HtmlAsync(context, query["c"] == "" ? Cards([1, 2]) + "<button class=them data-c=\"b/2\">Xem thêm</button>" : Cards([3])),
            "/api/tin" => TextAsync(context, "application/json", Answer(Number(query, "o", 0))),
            "/app" => HtmlAsync(context, "<div id=app>Đang tải</div><script>fetch('/api/tin?o=0').then(r=>r.json()).then(d=>document.getElementById('app').className='xong')</script>"),
            "/nhom" => HtmlAsync(context, Timeline()),
            "/kin" => HtmlAsync(context, context.Request.Headers.Cookie.ToString().Contains(Secret, StringComparison.Ordinal) ? Timeline() : "<p>Đăng nhập để xem nội dung nhóm kín</p>"),
            _ => MissingAsync(context),
        };
    }

    private static IEnumerable<int> All => Enumerable.Range(1, Listings);

    private static string Title(int number) => number == 1 ? "Tai nghe AirPods Pro 2 rep 1:1 nguyên seal" : $"Ốp lưng silicon trong mẫu {number}";

    private static string Words(int number) => number == 1 ? "Hàng rep 1:1 cao cấp, check app như hãng, sỉ lẻ toàn quốc" : $"Ốp dẻo mẫu {number}, bảo hành đổi trả 7 ngày tại cửa hàng";

    private string Product(int number, string site)
    {
        var price = (20 + number) * 1000;
        var data = HasStructuredData
            ? $"<script type=\"application/ld+json\">{JsonSerializer.Serialize(new Dictionary<string, object> { ["@context"] = "https://schema.org", ["@type"] = "Product", ["name"] = Title(number), ["description"] = Words(number), ["offers"] = new Dictionary<string, object> { ["@type"] = "Offer", ["price"] = price, ["priceCurrency"] = "VND" } })}</script>"
            : "";
        return $"""
            <html lang=vi><head><title>{Title(number)}</title><link rel=canonical href="{site}/sp/{number}">{data}</head><body><main>
            <h1 class="{Theme}-ten">{Title(number)}</h1><b class="{Theme}-gia">{price.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN"))} ₫</b>
            <div class="{Theme}-mo-ta"><p>{Words(number)}</p></div><span class="{Theme}-shop">Tiệm Hoa</span><button>Thêm vào giỏ</button></main></body></html>
            """;
    }

    private static string Cards(IEnumerable<int> numbers) => string.Concat(numbers.Select(n => $"<div class=the><a href=\"/sp/{n}\"><h3>{Title(n)}</h3></a><span>{20 + n}.000 ₫</span></div>"));

    // Beyond the last page the last page is shown again, as shops do.
    private static string Category(int index) => Cards(All.Skip(Math.Min(index, 2) * 8).Take(8));

    private static string Answer(int offset) => JsonSerializer.Serialize(new
    {
        total = Listings,
        tin = All.Skip(offset).Take(10).Select(n => new { id = n, ten = Title(n), noi_dung = Words(n), gia = (20 + n) * 1000, nguoi_ban = "Tiệm Hoa" }),
    });

    private static string Timeline()
    {
        var posts = new StringBuilder("<html><body><main id=feed>");
        for (var n = 1; n <= 3; n++)
        {
            posts.Append(CultureInfo.InvariantCulture, $"<div class=bai><h3>Người bán {n}</h3><a class=luc href=\"/nhom/bai/{n}\">2 giờ</a><div class=chu>{Words(n)}, giá {200 + n}k, zalo 09123456{70 + n}</div>");
            posts.Append("<div class=bl><b>Lan</b><p>Còn không shop ơi</p></div>");
            if (n == 2) posts.Append("<div class=bl id=bl7><b>Huy</b><p>Em cũng có sẵn loại này 150k, ib 0987654321</p></div>");
            posts.Append("</div>");
        }

        return posts.Append("</main></body></html>").ToString();
    }

    private static int Number(IQueryCollection query, string name, int otherwise) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Task HtmlAsync(HttpContext context, string body) => TextAsync(context, "text/html; charset=utf-8", body);

    private static Task TextAsync(HttpContext context, string type, string body)
    {
        context.Response.ContentType = type;
        // What a site sets of its own accord must not reach the evidence of a source with a session.
        if (context.Request.Path == "/kin") context.Response.Headers.SetCookie = $"lam-moi={Secret}-moi";
        return context.Response.WriteAsync(body);
    }

    private static Task BytesAsync(HttpContext context, byte[] body) => context.Response.Body.WriteAsync(body).AsTask();

    private static Task MissingAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
