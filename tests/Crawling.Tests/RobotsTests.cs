using System.Diagnostics;
using System.Text;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class RobotsTests
{
    private const string Agent = "Ecom389Monitor";

    [Theory]
    [InlineData("User-agent: *\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("User-agent: ecom389monitor\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", true)]
    [InlineData("User-agent: Ecom389Monitor\nDisallow: /x\nUser-agent: *\nDisallow: /y\nUser-agent: ECOM389MONITOR\nDisallow: /z", "/z", false)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nAllow: /san-pham\nDisallow: /san-pham/an", "/san-pham/an/1", false)]
    [InlineData("User-agent: *\nDisallow: /*?sort=", "/a?b=1&sort=x", true)]
    [InlineData("User-agent: *\nDisallow: /*sort=", "/a?b=1&sort=x", false)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", true)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false)]
    [InlineData("\uFEFFUser-agent: *\r\nDisallow: /a # ghi chú\r", "/a", false)]
    [InlineData("User-agent: *\nCrawl-delay: 2\nUser-agent: khac\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow: /hàng", "/h%C3%A0ng", false)]
    [InlineData("<html>Disallow: /</html>", "/a", true)]
    public void Rules_decide(string file, string path, bool allowed) => Assert.Equal(allowed, RobotsTxt.Parse(file).IsAllowed(Agent, path));

    [Fact]
    public void Crawl_delay_and_sitemaps_are_read()
    {
        var robots = RobotsTxt.Parse("Sitemap: https://a.example/1.xml\nUser-agent: *\nCrawl-delay: 1.5\nDisallow: /a\nsitemap:https://a.example/2.xml");
        Assert.Equal(TimeSpan.FromSeconds(1.5), robots.CrawlDelay("x"));
        Assert.Equal("https://a.example/1.xml https://a.example/2.xml", string.Join(' ', robots.Sitemaps));
    }

    [Fact]
    public void What_lies_beyond_500_KiB_is_not_read()
    {
        var file = "User-agent: *\nAllow: /x\n" + new string('#', RobotsTxt.MaxBytes) + "\nDisallow: /a\n";
        Assert.True(RobotsTxt.Parse(file).IsAllowed(Agent, "/a"));
    }

    [Fact]
    public void No_file_makes_the_parser_throw() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((file, url) =>
        {
            var robots = RobotsTxt.Parse("User-agent: *\nDisallow: /" + file.Get);
            robots.IsAllowed(Agent, url.Get);
            return RobotsTxt.Parse(Encoding.Latin1.GetBytes(file.Get)).IsAllowed("", url.Get) || true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_matcher_agrees_with_trying_everything()
    {
        var pattern = Gen.Elements('a', 'b', '*', '$').ListOf().Select(list => string.Concat(list));
        var path = Gen.Elements('a', 'b').ListOf().Select(list => string.Concat(list));
        Prop.ForAll(pattern.Zip(path).ToArbitrary(), pair => WildcardPattern.Parse(pair.Item1).IsMatch(pair.Item2) == Tried(pair.Item1, pair.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(14));

        static bool Tried(string pattern, string path)
        {
            if (pattern.Length == 0) return true;
            if (pattern is "$") return path.Length == 0;
            if (pattern[0] == '*') return Enumerable.Range(0, path.Length + 1).Any(skip => Tried(pattern[1..], path[skip..]));
            return path.Length > 0 && path[0] == pattern[0] && Tried(pattern[1..], path[1..]);
        }
    }

    [Fact]
    public void A_pattern_made_to_explode_takes_no_longer_than_its_length()
    {
        var path = "/" + new string('a', 100_000);
        var wildcards = WildcardPattern.Parse("/" + string.Concat(Enumerable.Repeat("*a", 50_000)) + "*b");
        var literal = WildcardPattern.Parse("*" + new string('a', 40_000) + "b" + new string('a', 10_000));
        var watch = Stopwatch.StartNew();
        Assert.False(wildcards.IsMatch(path));
        Assert.False(literal.IsMatch(path));
        // Trying everything would take years; a slow machine takes milliseconds.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(404, true, "allowed (no robots.txt)")]
    [InlineData(403, true, "allowed (no robots.txt)")]
    [InlineData(500, false, "unreachable")]
    [InlineData(503, false, "unreachable")]
    [InlineData(429, false, "unreachable")]
    public async Task The_servers_answer_decides_when_there_is_no_file(int status, bool allowed, string decision)
    {
        var fetcher = new CannedFetcher(_ => Answer(status, ""));
        var verdict = await new RobotsGate(CrawlContact.Default, TimeProvider.System).CheckAsync(Sources.Shop(), new Uri("http://shop.example/a"), fetcher, CancellationToken.None);
        Assert.Equal((allowed, decision), (verdict.Allowed, verdict.Decision));
    }

    [Fact]
    public async Task A_file_is_kept_for_a_day_and_longer_when_the_site_is_out_of_reach()
    {
        var time = new SteppedTime();
        var fetches = 0;
        FetchResult answer = Answer(200, "User-agent: *\nDisallow: /kin");
        var fetcher = new CannedFetcher(_ =>
        {
            fetches++;
            return answer;
        });
        var gate = new RobotsGate(CrawlContact.Default, time);
        async Task<bool> Allowed(string path) => (await gate.CheckAsync(Sources.Shop(), new Uri("http://shop.example" + path), fetcher, CancellationToken.None)).Allowed;

        Assert.False(await Allowed("/kin"));
        Assert.True(await Allowed("/a"));
        Assert.Equal(1, fetches);
        time.Advance(TimeSpan.FromHours(25));
        answer = Answer(503, "");
        Assert.False(await Allowed("/kin"));
        Assert.True(await Allowed("/a"));
        Assert.Equal(2, fetches);
        time.Advance(TimeSpan.FromMinutes(6));
        answer = Answer(200, "User-agent: *\nDisallow: /a");
        Assert.False(await Allowed("/a"));
        Assert.Equal(3, fetches);
    }

    private static FetchResult Answer(int status, string body) => FetchResult.Of(new Capture
    {
        Id = Guid.Empty,
        SourceId = "shop",
        RequestUrl = "http://shop.example/robots.txt",
        Url = "http://shop.example/robots.txt",
        CapturedAt = default,
        Mode = RenderMode.Http,
        Status = status,
        Body = Encoding.UTF8.GetBytes(body),
        BodySha256 = "",
    });

    private sealed class CannedFetcher(Func<FetchRequest, FetchResult> answer) : IPageFetcher
    {
        public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
