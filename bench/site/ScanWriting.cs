using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>A scan at work on the same file, from another process: so many pages a second, each durable, one in fifty flagged.</summary>
internal static class ScanWriting
{
    private static readonly SourceDefinition Source = new() { Id = "quet", Name = "Đang quét", Channel = Channel.Website, Version = "d1" };

    /// <summary>Returns how many pages were acknowledged.</summary>
    public static async Task<int> RunAsync(string path, int pagesPerSecond, CancellationToken until)
    {
        await using var store = SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System);
        var none = CancellationToken.None;
        var run = await store.Frontier.BeginRunAsync(Source.Id, TimeProvider.System.GetUtcNow(), none);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / pagesPerSecond));
        var pages = 0;
        while (!until.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            var url = $"https://quet.example/tin/{run.Id:N}-{pages}";
            await store.Frontier.AddAsync(run, [new(url, new(url, "start"))], none);
            if (await store.Frontier.LeaseAsync(run.Id, "bench", TimeSpan.FromMinutes(5), none) is { } entry)
            {
                await store.Intake.AcknowledgeAsync(Page(run, entry, url, pages, now), none);
                pages++;
            }

            try
            {
                await pace.WaitForNextTickAsync(until);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await store.Frontier.EndRunAsync(run.Id, TimeProvider.System.GetUtcNow(), "{}", none);
        return pages;
    }

    private static PageAcknowledgement Page(CrawlRun run, FrontierEntry entry, string url, int number, DateTimeOffset now)
    {
        var flagged = number % 50 == 0;
        var capture = new Capture
        {
            Id = Guid.CreateVersion7(now),
            SourceId = Source.Id,
            RequestUrl = url,
            Url = url,
            CapturedAt = now,
            Mode = RenderMode.Http,
            Status = 200,
            Body = ReadOnlyMemory<byte>.Empty,
            BodySha256 = ContentHash.Of(url),
            RobotsDecision = "allowed",
        };
        var text = $"Tai nghe vừa lên kệ số {number}, giá tốt, giao nhanh, bảo hành đủ phụ kiện";
        var listing = new JudgedListing(
            url, url, new ExtractedListing { Record = new ListingRecord { Id = url, Title = text, Description = text, PriceVnd = 500_000 } }, ContentHash.Of(text), "e1", "d1",
            new ScoreResult(url, flagged ? 0.9 : 0.01, flagged, flagged ? 0.5 : 0.001, flagged ? [new ViolationScore("counterfeit", 0.9)] : [], []), new("f", "m", "p", "r"));
        return new(run, entry, Source, capture, new ArchiveLocation("bench.warc.gz", number, 1), PageKind.Listing, [listing], []);
    }
}
