using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Ecom389.Monitor.Samples.Serving;

/// <summary>The few kinds of answer every shop gives, and how Vietnamese shops write money and dates.</summary>
internal static class Answers
{
    /// <summary>Vietnamese letters readable, but no <c>&lt;</c>: safe inside a script element.</summary>
    private static readonly JsonSerializerOptions ForScript = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public static IResult Html(string page, int status = StatusCodes.Status200OK) =>
        Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8, status);

    /// <summary>A page with an entity tag; 304 without a body to a visitor who has it already (RFC 9110, 13.1.2).</summary>
    public static IResult Tagged(HttpRequest request, string page)
    {
        // Weak, for the same page may go out compressed.
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(page)))[..16]}\"";
        request.HttpContext.Response.Headers.ETag = tag;
        return request.Headers.IfNoneMatch.Contains(tag, StringComparer.Ordinal)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Html(page);
    }

    public static IResult Text(string text) => Results.Content(text, "text/plain; charset=utf-8");

    public static IResult Json(JsonNode node) => Results.Content(node.ToJsonString(ForScript), "application/json; charset=utf-8");

    /// <summary>JSON as it may stand inside <c>&lt;script&gt;</c>.</summary>
    public static string Script(JsonNode node) => node.ToJsonString(ForScript);

    /// <summary>A stylesheet or script of a shop's own <c>Pages</c> folder, or 404.</summary>
    public static IResult Asset(string folder, string file)
    {
        var path = $"{folder}/Pages/{file}";
        var type = Path.GetExtension(file) switch { ".css" => "text/css", ".js" => "text/javascript", _ => null };
        return type is null || !Resources.Exists(path)
            ? Results.NotFound()
            : Results.Content(Resources.Text(path), type + "; charset=utf-8");
    }

    /// <summary><c>1.250.000</c>.</summary>
    public static string Grouped(long amount) => amount.ToString("#,##0", Vietnamese);

    /// <summary>Scheme and host the visitor used, so that absolute links stay where he is.</summary>
    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    /// <summary>A number that is the same in every run for the same text (string.GetHashCode is not).</summary>
    public static int Stable(string text) =>
        (int)(text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) & 0x7fffffff);
}
