using System.Collections.Concurrent;
using System.Globalization;

using Ecom389.Monitor.Samples.Serving;

namespace Ecom389.Monitor.Samples.HostileShop;

/// <summary>Redirects, refusals and connections that stall or break.</summary>
internal sealed class NetworkTraps(TimeProvider time)
{
    private const int ErrorLinks = 50;

    private readonly ConcurrentDictionary<int, bool> _refusedOnce = new();

    public void Map(IEndpointRouteBuilder routes, Func<LinkPage, IResult> page, Func<int, string?, string?> itemAt)
    {
        routes.MapGet("/vong/{n:int}", (int n) => Results.Redirect(n == 1 ? "/vong/2" : "/vong/1"));
        routes.MapGet("/vong-dai/{n:int}", (int n) => Results.Redirect(string.Create(CultureInfo.InvariantCulture, $"/vong-dai/{n + 1}")));
        routes.MapGet("/qua-tai/{place:int}", (int place, HttpResponse response) =>
        {
            if (_refusedOnce.TryAdd(place, true))
                return Refuse(response, "1");
            return itemAt(place, "utf-8") is { } html ? Answers.Html(html) : Results.NotFound();
        });
        routes.MapGet("/qua-tai-mai", (HttpResponse response) => Refuse(response, "3600"));
        routes.MapGet("/bao-loi", () => page(new LinkPage("/bao-loi", Enumerable.Range(0, ErrorLinks).Select(n => $"/bao-loi/{n}"))));
        routes.MapGet("/bao-loi/{n:int}", (int n) =>
            Results.StatusCode(n % 3 == 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError));
        routes.MapGet("/nho-giot", DripAsync);
        routes.MapGet("/im-lang", (HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted));
        routes.MapGet("/dut-doan", BreakAsync);
    }

    private static IResult Refuse(HttpResponse response, string seconds)
    {
        response.Headers.RetryAfter = seconds;
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    private async Task DripAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("<!DOCTYPE html><title>...</title><p>", context.RequestAborted);
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            await context.Response.WriteAsync(".", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        while (await everySecond.WaitForNextTickAsync(context.RequestAborted));
    }

    private static async Task BreakAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = 100_000;
        await context.Response.WriteAsync("<!DOCTYPE html><title>...</title><p>", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
