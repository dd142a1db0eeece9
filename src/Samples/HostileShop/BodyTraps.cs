using System.IO.Compression;
using System.Text;

namespace Ecom389.Monitor.Samples.HostileShop;

/// <summary>Bodies too large, too deep or in the wrong letters.</summary>
internal static class BodyTraps
{
    private const long InflatedBytes = 2L * 1024 * 1024 * 1024;
    private const int HugeBytes = 40 * 1024 * 1024;
    private const int Depth = 100_000;

    /// <summary>Vietnamese tone marks: windows-1258 has them as letters of their own, behind the vowel.</summary>
    private const string Tones = "\u0300\u0301\u0303\u0309\u0323";

    public static void Map(IEndpointRouteBuilder routes, Func<int, string?, string?> itemAt)
    {
        routes.MapGet("/bom", InflateAsync);
        routes.MapGet("/trang-40mb", HugeAsync);
        routes.MapGet("/sau", NestAsync);
        routes.MapGet("/nhi-phan", () => Results.Bytes([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Enumerable.Range(0, 4096).Select(i => (byte)(i * 7))], "text/html"));
        routes.MapGet("/bang-ma/khai-sai/{place:int}", (int place) => itemAt(place, "utf-8") is { } html
            ? Results.Bytes(Encoding.UTF8.GetBytes(html), "text/html; charset=iso-8859-1")
            : Results.NotFound());
        routes.MapGet("/bang-ma/cu/{place:int}", (int place) => itemAt(place, "windows-1258") is { } html
            ? Results.Bytes(Windows1258(html), "text/html")
            : Results.NotFound());
    }

    private static async Task InflateAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentEncoding = "gzip";
        var chunk = new byte[64 * 1024];
        Array.Fill(chunk, (byte)' ');
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await gzip.WriteAsync("<!DOCTYPE html><title>2 GB</title>"u8.ToArray(), context.RequestAborted);
        for (var written = 0L; written < InflatedBytes; written += chunk.Length)
            await gzip.WriteAsync(chunk, context.RequestAborted);
    }

    private static async Task HugeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("<!DOCTYPE html><title>40 MB</title>", context.RequestAborted);
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p class=x>0123456789</p>\n", 2500)));
        for (var written = 0; written < HugeBytes; written += chunk.Length)
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
    }

    private static async Task NestAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("<!DOCTYPE html><title>100000</title>", context.RequestAborted);
        var chunk = string.Concat(Enumerable.Repeat("<div><b>", 1000));
        for (var depth = 0; depth < Depth; depth += 2000)
            await context.Response.WriteAsync(chunk, context.RequestAborted);
    }

    /// <summary>Letters composed without their tone, the tone behind them: what Vietnamese Windows 98 wrote.</summary>
    private static byte[] Windows1258(string html)
    {
        var spelled = new StringBuilder(html.Length * 2);
        foreach (var rune in html.EnumerateRunes())
        {
            var parts = rune.ToString().Normalize(NormalizationForm.FormD);
            spelled.Append(string.Concat(parts.Where(c => !Tones.Contains(c, StringComparison.Ordinal))).Normalize(NormalizationForm.FormC));
            spelled.Append(string.Concat(parts.Where(c => Tones.Contains(c, StringComparison.Ordinal))));
        }

        return CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetBytes(spelled.ToString());
    }
}
