using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed partial class RevisitTests
{
    [Fact]
    public async Task A_page_known_under_the_same_reader_is_asked_for_if_modified_and_an_unchanged_one_is_not_sent_again()
    {
        await using var server = new LoopbackServer((request, stream, cancellationToken) => request.Headers.GetValueOrDefault("If-None-Match") is "\"v1\""
            ? LoopbackServer.RespondAsync(stream, 304, "", cancellationToken, "ETag: \"v1\"")
            : LoopbackServer.RespondAsync(stream, 200, "<h1 data-listing>x</h1>", cancellationToken, "ETag: \"v1\""));
        var (summary, handler) = await ScanAsync(server, known: Memory("\"v1\"", reader: "d1"));

        Assert.Equal((1, 1, 1), (summary.Pages, summary.Unchanged, summary.Listings));
        Assert.Equal(304, Assert.Single(handler.Captures).Status);
    }

    [Fact]
    public async Task A_page_read_by_other_rules_is_fetched_whole()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "<h1 data-listing>x</h1>" });
        var (summary, handler) = await ScanAsync(server, known: Memory("\"v1\"", reader: "older"));

        Assert.Equal((1, 0), (summary.Pages, summary.Unchanged));
        Assert.Equal(200, Assert.Single(handler.Captures).Status);
        Assert.DoesNotContain(server.Requests, request => request.Headers.ContainsKey("If-None-Match"));
    }

    [Fact]
    public async Task A_page_that_is_gone_is_counted_as_gone_and_is_no_failure()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "<a href=\"/mat\">x</a>" });
        var (summary, _) = await ScanAsync(server, known: null);

        Assert.Equal((ScanOutcome.Completed, 2, 1, 0), (summary.Outcome, summary.Pages, summary.Gone, summary.Failed));
    }

    [Fact]
    public async Task Links_that_differ_in_a_parameter_which_listings_leave_out_of_their_address_are_fetched_once()
    {
        // Every page links to every listing under a place number of its own, as marketplaces do.
        await using var server = new LoopbackServer((request, stream, cancellationToken) =>
        {
            if (request.Path is "/robots.txt") return LoopbackServer.RespondAsync(stream, 404, "", cancellationToken);
            var number = Number().Match(request.Path) is { Success: true } match ? match.Groups[1].Value : "0";
            var links = string.Concat(Enumerable.Range(1, 12).Select(item => $"<a href=\"/tin/{item}?cho={number}{item}\">x</a>"));
            var head = number is "0" ? "" : $"<link rel=canonical href=\"http://{Sources.Host}/tin/{number}\"><h1 data-listing>x</h1>";
            return LoopbackServer.RespondAsync(stream, 200, head + links, cancellationToken);
        });
        var frontier = new MemoryFrontier(TimeProvider.System);
        var handler = new LinkFollower(frontier) { Canonical = html => Canonical().Match(html) is { Success: true } match ? match.Groups[1].Value : null };
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Pages = new PagePatterns { Listing = ["/tin/*"] } };
        var summary = (await engine.RunAsync([source], frontier, handler, null, CancellationToken.None)).Sources[0];

        Assert.Equal(ScanOutcome.Completed, summary.Outcome);
        // The first page, the listings, and at most the few by which it was learned.
        Assert.InRange(summary.Pages, 13, 1 + 12 + 6);
        Assert.Equal(12, handler.Captures.Select(capture => Number().Match(capture.Url).Groups[1].Value).Where(number => number.Length > 0).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Outside_its_hours_a_source_is_not_fetched_and_its_run_waits()
    {
        await using var server = LoopbackServer.Of(new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "x" });
        var now = DateTimeOffset.UtcNow.ToDisplayTime();
        var closed = new FetchHours(TimeOnly.FromDateTime(now.DateTime).AddHours(2), TimeOnly.FromDateTime(now.DateTime).AddHours(3));
        var frontier = new MemoryFrontier(TimeProvider.System);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var source = Sources.Shop() with { Limits = Sources.Shop().Limits with { Hours = closed } };
        var summary = (await engine.RunAsync([source], frontier, new LinkFollower(frontier), null, CancellationToken.None)).Sources[0];

        Assert.Equal((ScanOutcome.Partial, "outside-hours", 0), (summary.Outcome, summary.Code, summary.Pages));
        Assert.Empty(server.Requests);
        Assert.Empty(frontier.Ended);
    }

    private static PageMemory Memory(string etag, string reader) => new("c", reader, TimeSpan.Zero, DateTimeOffset.UnixEpoch, 200, etag, null, IsFlagged: false);

    private static async Task<(SourceSummary Summary, LinkFollower Handler)> ScanAsync(LoopbackServer server, PageMemory? known)
    {
        var frontier = new MemoryFrontier(TimeProvider.System);
        if (known is not null) frontier.Known[$"http://{Sources.Host}/"] = known;
        var handler = new LinkFollower(frontier);
        await using var engine = new ScanEngine(Sources.Options((Sources.Host, server)));
        var summary = await engine.RunAsync([Sources.Shop() with { Version = "d1" }], frontier, handler, null, CancellationToken.None);
        return (summary.Sources[0], handler);
    }

    [GeneratedRegex("/tin/([0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex("canonical href=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Canonical();
}
