using System.Globalization;

namespace Ecom389.Monitor.Samples.HostileShop;

/// <summary>Spaces of addresses without end: every page is small, valid and new.</summary>
internal static class EndlessTraps
{
    private static readonly string[] Filters = ["mau", "co", "hang", "gia", "noi", "sao"];
    private static readonly string[] Values = ["do", "xanh", "lon"];

    public static void Map(IEndpointRouteBuilder routes, Func<LinkPage, IResult> page)
    {
        routes.MapGet("/lich/{year:int:range(1,9998)}/{month:int:range(1,12)}", (int year, int month) =>
        {
            var first = new DateOnly(year, month, 1);
            return page(new LinkPage(Month(first), [Month(first.AddMonths(-1 * (year > 1 ? 1 : 0))), Month(first.AddMonths(1)), Month(first.AddYears(1))]));
        });
        routes.MapGet("/danh-sach", (int trang) =>
        {
            var next = string.Create(CultureInfo.InvariantCulture, $"/danh-sach?trang={trang + 1}");
            return page(new LinkPage(next, [next]) { Next = next });
        });
        routes.MapGet("/phien", () =>
            page(new LinkPage("/phien", Enumerable.Range(0, 5).Select(_ => $"/phien?PHPSESSID={Guid.NewGuid():N}"))));
        routes.MapGet("/loc", (HttpRequest request) =>
        {
            var query = request.QueryString.ToString().TrimStart('?');
            return page(new LinkPage("/loc", Filters.SelectMany(f => Values.Select(v => $"/loc?{query}&{f}={v}"))));
        });
    }

    private static string Month(DateOnly first) => string.Create(CultureInfo.InvariantCulture, $"/lich/{first.Year}/{first.Month}");
}
