using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Real answers of two marketplaces' endpoints, every field compared.</summary>
[Trait("Category", "SharedData")]
public sealed class RealAnswersTests
{
    private static readonly JsonEndpoint Tiki = new()
    {
        Match = ["/api/v2/products/*"],
        Items = "$",
        Fields = new Dictionary<string, JsonField>(StringComparer.Ordinal)
        {
            ["itemId"] = Of("$.id"),
            ["title"] = Of("$.name"),
            ["description"] = Of("$.description"),
            ["price"] = Of("$.price"),
            ["brand"] = Of("$.brand.name"),
            ["seller.name"] = Of("$.current_seller.name"),
            ["sku"] = Of("$.sku"),
            ["availability"] = new() { From = ["$.inventory_status"], Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["available"] = "InStock", ["out_of_stock"] = "OutOfStock", ["upcoming"] = "PreOrder" } },
            ["images"] = Of("$.images[*].base_url"),
            ["url"] = Of("https://tiki.vn/{$.url_path}"),
            ["attributes"] = new() { Each = "$.specifications[*].attributes[*]", Name = "$.name", Value = "$.value" },
        },
    };

    private static readonly Dictionary<string, JsonField> ChototFields = new(StringComparer.Ordinal)
    {
        ["itemId"] = Of("$.list_id"),
        ["title"] = Of("$.subject"),
        ["description"] = Of("$.body"),
        ["price"] = Of("$.price"),
        ["priceText"] = Of("$.price_string"),
        ["seller.name"] = Of("$.account_name"),
        ["seller.phone"] = Of("$.phone"),
        ["seller.location"] = Of("{$.ward_name}, {$.area_name}, {$.region_name}"),
        ["seller.rating"] = Of("$.average_rating_for_seller"),
        ["seller.sold"] = Of("$.sold_ads"),
        ["postedAt"] = Of("$.list_time"),
        ["images"] = Of("$.images[*]"),
        ["condition"] = Of("$.elt_condition_text"),
        ["url"] = Of("https://www.chotot.com/{$.list_id}.htm"),
    };

    [SharedDataFact]
    public void Every_answer_of_a_marketplaces_products_is_read_as_it_says()
    {
        using var packed = new GZipStream(File.OpenRead(SharedData.PathOf("real", "tiki-products", "tiki-api-products.json.gz")), CompressionMode.Decompress);
        using var products = JsonDocument.Parse(packed);
        var expected = File.ReadAllLines(SharedData.PathOf("real", "tiki-products", "tiki-api-expected.jsonl")).Select(line => JsonElement.Parse(line)).ToDictionary(row => row.GetProperty("id").GetInt64());
        var extractor = new PageExtractor();
        var source = Saved.Source(channel: Channel.Marketplace) with { Endpoints = [Tiki] };
        var wrong = new List<string>();
        foreach (var product in products.RootElement.EnumerateArray())
        {
            var id = product.GetProperty("id").GetInt64();
            var page = extractor.Extract(Saved.Bytes(Encoding.UTF8.GetBytes(product.GetRawText()), $"https://api.tiki.example/api/v2/products/{id}", "application/json"), source);
            if (page is not { Kind: PageKind.Listing, Listings: [var listing] })
            {
                wrong.Add($"{id} is {page.Kind}");
                continue;
            }

            var row = expected[id];
            Compare("name", Text(row, "name")?.Trim(), listing.Record.Title);
            Compare("price", row.GetProperty("price").GetInt64().ToString(null as IFormatProvider), listing.Record.PriceVnd?.ToString(null as IFormatProvider));
            Compare("brand", Text(row, "brand") is "OEM" ? null : Text(row, "brand"), listing.Record.Brand);
            Compare("seller", Text(row, "seller"), listing.Record.Seller.Name);
            Compare("sku", Text(row, "sku"), listing.Sku);
            Compare("availability", Text(row, "availability") is "PreOrder/Unknown" ? "PreOrder" : Text(row, "availability"), listing.Availability);
            Compare("images", row.GetProperty("imageCount").GetInt32().ToString(null as IFormatProvider), listing.Images.Count.ToString(null as IFormatProvider));
            Compare("url", Text(row, "url"), listing.CanonicalUrl);
            void Compare(string field, string? wanted, string? read)
            {
                if (!string.Equals(wanted, read, StringComparison.Ordinal)) wrong.Add($"{id} {field}: {wanted} / {read}");
            }
        }

        Assert.Equal(462, expected.Count);
        Assert.Empty(wrong);
    }

    [SharedDataFact]
    public void A_search_answer_of_a_classifieds_site_is_read_ad_by_ad()
    {
        var page = Read("search_iphone.trimmed.json", "https://gateway.example/v1/public/ad-listing?o=0", new JsonEndpoint { Match = ["/v1/public/ad-listing?*"], Items = "$.ads[*]", Fields = ChototFields });
        Assert.Equal((PageKind.Timeline, 3), (page.Kind, page.Listings.Count));
        Assert.Equal(["134397861", "129977428", "133694116"], page.Listings.Select(listing => listing.ItemId));
        Assert.Equal(["iPhone", "iPhone 7", "iPhone iPhone 8 64GB Vàng Like New"], page.Listings.Select(listing => listing.Record.Title));
        Assert.Equal([1_000_000L, 750_000, 750_000], page.Listings.Select(listing => listing.Record.PriceVnd!.Value));
        Assert.Equal(["1.000.000 đ", "750.000 đ", "750.000 đ"], page.Listings.Select(listing => listing.Record.PriceText));
        Assert.Equal(["Người bán A", "Người bán B", "Người bán C"], page.Listings.Select(listing => listing.Record.Seller.Name));
        Assert.Equal([null, 4.5, 3.0], page.Listings.Select(listing => listing.Record.Seller.Rating));
        Assert.Equal([null, 18L, 8], page.Listings.Select(listing => listing.Record.Seller.Sold));
        Assert.Equal(["2026-08-28", "2026-08-28", "2026-08-28"], page.Listings.Select(listing => listing.Record.PostedAt));
        Assert.Equal([0, 3, 3], page.Listings.Select(listing => listing.Images.Count));
        Assert.Equal("Phường Nguyễn Trãi, Quận Hà Đông, Hà Nội", page.Listings[1].Record.Seller.Location);
        Assert.Equal("https://www.chotot.com/129977428.htm", page.Listings[1].CanonicalUrl);
        Assert.Contains("máy main màn zin", page.Listings[1].Record.Description, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void A_detail_answer_of_a_classifieds_site_tells_condition_and_keeps_a_masked_number_out()
    {
        var fields = ChototFields.ToDictionary(field => field.Key, field => Of([.. field.Value.From.Select(path => path.Replace("$.", "$.ad.", StringComparison.Ordinal))]), StringComparer.Ordinal);
        fields["condition"] = Of("$.ad_params.elt_condition.value");
        fields["brand"] = Of("$.ad_params.mobile_brand.value");
        fields["attributes"] = new() { Each = "$.ad_params[*]", Name = "$.label", Value = "$.value" };
        var page = Read("detail_listing.trimmed.json", "https://gateway.example/v1/public/ad-listing/134397861", new JsonEndpoint { Match = ["/v1/public/ad-listing/*"], Items = "$", Fields = fields });
        var listing = Assert.Single(page.Listings);
        Assert.Equal(PageKind.Listing, page.Kind);
        Assert.Equal(("134397861", "iPhone", "1.000.000 đ", 1_000_000L), (listing.ItemId, listing.Record.Title, listing.Record.PriceText, listing.Record.PriceVnd));
        Assert.Equal(("used", "Apple", "2026-08-28"), (listing.Record.Condition, listing.Record.Brand, listing.Record.PostedAt));
        Assert.Null(listing.Record.Seller.Phone);
        Assert.Equal(("Người bán A", "Xã Lục Ba, Huyện Đại Từ, Thái Nguyên"), (listing.Record.Seller.Name, listing.Record.Seller.Location));
        Assert.Equal(("iPhone XR", "Bảo hành hãng", 10), (listing.Record.Attributes["Dòng máy"], listing.Record.Attributes["Chính sách bảo hành"], listing.Record.Attributes.Count));
        Assert.Single(listing.Images);
    }

    private static JsonField Of(params string[] from) => new() { From = from };

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static PageExtraction Read(string file, string url, JsonEndpoint endpoint) => new PageExtractor().Extract(
        Saved.Bytes(File.ReadAllBytes(SharedData.PathOf("real", "chotot-api", file)), url, "application/json"), Saved.Source(channel: Channel.Marketplace) with { Endpoints = [endpoint] });
}
