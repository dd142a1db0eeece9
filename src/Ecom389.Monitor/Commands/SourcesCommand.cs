using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Extraction;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources test</c>: fetches a few pages of a source and shows what can be read of them.</summary>
internal static class SourcesCommand
{
    private static readonly (string Name, Func<ListingRecord, bool> Filled)[] Fields =
    [
        ("title", listing => listing.Title.Length > 0),
        ("description", listing => listing.Description.Length > 0),
        ("priceText", listing => listing.PriceText.Length > 0),
        ("priceVnd", listing => listing.PriceVnd is not null),
        ("brand", listing => listing.Brand is not null),
        ("category", listing => listing.Category is not null),
        ("condition", listing => listing.Condition is not null),
        ("seller.name", listing => listing.Seller.Name is { Length: > 0 }),
        ("seller.phone", listing => listing.Seller.Phone is not null),
        ("seller.location", listing => listing.Seller.Location is not null),
        ("attributes", listing => listing.Attributes.Count > 0),
        ("postedAt", listing => listing.PostedAt is not null),
    ];

    public static Command Make(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Mã nguồn trong crawler.json / source id in crawler.json" };
        var config = ScanCommand.Config();
        var pages = new Option<int>("--pages") { Description = "Số trang thử / pages tried", DefaultValueFactory = _ => 8, HelpName = "N" }.Between(1);
        var test = new Command("test", """
            Thử một nguồn: lấy vài trang, cho xem loại trang, tỉ lệ điền từng trường, các tin đầu, robots và tình trạng bị chặn.
            Tries a source: fetches a few pages, shows kinds of page, field-fill rates, first listings, robots and block state.

            Ví dụ / example:  ecom389 sources test cho-cong-nghe
            """) { id, config, pages };
        test.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(config)!;
            var loaded = await CrawlerConfig.LoadAsync(file, cancellation);
            var source = Find(loaded, file, parsed.GetValue(id)!);
            return await TryAsync(terminal, loaded, source, parsed.GetValue(pages), cancellation);
        });
        return new Command("sources", """
            Nguồn thu thập: thử một nguồn, đề nghị và duyệt quyết định bỏ qua robots.txt.
            Sources: try one, ask for and approve a mandate to set robots.txt aside.

            Ví dụ / example:  ecom389 sources test cho-cong-nghe
            """) { test, SourcesCheck.Make(terminal), SourcesKeywords.Make(terminal), SourcesHistory.Make(terminal), SourcesSession.Make(terminal), SourcesHistory.Release(terminal), MandateCommand.Make(terminal) };
    }

    /// <summary>A source or template by its id. Throws <see cref="InvalidInputException"/> when there is none.</summary>
    public static SourceDefinition Find(CrawlerConfig config, string file, string id) =>
        config.Sources.Concat(config.Templates).FirstOrDefault(each => each.Id == id)
        ?? throw new InvalidInputException(new InputError(file, null, "ID", $"không có nguồn / no such source: {id}"));

    private static async Task<int> TryAsync(Terminal terminal, CrawlerConfig config, SourceDefinition source, int limit, CancellationToken cancellation)
    {
        await using var engine = new ScanEngine(new ScanOptions { Contact = config.Contact, Network = config.Network });
        var extractor = new PageExtractor(new() { OnFailure = failure => terminal.Error.WriteLine($"{failure.Url}: {failure.Reason}") });
        var policy = new LinkPolicy(source);
        var waiting = new Queue<string>(source.Start);
        var known = new HashSet<string>(waiting, StringComparer.Ordinal);
        var listings = new List<ListingRecord>();
        var failures = 0;
        for (var fetched = 0; fetched < limit && waiting.TryDequeue(out var url); fetched++)
        {
            var result = await engine.FetchOneAsync(source, url, cancellation);
            if (result.Capture is not { } capture)
            {
                failures++;
                await terminal.Output.WriteLineAsync($"✗ {url}: {result.Failure!.Code}: {result.Failure.Message}");
                continue;
            }

            var page = extractor.Extract(capture, source);
            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"✓ {capture.Status} {page.Kind} {page.Listings.Count} tin / listings, {page.Links.Count} liên kết / links, robots {capture.RobotsDecision}  {url}"));
            if (page.Kind is PageKind.Listing or PageKind.Timeline) listings.AddRange(page.Listings.Select(listing => listing.Record));
            var entry = new FrontierEntry(0, Guid.Empty, source.Id, url, new CaptureRequest(url, "start"), 0);
            // Listings first: it is their fields that are to be seen.
            foreach (var next in policy.Discover(entry, capture, page.Links).OrderByDescending(link => policy.RoleOf(link.CanonicalUrl) == PageRole.Listing))
                if (known.Add(next.CanonicalUrl)) waiting.Enqueue(next.CanonicalUrl);
        }

        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("Trường / field", "Có / filled");
        foreach (var (name, filled) in Fields)
            table.AddRow(name, listings.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * listings.Count(filled) / listings.Count:0} %"));
        terminal.Data.Write(table);
        foreach (var listing in listings.Take(5)) await terminal.Output.WriteLineAsync($"{listing.PriceText}\t{(listing.Title.Length > 0 ? listing.Title : listing.Description.ReplaceLineEndings(" "))}");
        if (listings.Count > 0) return ExitCodes.Done;
        await terminal.Error.WriteLineAsync("Không đọc được tin nào / no listing could be read");
        return failures > 0 ? ExitCodes.Failed : ExitCodes.Partial;
    }
}
