using System.IO.Compression;
using System.Net;
using System.Text;

namespace Ecom389.Monitor.Samples.Tests;

/// <summary>The traps of the hostile shop are what they claim to be.</summary>
public sealed class HostileShopTests(ShopServer shops) : IClassFixture<ShopServer>
{
    private static readonly string Host = "http://" + SampleShops.HostileHost;

    [Fact]
    public async Task The_front_page_links_to_every_trap_and_to_the_honest_listings_not_hidden_in_one()
    {
        var page = await shops.PageAsync(Host + "/");
        var links = page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.All(SampleShops.HostileTraps, t => Assert.Contains(t.Path, links));
        Assert.Equal(5, links.Count(l => l.StartsWith("/hang/", StringComparison.Ordinal)));
        Assert.Equal(Enum.GetValues<HostileTrapKind>(), SampleShops.HostileTraps.Select(t => t.Kind));
    }

    [Theory]
    [InlineData(HostileTrapKind.EndlessCalendar)]
    [InlineData(HostileTrapKind.EndlessPages)]
    [InlineData(HostileTrapKind.SessionIds)]
    [InlineData(HostileTrapKind.EndlessFacets)]
    [InlineData(HostileTrapKind.Disallowed)]
    public async Task An_endless_space_always_has_an_address_not_seen_before(HostileTrapKind kind)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var url = Host + PathOf(kind);
        for (var step = 0; step < 30; step++)
        {
            Assert.True(seen.Add(url), url);
            var page = await shops.PageAsync(url);
            url = page.QuerySelectorAll("a").Select(a => ((AngleSharp.Html.Dom.IHtmlAnchorElement)a).Href).First(h => !seen.Contains(h));
        }
    }

    [Fact]
    public async Task Two_addresses_redirect_to_each_other_and_a_chain_never_ends()
    {
        Assert.Equal("/vong/2", await LocationAsync("/vong/1"));
        Assert.Equal("/vong/1", await LocationAsync("/vong/2"));
        Assert.Equal("/vong-dai/8", await LocationAsync("/vong-dai/7"));
    }

    [Fact]
    public async Task An_overloaded_item_names_a_second_to_wait_and_then_shows_an_honest_listing()
    {
        using var refused = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.TooManyRequestsOnce));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        var page = await shops.PageAsync(Host + PathOf(HostileTrapKind.TooManyRequestsOnce));
        Assert.Equal(SampleCatalogue.Of(SampleShops.HostileHost)[5].Title, page.QuerySelector("h1")!.TextContent);

        using var never = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.TooManyRequestsAlways));
        Assert.Equal(TimeSpan.FromHours(1), never.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_slow_body_goes_on_until_the_visitor_leaves()
    {
        using var leave = new CancellationTokenSource();
        using var response = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.SlowBody), HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await using var body = await response.Content.ReadAsStreamAsync(leave.Token);
        Assert.NotEqual(0, await body.ReadAsync(new byte[10], leave.Token));
        var rest = body.CopyToAsync(Stream.Null, leave.Token);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest);
    }

    [Fact]
    public async Task A_silent_address_never_answers()
    {
        using var leave = new CancellationTokenSource();
        var answer = shops.Client.GetAsync(Host + PathOf(HostileTrapKind.NoFirstByte), leave.Token);
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(300))));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_broken_body_ends_short_of_its_length() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => shops.Client.GetStringAsync(Host + PathOf(HostileTrapKind.BrokenBody)));

    [Fact]
    public async Task A_storm_of_errors_answers_500_and_503()
    {
        using var one = await shops.Client.GetAsync(Host + "/bao-loi/1");
        using var three = await shops.Client.GetAsync(Host + "/bao-loi/3");
        Assert.Equal(HttpStatusCode.InternalServerError, one.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, three.StatusCode);
    }

    [Fact]
    public async Task A_few_thousand_bytes_of_gzip_become_a_hundred_megabytes_and_are_not_at_their_end()
    {
        using var response = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.InflatedBody), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        await using var packed = await response.Content.ReadAsStreamAsync();
        await using var body = new GZipStream(packed, CompressionMode.Decompress);
        var buffer = new byte[1 << 20];
        var read = 0L;
        while (read < 100 << 20)
        {
            var got = await body.ReadAsync(buffer);
            Assert.NotEqual(0, got);
            read += got;
        }
    }

    [Fact]
    public async Task The_huge_page_is_forty_megabytes_and_the_deep_one_a_hundred_thousand_elements()
    {
        var huge = await shops.Client.GetByteArrayAsync(Host + PathOf(HostileTrapKind.HugePage));
        Assert.InRange(huge.Length, 40 << 20, 41 << 20);
        var deep = await shops.Client.GetStringAsync(Host + PathOf(HostileTrapKind.DeepNesting));
        Assert.Equal(50_000, deep.Split("<div>").Length - 1);
        Assert.DoesNotContain("</div>", deep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_and_the_legacy_charset_hide_one_honest_listing_each()
    {
        var goods = SampleCatalogue.Of(SampleShops.HostileHost);
        using var wrong = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.WrongCharset));
        Assert.Equal("iso-8859-1", wrong.Content.Headers.ContentType!.CharSet);
        Assert.Contains(goods[6].Lines[0], Encoding.UTF8.GetString(await wrong.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);

        var legacy = await shops.Client.GetByteArrayAsync(Host + PathOf(HostileTrapKind.LegacyCharset));
        var text = CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetString(legacy).Normalize(NormalizationForm.FormC);
        Assert.Contains(goods[7].Lines[0], text, StringComparison.Ordinal);
        Assert.Contains("charset=\"windows-1258\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_member_area_redirects_to_a_login_form_and_the_challenge_says_what_it_is()
    {
        Assert.StartsWith("/dang-nhap", await LocationAsync(PathOf(HostileTrapKind.LoginWall)), StringComparison.Ordinal);
        var login = await shops.PageAsync(Host + "/dang-nhap?tiep=/");
        Assert.NotNull(login.QuerySelector("input[type=password]"));
        using var challenge = await shops.Client.GetAsync(Host + PathOf(HostileTrapKind.Challenge));
        Assert.Equal(HttpStatusCode.Forbidden, challenge.StatusCode);
        Assert.Equal("challenge", challenge.Headers.GetValues("cf-mitigated").Single());
    }

    [Fact]
    public async Task Redirects_lead_to_inner_addresses_exactly_as_spelled()
    {
        var page = await shops.PageAsync(Host + PathOf(HostileTrapKind.PrivateRedirect));
        var locations = new List<string>();
        foreach (var link in page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!))
            locations.Add(await LocationAsync(link));
        Assert.Contains("http://0x7f000001/", locations);
        Assert.Contains("http://[::ffff:127.0.0.1]/", locations);
        Assert.Contains("file:///etc/passwd", locations);
    }

    [Fact]
    public async Task Relative_links_under_the_base_element_point_at_the_metadata_service()
    {
        var page = await shops.PageAsync(Host + PathOf(HostileTrapKind.BaseElement));
        Assert.All(page.QuerySelectorAll("a"), a =>
            Assert.StartsWith("http://169.254.169.254/", ((AngleSharp.Html.Dom.IHtmlAnchorElement)a).Href, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Robots_txt_forbids_the_corner_that_only_disobedient_crawlers_enter()
    {
        Assert.Contains("Disallow: /cam/", await shops.Client.GetStringAsync(Host + "/robots.txt"), StringComparison.Ordinal);
        var before = shops.Log.Count(SampleShops.HostileHost, "/cam/77");
        using var caught = await shops.Client.GetAsync(Host + "/cam/77");
        Assert.Equal(before + 1, shops.Log.Count(SampleShops.HostileHost, "/cam/77"));
    }

    private static string PathOf(HostileTrapKind kind) => SampleShops.HostileTraps.Single(t => t.Kind == kind).Path;

    private async Task<string> LocationAsync(string path)
    {
        using var response = await shops.Client.GetAsync(Host + path);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        // Unparsed: Uri would write 0x7f000001 as 127.0.0.1.
        return response.Headers.NonValidated["Location"].ToString();
    }
}
