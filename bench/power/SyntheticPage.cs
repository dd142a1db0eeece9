using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>Pages of a shop that never ends: every third is another one each time it is fetched, the others stay as they are.</summary>
internal static class SyntheticPage
{
    public static SourceDefinition Source(int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"nguon-{number}"),
        Name = "Bench",
        Channel = Channel.Marketplace,
        Version = "d1",
        Start = [Url(number, 0)],
        Limits = new CrawlLimits { MaxDepth = 1_000_000 },
    };

    public static string Url(int source, int page) => string.Create(CultureInfo.InvariantCulture, $"https://nguon-{source}.example/tin/{page}");

    /// <param name="source">Which shop.</param>
    /// <param name="page">Which page of it.</param>
    /// <param name="edition">What a page that changes says this time.</param>
    /// <param name="at">When it was fetched, UTC.</param>
    public static Capture Fetch(int source, int page, int edition, DateTimeOffset at)
    {
        var url = Url(source, page);
        var said = page % 3 == 0 ? edition : 0;
        // Words that gzip cannot make short, so that records cross sectors.
        var noise = new byte[200 + (page % 7 * 1500)];
        new Random((source * 1_000_003) + (page * 31) + said).NextBytes(noise);
        var links = string.Concat(Enumerable.Range(page + 1, 3).Select(next => $"<li><a href=\"{Url(source, next)}\">Tin {next}</a></li>"));
        var html = $$"""
            <!doctype html><html lang="vi"><head><title>Loa số {{page}}</title>
            <script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Loa không dây số {{page}} lần {{said}}","description":"Hàng mới {{said}}, bảo hành 12 tháng","sku":"S{{source}}-{{page}}","offers":{"@type":"Offer","price":"{{250000 + (said * 1000)}}","priceCurrency":"VND","availability":"https://schema.org/InStock"} }</script>
            </head><body><h1>Loa không dây số {{page}} lần {{said}}</h1><p class="price">{{250 + said}}.000đ</p><ul>{{links}}</ul><!-- {{Convert.ToBase64String(noise)}} --></body></html>
            """;
        var body = Encoding.UTF8.GetBytes(html);
        return new Capture
        {
            Id = Guid.CreateVersion7(at),
            SourceId = Source(source).Id,
            RequestUrl = url,
            Url = url,
            CapturedAt = at,
            Mode = RenderMode.Http,
            Status = 200,
            RequestHeaders = [new("Host", new Uri(url).Host)],
            ResponseHeaders = [new("Content-Type", "text/html; charset=utf-8")],
            Body = body,
            BodySha256 = ContentHash.Of(body),
            RobotsDecision = "allowed",
        };
    }
}

/// <summary>Flags every fourth listing, so that there is something to decide and to keep evidence of.</summary>
internal sealed class EveryFourthScorer : IListingScorer
{
    public ScorerVersions Versions { get; } = new(ContentHash.Of("f"), ContentHash.Of("m"), ContentHash.Of("p"), ContentHash.Of("r"));

    public ScoreResult Score(ListingRecord listing, DateOnly asOf)
    {
        var title = listing.Title ?? "";
        var flagged = ContentHash.Of(title)[0] is >= '0' and <= '3';
        return new(listing.Id ?? "", flagged ? 0.9 : 0.01, flagged, flagged ? 0.8 : 0.001, flagged ? [new ViolationScore("counterfeit", 0.9)] : [], title.Length < 3 ? [] : [new Signal("rule", "bench.cue", "counterfeit", 0.8, "title", 0, 3, title[..3], "Nghi vấn: phép thử", null)]);
    }
}
