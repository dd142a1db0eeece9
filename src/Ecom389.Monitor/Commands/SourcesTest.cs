using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Extraction;
using Ecom389.Monitor.Pipeline.Keywords;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources test</c>: fetches a few pages of a source, whatever its kind, and shows what can be read of them.</summary>
internal static class SourcesTest
{
    private const int FirstListings = 5;

    private sealed record PageTried(string Url, int? Status, PageKind? Kind, int Listings, int Links, string? Robots, string? Wall, string? Failure, string? Message);

    public static Command Make(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Mã nguồn / source id" };
        var (config, data, json) = (ScanCommand.Config(), SharedOptions.Data(), SharedOptions.Json());
        var pages = new Option<int>("--pages") { Description = "Số trang thử / pages tried", DefaultValueFactory = _ => 8, HelpName = "N" }.Between(1);
        var command = new Command("test", """
            Thử một nguồn, mọi kiểu: lấy vài trang một cách lịch sự, cho xem loại trang, tỉ lệ điền từng trường, các tin đầu, robots và tình
            trạng bị chặn. Không ghi gì vào kho.
            Tries a source of any kind: fetches a few pages politely, shows kinds of page, field-fill rates, first listings, robots and block
            state. Writes nothing to the store.

            Ví dụ / example:  ecom389 sources test cho-cong-nghe --pages 12
            """) { id, config, data, pages, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(config)!;
            var loaded = await CrawlerConfig.LoadAsync(file, cancellation);
            var source = SourcesCommand.Find(loaded, file, parsed.GetValue(id)!);
            var installation = Installation.Of(parsed, data);
            return await TryAsync(terminal, loaded, source, installation, parsed.GetValue(pages), parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> TryAsync(Terminal terminal, CrawlerConfig config, SourceDefinition source, Installation installation, int limit, bool json, CancellationToken cancellation)
    {
        var sessions = new SessionStore(installation.Sessions);
        await using var engine = new ScanEngine(new ScanOptions { Contact = config.Contact, Network = config.Network, Sessions = each => sessions.Find(each.Id) });
        var extractor = new PageExtractor(new() { OnFailure = failure => terminal.Error.WriteLine($"{failure.Url}: {failure.Reason}") });
        var policy = new LinkPolicy(source);
        var (tried, listings) = (new List<PageTried>(), new List<ExtractedListing>());
        var block = source.Session is { Required: true } && sessions.Find(source.Id) is not { } ? "no-session" : null;
        var waiting = new PriorityQueue<FrontierUrl, double>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var keywords = source.Search is { } search ? new KeywordBook(installation.Rules).For(search, InputFiles.Today()).Select(keyword => keyword.Text).Take(2).ToList() : [];
        Add(Seeding.Of(source, keywords));
        if (block is null) foreach (var list in source.Sitemaps.Concat(source.Feeds)) Add(await ListedAsync(engine, source, list, policy, tried, cancellation));
        while (tried.Count < limit && block is null && waiting.TryDequeue(out var next, out _))
        {
            var result = await engine.FetchOneAsync(source, next.Request.Url, cancellation);
            if (result.Capture is not { } capture)
            {
                tried.Add(new(next.Request.Url, null, null, 0, 0, null, null, result.Failure!.Code, result.Failure.Message));
                continue;
            }

            block = SessionGuard.LoggedOutBy(source, capture) is { } mark ? "logged-out:" + mark : WallDetector.Detect(capture)?.Code;
            var page = extractor.Extract(capture, source);
            tried.Add(new(next.Request.Url, capture.Status, page.Kind, page.Listings.Count, page.Links.Count, capture.RobotsDecision, block, null, null));
            if (block is null && page.Kind is PageKind.Listing or PageKind.Timeline) listings.AddRange(page.Listings);
            Add(policy.Discover(new FrontierEntry(0, Guid.Empty, source.Id, next.CanonicalUrl, next.Request, 0), capture, page.Links));
        }

        if (json) await terminal.Output.WriteLineAsync(Json(source, tried, listings, block));
        else await WriteAsync(terminal, source, tried, listings, block);
        if (listings.Count > 0) return block is null ? ExitCodes.Done : ExitCodes.Partial;
        if (!source.IsCrawled())
        {
            await terminal.Error.WriteLineAsync("Nguồn chỉ nhận tệp bàn giao / listings are handed over: ecom389 import FILE --source " + source.Id);
            return ExitCodes.Done;
        }

        await terminal.Error.WriteLineAsync(block is null ? "Không đọc được tin nào / no listing could be read" : $"Nguồn bị chặn / the source is blocked: {block}");
        return block is null && tried.Exists(page => page.Failure is not null) ? ExitCodes.Failed : ExitCodes.Partial;

        // Listings first: it is their fields that are to be seen.
        void Add(IEnumerable<FrontierUrl> urls)
        {
            foreach (var url in urls)
                if (known.Add(url.CanonicalUrl)) waiting.Enqueue(url, -(policy.RoleOf(url.CanonicalUrl) == PageRole.Listing ? 1 : url.Request.Priority));
        }
    }

    /// <summary>Pages that a sitemap or feed lists; of an index those of its first sitemap.</summary>
    private static async Task<IReadOnlyList<FrontierUrl>> ListedAsync(ScanEngine engine, SourceDefinition source, string list, LinkPolicy policy, List<PageTried> tried, CancellationToken cancellation)
    {
        var urls = new List<FrontierUrl>();
        for (var (next, steps) = (list, 0); next is not null && steps < 3; steps++)
        {
            var result = await engine.FetchOneAsync(source with { Render = RenderMode.Http }, next, cancellation);
            var capture = result.Capture;
            IReadOnlyList<string> pages = [];
            var (asked, isFeed) = (next, source.Feeds.Contains(list, StringComparer.Ordinal));
            next = null;
            if (capture is { Status: >= 200 and < 300 })
            {
                var sitemap = isFeed ? new Sitemap([.. FeedReader.Read(capture.Body, capture.Url).Select(entry => entry.Url)], []) : await SitemapReader.ReadAsync(capture.Body, cancellation);
                (pages, next) = (sitemap.Pages, sitemap.Sitemaps is [var first, ..] ? first : null);
            }

            tried.Add(new(asked, capture?.Status, null, 0, pages.Count, capture?.RobotsDecision, null, result.Failure?.Code ?? (capture is { Status: not (>= 200 and < 300) } ? $"status-{capture.Status}" : null), result.Failure?.Message));
            foreach (var page in pages)
                if (policy.Judge(page, 0) is { Admitted: true, CanonicalUrl: { } canonical }) urls.Add(new(canonical, new CaptureRequest(canonical, isFeed ? "feed" : "sitemap", 0.6)));
        }

        return urls;
    }

    private static async Task WriteAsync(Terminal terminal, SourceDefinition source, List<PageTried> tried, List<ExtractedListing> listings, string? block)
    {
        await terminal.Output.WriteLineAsync($"{source.Name}: {string.Join(", ", source.Kinds())}");
        foreach (var page in tried)
        {
            await terminal.Output.WriteLineAsync(page.Failure is { } failure
                ? $"✗ {page.Url}: {failure}: {page.Message}"
                : string.Create(CultureInfo.InvariantCulture, $"{(page.Wall is null ? "✓" : "✗")} {page.Status} {page.Kind?.ToString() ?? "danh sách địa chỉ / list of addresses"} {page.Listings} tin / listings, {page.Links} liên kết / links, robots {page.Robots}{(page.Wall is null ? "" : ", " + page.Wall)}  {page.Url}"));
        }

        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("Trường / field", "Có / filled", "Theo định nghĩa / by the definition");
        foreach (var (name, isFilled) in FillFields.All) table.AddRow(name, Rate(listings, listings.Count(isFilled)), Rate(listings, listings.Count(listing => IsOwn(listing, name))));
        terminal.Data.Write(table);
        foreach (var listing in listings.Take(FirstListings))
            await terminal.Output.WriteLineAsync($"{listing.Record.PriceText}\t{(listing.Record.Title.Length > 0 ? listing.Record.Title : listing.Record.Description.ReplaceLineEndings(" "))}");
        await terminal.Output.WriteLineAsync(block is null ? "Không bị chặn / not blocked" : $"Bị chặn / blocked: {block}");
    }

    private static string Json(SourceDefinition source, List<PageTried> tried, List<ExtractedListing> listings, string? block) => JsonSerializer.Serialize(new
    {
        source = source.Id,
        kinds = source.Kinds(),
        pages = tried,
        blocked = block,
        count = listings.Count,
        fields = FillFields.All.ToDictionary(field => field.Name, field => Share(listings, field.IsFilled), StringComparer.Ordinal),
        own = FillFields.All.ToDictionary(field => field.Name, field => Share(listings, listing => IsOwn(listing, field.Name)), StringComparer.Ordinal),
        listings = listings.Take(FirstListings).Select(listing => listing.Record),
    }, JsonContract.Compact);

    private static bool IsOwn(ExtractedListing listing, string field) =>
        listing.Provenance.TryGetValue(field, out var from) && (from.StartsWith("selector:", StringComparison.Ordinal) || from.StartsWith("json:", StringComparison.Ordinal));

    private static double? Share(List<ExtractedListing> listings, Func<ExtractedListing, bool> has) => listings.Count == 0 ? null : (double)listings.Count(has) / listings.Count;

    private static string Rate(List<ExtractedListing> listings, int count) => listings.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / listings.Count:0} %");
}
