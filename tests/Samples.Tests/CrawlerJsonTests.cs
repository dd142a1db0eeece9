using System.Text.Json;
using System.Text.Json.Nodes;

using AngleSharp.Dom;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>The crawler.json at the repository's root describes the shops as they are.</summary>
public sealed class CrawlerJsonTests(ShopServer shops) : IClassFixture<ShopServer>
{
    private static readonly JsonNode Configuration = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "crawler.json")),
        documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;

    [Fact]
    public void Each_ordinary_shop_is_one_source()
    {
        var hosts = Configuration["sources"]!.AsArray().Select(s => new Uri(s!["start"]![0]!.ToString()).Host);
        Assert.Equal(SampleShops.Hosts, hosts);
    }

    [Theory]
    [InlineData("cho-cong-nghe")]
    [InlineData("tiem-anh-tuan")]
    [InlineData("rao-vat-mien-tay")]
    public async Task Selectors_of_listing_pages_read_what_was_written(string id)
    {
        var selectors = Source(id)["selectors"]!["listing"]!.AsObject();
        foreach (var listing in SampleCatalogue.Of(id + ".example").Where(l => l.PriceText.Length > 0))
        {
            var page = await shops.PageAsync($"http://{listing.Site}{listing.PathAndQuery}");
            Assert.Equal(listing.Title, Read(page, selectors["title"]!.ToString()));
            Assert.Equal(listing.PriceText, Read(page, selectors["priceText"]!.ToString()));
            if (selectors["description"] is { } description)
                Assert.Equal(listing.Description, Lines(page.QuerySelector(description.ToString())!));
            if (selectors["seller.name"] is { } seller)
                Assert.Equal(listing.Seller.Name, Read(page, seller.ToString()));
            if (selectors["attributes"] is { } rows)
                Assert.Equal(listing.Attributes.Count, page.QuerySelectorAll(rows.ToString()).Length);
            if (selectors["postedAt"] is { } posted)
                Assert.Equal(listing.PostedAt, Read(page, posted.ToString()));
        }
    }

    [Theory]
    [InlineData("cho-cong-nghe", "/danh-muc/phu-kien-so", 6)]
    [InlineData("tiem-anh-tuan", "/cua-hang/", 9)]
    public async Task Selectors_of_list_pages_read_cards_and_the_next_page(string id, string path, int expected)
    {
        var selectors = Source(id)["selectors"]!;
        var page = await shops.PageAsync($"http://{id}.example{path}");
        var cards = page.QuerySelectorAll(selectors["card"]!["root"]!.ToString());
        var titles = SampleCatalogue.Of(id + ".example").Select(l => l.Title).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(expected, cards.Length);
        Assert.All(cards, card =>
        {
            Assert.NotNull(card.QuerySelector(selectors["card"]!["link"]!.ToString())!.GetAttribute("href"));
            Assert.Contains(card.QuerySelector(selectors["card"]!["title"]!.ToString())!.TextContent, titles);
            Assert.Single(card.QuerySelectorAll(selectors["card"]!["priceText"]!.ToString()));
        });
        if (id is "tiem-anh-tuan")
            Assert.EndsWith("/cua-hang/trang/2/", page.QuerySelector(selectors["next"]!.ToString())!.GetAttribute("href"), StringComparison.Ordinal);
    }

    private static JsonNode Source(string id) =>
        Configuration["sources"]!.AsArray().Single(s => string.Equals(s!["id"]!.ToString(), id, StringComparison.Ordinal))!;

    private static string? Read(IDocument page, string selector)
    {
        var at = selector.LastIndexOf('@');
        var found = page.QuerySelectorAll(at < 0 ? selector : selector[..at]);
        Assert.Single(found);
        return at < 0 ? found[0].TextContent.Trim() : found[0].GetAttribute(selector[(at + 1)..]);
    }

    private static string Lines(IElement box) => string.Join('\n', box.Children.Select(c => c.TextContent));
}
