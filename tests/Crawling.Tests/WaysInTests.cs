using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Each way by which a source's pages are found, against a shop on loopback.</summary>
public sealed class WaysInTests
{
    private const string Site = "http://shop.example";

    [Fact]
    public async Task Category_pages_are_turned_by_number_until_they_repeat()
    {
        await using var server = Shop(path => path.StartsWith("/dm?page=", StringComparison.Ordinal)
            ? (Math.Min(int.Parse(path[9..], null), 3) switch { 1 => Links(1, 2), 2 => Links(3, 4), _ => Links(5) })
            : null);
        var fetched = await CrawlAsync(server, Empty with { Categories = [new PageSeries { Url = $"{Site}/dm?page={{page}}" }] });
        Assert.Equal(["/dm?page=1", "/dm?page=2", "/dm?page=3", "/dm?page=4", "/sp/1", "/sp/2", "/sp/3", "/sp/4", "/sp/5"], fetched);
    }

    [Fact]
    public async Task Category_pages_are_turned_by_offset_until_one_is_empty()
    {
        await using var server = Shop(path => path switch { "/dm?o=0" => Links(1, 2), "/dm?o=2" => Links(3), "/dm?o=4" => "<p>Hết</p>", _ => null });
        var fetched = await CrawlAsync(server, Empty with { Categories = [new PageSeries { Url = $"{Site}/dm?o={{offset}}", First = 0, Step = 2 }] });
        Assert.Equal(["/dm?o=0", "/dm?o=2", "/dm?o=4", "/sp/1", "/sp/2", "/sp/3"], fetched);
    }

    [Fact]
    public async Task Category_pages_end_at_the_bound()
    {
        await using var server = Shop(path => path.StartsWith("/dm?page=", StringComparison.Ordinal) ? Links(int.Parse(path[9..], null)) : null);
        var fetched = await CrawlAsync(server, Empty with { Categories = [new PageSeries { Url = $"{Site}/dm?page={{page}}", MaxPages = 2 }] });
        Assert.Equal(["/dm?page=1", "/dm?page=2", "/sp/1", "/sp/2"], fetched);
    }

    [Fact]
    public async Task A_next_link_turns_the_pages_of_a_category()
    {
        await using var server = Shop(path => path switch { "/dm" => Links(1) + "<a rel=next href=\"/dm/2\">Trang sau</a>", "/dm/2" => Links(2), _ => null });
        var fetched = await CrawlAsync(server, Empty with { Start = [$"{Site}/dm"], Pages = new PagePatterns { Listing = ["/sp/*"], List = ["/dm*"] } });
        Assert.Equal(["/dm", "/dm/2", "/sp/1", "/sp/2"], fetched);
    }

    [Fact]
    public async Task A_search_is_asked_with_each_keyword()
    {
        await using var server = Shop(path => path switch { "/tim?q=m%C3%A1y%20ph%C3%A1%20s%C3%B3ng&p=1" => Links(1), "/tim?q=rep&p=1" => Links(2), "/tim?q=m%C3%A1y%20ph%C3%A1%20s%C3%B3ng&p=2" or "/tim?q=rep&p=2" => "<p>Không còn kết quả</p>", _ => null });
        var source = Empty with { Search = new KeywordSearch { Pages = new PageSeries { Url = $"{Site}/tim?q={{keyword}}&p={{page}}" } } };
        var fetched = await CrawlAsync(server, source, _ => ["máy phá sóng", "rep"]);
        Assert.Equal(["/sp/1", "/sp/2", "/tim?q=m%C3%A1y%20ph%C3%A1%20s%C3%B3ng&p=1", "/tim?q=m%C3%A1y%20ph%C3%A1%20s%C3%B3ng&p=2", "/tim?q=rep&p=1", "/tim?q=rep&p=2"], fetched);
    }

    [Fact]
    public async Task Entries_of_a_feed_are_fetched_and_those_elsewhere_are_not()
    {
        await using var server = Shop(path => path is "/feed" ? $"<rss><channel><item><link>{Site}/sp/1</link></item><item><link>http://noi-khac.example/sp/2</link></item></channel></rss>" : null);
        var fetched = await CrawlAsync(server, Empty with { Feeds = [$"{Site}/feed"] });
        Assert.Equal(["/feed", "/sp/1"], fetched);
    }

    [Fact]
    public async Task Addresses_of_a_list_are_fetched()
    {
        await using var server = Shop(_ => null);
        Assert.Equal(["/sp/1", "/sp/7"], await CrawlAsync(server, Empty with { UrlLists = ["ds.txt"], Urls = [$"{Site}/sp/1", $"{Site}/sp/7"] }));
    }

    [Fact]
    public async Task A_packed_sitemap_index_leads_to_packed_sitemaps()
    {
        var index = Pack($"<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>{Site}/sm-1.xml.gz</loc></sitemap></sitemapindex>");
        var part = Pack($"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{Site}/sp/1</loc></url><url><loc>{Site}/sp/2</loc></url></urlset>");
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Path switch
        {
            "/sm.xml.gz" => LoopbackServer.RespondAsync(stream, 200, index, cancellationToken, "Content-Type: application/gzip"),
            "/sm-1.xml.gz" => LoopbackServer.RespondAsync(stream, 200, part, cancellationToken, "Content-Type: application/gzip"),
            var path when path.StartsWith("/sp/", StringComparison.Ordinal) => LoopbackServer.RespondAsync(stream, 200, "<h1 data-listing>x</h1>", cancellationToken),
            _ => LoopbackServer.RespondAsync(stream, 404, "", cancellationToken),
        });
        Assert.Equal(["/sm-1.xml.gz", "/sm.xml.gz", "/sp/1", "/sp/2"], await CrawlAsync(server, Empty with { Sitemaps = [$"{Site}/sm.xml.gz"] }));
    }

    [Fact]
    public async Task A_source_of_handed_over_files_alone_is_complete_without_a_request()
    {
        await using var server = Shop(_ => null);
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var summary = await engine.RunAsync([Empty with { Import = new ImportRules() }], frontier, new LinkFollower(frontier), null, CancellationToken.None);
        Assert.Equal((ScanOutcome.Completed, "import-only"), (summary.Sources[0].Outcome, summary.Sources[0].Code));
        Assert.Empty(server.Requests);
        Assert.True(summary.IsComplete);
    }

    private static SourceDefinition Empty => Sources.Shop() with { Start = [], Pages = new PagePatterns { Listing = ["/sp/*"] } };

    private static string Links(params int[] listings) => string.Concat(listings.Select(number => $"<a href=\"/sp/{number}\">{number}</a>"));

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static LoopbackServer Shop(Func<string, string?> page) => new((request, stream, cancellationToken) =>
        request.Path.StartsWith("/sp/", StringComparison.Ordinal) ? LoopbackServer.RespondAsync(stream, 200, "<h1 data-listing>x</h1>", cancellationToken)
        : page(request.Path) is { } body ? LoopbackServer.RespondAsync(stream, 200, body, cancellationToken)
        : LoopbackServer.RespondAsync(stream, 404, "", cancellationToken));

    /// <summary>Everything asked for but robots.txt, in order of address.</summary>
    private static async Task<IEnumerable<string>> CrawlAsync(LoopbackServer server, SourceDefinition source, Func<SourceDefinition, IReadOnlyList<string>>? keywords = null)
    {
        var frontier = new MemoryFrontier(TimeProvider.System);
        var options = Sources.Options((Sources.Host, server));
        await using var engine = new ScanEngine(keywords is null ? options : options with { Keywords = keywords });
        var summary = await engine.RunAsync([source], frontier, new LinkFollower(frontier), null, CancellationToken.None);
        Assert.Equal(ScanOutcome.Completed, Assert.Single(summary.Sources).Outcome);
        return server.Requests.Select(request => request.Path).Where(path => path is not "/robots.txt").Order(StringComparer.Ordinal);
    }
}
