using System.Net;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Pages;

/// <summary>What owners of crawled sites read, and what inspectors read of the sources.</summary>
public sealed class CrawlerPageTests
{
    private static readonly CrawlContact Contact = new(CrawlContact.AgentOf("https://giamsat.bo.example"), "Thanh tra Bộ") { SiteUrl = "https://giamsat.bo.example", Email = "lienhe@bo.example", Phone = "024 3943 0000" };

    [Theory]
    [InlineData("vi", "Trình thu thập của chúng tôi")]
    [InlineData("en", "Our crawler")]
    public async Task Anyone_can_read_who_crawls_and_how_to_reach_them(string language, string title)
    {
        await using var site = await TestSite.StartAsync(options => options with { Contact = Contact });
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        using var response = await client.GetAsync($"/crawler?lang={language}");
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("Ecom389Monitor/0.1 (+https://giamsat.bo.example/crawler)", page, StringComparison.Ordinal);
        Assert.Contains("User-agent: Ecom389Monitor", page, StringComparison.Ordinal);
        Assert.Contains("mailto:lienhe@bo.example", page, StringComparison.Ordinal);
        Assert.Contains("024 3943 0000", page, StringComparison.Ordinal);
        Assert.Contains("Thanh tra Bộ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("[crawler.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sources?nguon=mxh", "/nguon?nguon=mxh")]
    [InlineData("/jobs", "/lich-chay")]
    public async Task Former_addresses_lead_to_the_vietnamese_ones_for_good(string former, string now)
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using var response = await client.GetAsync(former);
        Assert.Equal((HttpStatusCode.MovedPermanently, now), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Sources_are_shown_with_fill_rates_and_the_notice_first()
    {
        await using var site = await TestSite.StartAsync();
        var at = site.Clock.GetUtcNow();
        await site.Store.Health.SaveAsync(new SourceFill(Guid.CreateVersion7(), "mxh", "v2", at, 10, 9, 40, new Dictionary<string, int>(StringComparer.Ordinal) { ["title"] = 10, ["priceVnd"] = 40 }), CancellationToken.None);
        await site.Store.Health.RaiseAsync(
            new SourceNotice { Id = Guid.CreateVersion7(), SourceId = "mxh", Kind = SourceNoticeKind.Quarantine, At = at, Version = "v2", GoodVersion = "v1", Drops = [new FillDrop("title", 1, 0.25, 40, 1e-9)] }, CancellationToken.None);
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using var response = await client.GetAsync("/nguon");
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("tạm giữ định nghĩa mới", page, StringComparison.Ordinal);
        Assert.Contains("Tiêu đề 100% → 25%", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Nhóm Mua Bán Công Nghệ", StringComparison.Ordinal) < page.IndexOf("Chợ Lớn Online", StringComparison.Ordinal));
        Assert.DoesNotContain("[sources.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_need_a_sign_in()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
        using var response = await client.GetAsync("/nguon");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }
}
