using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction.Tests;

/// <summary>Listings of JSON answers.</summary>
public sealed class AnswerTests
{
    private const string Url = "https://api.cho.example/v1/tin?o=0";

    private static readonly JsonEndpoint Listed = new()
    {
        Start = [new PageSeries { Url = "https://api.cho.example/v1/tin?o={offset}", First = 0, Step = 2, Total = "$.total" }],
        Items = "$.tin[?@.loai == 's']",
        Fields = new Dictionary<string, JsonField>(StringComparer.Ordinal)
        {
            ["itemId"] = Of("$.id"),
            ["title"] = Of("$.ten"),
            ["description"] = Of("$.mo_ta"),
            ["price"] = Of("$.gia"),
            ["url"] = Of("https://cho.example/tin/{$.id}.html"),
            ["brand"] = Of("$.hang[*].ten"),
            ["availability"] = new() { From = ["$.tinh_trang"], Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["het"] = "OutOfStock" } },
            ["seller.phone"] = Of("$.dt"),
            ["postedAt"] = Of("$.luc"),
            ["images"] = Of("$.anh[*]"),
            ["attributes"] = new() { Each = "$.thong_so[*]", Name = "$.n", Value = "$.v" },
        },
    };

    private const string Body = """
        )]}',
        {"total": 3, "tin": [
          {"id": 11, "loai": "s", "ten": "Camera ngụy trang \ud800", "mo_ta": "<p>Nhỏ gọn</p><p>Giá tốt</p>", "gia": 350000, "hang": [{"ten": "OEM"}], "tinh_trang": "het", "dt": "034492****", "luc": 1787892561000, "anh": ["/a.jpg", "https://cdn.example/b.jpg"], "thong_so": [{"n": "Xuất xứ", "v": "Trung Quốc"}]},
          {"id": 12, "loai": "k", "ten": "Cần mua camera"},
          {"id": 13, "loai": "s", "ten": "Tai nghe", "gia": 99000.0, "dt": "0912 345 678"}]}
        """;

    [Fact]
    public void Every_mapped_field_of_an_answer_arrives()
    {
        var page = Read(Body, Url, Listed);
        Assert.Equal((PageKind.Timeline, 2), (page.Kind, page.Listings.Count));
        var first = page.Listings[0];
        Assert.Equal(("11", "https://cho.example/tin/11.html", "cho.example"), (first.ItemId, first.CanonicalUrl, first.Record.Site));
        Assert.Equal("Camera ngụy trang \uFFFD", first.Record.Title);
        Assert.Equal("Nhỏ gọn\nGiá tốt", first.Record.Description);
        Assert.Equal((350_000L, "350000"), (first.Record.PriceVnd, first.Record.PriceText));
        Assert.Null(first.Record.Brand);
        Assert.Equal("OutOfStock", first.Availability);
        Assert.Null(first.Record.Seller.Phone);
        Assert.Equal("2026-08-28", first.Record.PostedAt);
        Assert.Equal(["https://api.cho.example/a.jpg", "https://cdn.example/b.jpg"], first.Images);
        Assert.Equal("Trung Quốc", first.Record.Attributes["Xuất xứ"]);
        Assert.Equal("json:$.gia", first.Provenance["price"]);
        Assert.Equal("0912 345 678", page.Listings[1].Record.Seller.Phone);
        Assert.Equal(99_000, page.Listings[1].Record.PriceVnd);
    }

    [Fact]
    public void The_next_page_is_asked_for_until_the_total_is_reached()
    {
        Assert.Equal("https://api.cho.example/v1/tin?o=2", Assert.Single(Read(Body, Url, Listed).Links, link => link.Kind == "next").Url);
        Assert.DoesNotContain(Read(Body, "https://api.cho.example/v1/tin?o=2", Listed).Links, link => link.Kind == "next");
        Assert.Equal(PageKind.Other, Read("""{"total": 3, "tin": []}""", Url, Listed).Kind);
    }

    [Fact]
    public void Cards_of_an_answer_lead_to_their_listings()
    {
        var page = Read(Body, Url, Listed with { Complete = false, Link = "https://api.cho.example/v1/tin/{$.id}" });
        Assert.Equal(PageKind.List, page.Kind);
        Assert.Equal(["https://api.cho.example/v1/tin/11", "https://api.cho.example/v1/tin/13"], page.Links.Where(link => link.Kind == "listing").Select(link => link.Url));
    }

    [Fact]
    public void An_answer_of_one_item_is_the_page_of_a_listing()
    {
        var detail = new JsonEndpoint { Match = ["/v1/chi-tiet/*"], Items = "$.tin", Fields = new Dictionary<string, JsonField>(StringComparer.Ordinal) { ["title"] = Of("$.ten") } };
        var page = Read("""{"tin": {"ten": "Tai nghe"}}""", "https://api.cho.example/v1/chi-tiet/9", detail);
        Assert.Equal((PageKind.Listing, "Tai nghe"), (page.Kind, Assert.Single(page.Listings).Record.Title));
    }

    [Fact]
    public void Answers_a_rendered_page_fetched_itself_are_its_listings()
    {
        var capture = Saved.Page("<html><body><h1>Chợ</h1><a href=/tin/1.html>Tin</a></body></html>", "https://cho.example/") with
        {
            Mode = RenderMode.Browser,
            SubResources = [new SubResource(Url, 200, "application/json", Encoding.UTF8.GetBytes(Body)), new SubResource("https://api.cho.example/quang-cao", 200, "application/json", "{}"u8.ToArray())],
        };
        var page = new PageExtractor().Extract(capture, Source(Listed));
        Assert.Equal((PageKind.Timeline, "11 13"), (page.Kind, string.Join(' ', page.Listings.Select(listing => listing.ItemId))));
        Assert.DoesNotContain(page.Links, link => link.Url == "https://api.cho.example/v1/tin?o=2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body><h1>Lỗi {x}</h1></body></html>")]
    [InlineData("{\"tin\": [")]
    [InlineData("[1, 2]")]
    public void What_is_no_answer_yields_no_listing(string body) => Assert.Empty(Read(body, Url, Listed).Listings);

    private static JsonField Of(params string[] from) => new() { From = from };

    private static SourceDefinition Source(JsonEndpoint endpoint) => Saved.Source() with { Endpoints = [endpoint] };

    private static PageExtraction Read(string body, string url, JsonEndpoint endpoint) =>
        new PageExtractor().Extract(Saved.Bytes(Encoding.UTF8.GetBytes(body), url, "application/json; charset=utf-8"), Source(endpoint));
}
