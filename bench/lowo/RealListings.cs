using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// Real product records that neither set the threshold nor taught anything, mapped to listings: Tiki's toys and books, a fashion
/// shop's goods with their full page text (the threshold has seen their short text only), Chợ Tốt ads. All presumed ordinary.
/// </summary>
internal static partial class RealListings
{
    /// <summary>Sets by name.</summary>
    /// <param name="known">Titles of the listings that set the threshold: goods with the same title are left out of the sets of toys and ads.</param>
    public static IEnumerable<(string Name, IReadOnlyList<LabelledListing> Listings)> Read(string data, IReadOnlySet<string> known)
    {
        var real = Path.Combine(data, "real");
        var toys = JsonNode.Parse(Unzipped(Path.Combine(real, "tiki-products", "tiki-api-products.json.gz")))!.AsArray()
            .Select((row, i) => Make("tiki-api", i, Text(row!, "name"), Plain(Text(row!, "description")), Number(row!, "price"), "tiki-like.example"));
        yield return ("tiki-products: toys not among the ordinary listings", [.. toys.Where(listing => !known.Contains(listing.Listing.Title))]);
        yield return ("tiki-products: books", [.. Lines(Path.Combine(real, "tiki-products", "tiki-books.jsonl.gz"))
            .Select((row, i) => Make("tiki-books", i, Text(row, "name"), Plain(Text(row, "descriptionHtml")), Number(row, "price"), "tiki-like.example"))]);
        yield return ("vn-shop-products: full page texts", [.. Lines(Path.Combine(real, "vn-shop-products", "products.jsonl.gz"))
            .Select((row, i) => Make("vn-shop", i, Text(row, "name"), Plain(Text(row, "descriptionHtml")), Number(row, "price"), "cua-hang.example"))]);
        var ads = JsonNode.Parse(File.ReadAllText(Path.Combine(real, "chotot-api", "search_iphone.trimmed.json")))!["ads"]!.AsArray();
        yield return ("chotot-api: ads", [.. ads.Select((row, i) => Make("chotot", i, Text(row!, "subject"), Text(row!, "body"), Number(row!, "price"), "cho-tot-do.example"))]);
        yield return ("dienmayxanh-pages: whole pages, menus and all", [.. RealPages.Read(Path.Combine(real, "dienmayxanh-pages", "html")).Select((page, i) => Make("dien-may-trang", i, page.Title, page.Text, null, "dien-may.example"))]);
        yield return ("product-extraction-benchmark: whole pages, seven languages", [.. RealPages.Read(Path.Combine(real, "product-extraction-benchmark", "html")).Select((page, i) => Make("trang-ngoai", i, page.Title, page.Text, null, "shop.example"))]);
    }

    /// <summary>Whether a row belongs to the half that is only counted: what was flagged there has never been looked at. By its words, so that copies stay together.</summary>
    public static bool IsKeptAside(LabelledListing listing) => ContentHash.Of(listing.Listing.Title + "\n" + listing.Listing.Description)[0] < '8';

    private static LabelledListing Make(string set, int number, string title, string description, long? price, string site) => new(
        new()
        {
            Id = $"{set}-{number}",
            Channel = "marketplace",
            Site = site,
            Url = $"https://{site}/{set}/{number}",
            Title = title,
            Description = description,
            PriceText = price is { } amount ? FormattableString.Invariant($"{amount}đ") : "",
            PriceVnd = price,
        },
        new(Suspicious: false, [], []),
        set,
        Slice: null);

    private static string Text(JsonNode row, string field) => row[field]?.ToString() ?? "";

    private static long? Number(JsonNode row, string field) => decimal.TryParse(Text(row, field), System.Globalization.CultureInfo.InvariantCulture, out var value) ? (long)value : null;

    /// <summary>The words of a piece of HTML; block ends are line ends.</summary>
    private static string Plain(string html) =>
        WebUtility.HtmlDecode(Tags().Replace(Blocks().Replace(html, "\n"), " ")).Trim();

    private static IEnumerable<JsonNode> Lines(string path) =>
        Unzipped(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

    private static string Unzipped(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    [GeneratedRegex("</(p|li|div|tr|h[1-6])>|<br ?/?>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();
}
