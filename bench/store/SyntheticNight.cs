using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Store;

/// <summary>Pages of the size and shape that a night brings: a listing of some 1.5 KB, four signals, ten links a page.</summary>
internal sealed class SyntheticNight
{
    private static readonly string[] Words = "loa tai nghe bộ phát wifi sim điện thoại pin sạc camera máy tính bảng cũ mới còn bảo hành hộp đủ phụ kiện giao hàng nhanh kiểm tra khi nhận giá tốt cửa hàng quận bình thạnh".Split(' ');
    private static readonly string[] Codes = ["counterfeit", "smuggled", "uncertified", "sim-abuse", "prohibited-device"];
    private static readonly ScorerVersions Scorer = new(ContentHash.Of("f"), ContentHash.Of("m"), ContentHash.Of("p"), ContentHash.Of("r"));

    public static SourceDefinition Source { get; } = new() { Id = "bench", Name = "Bench", Channel = Channel.Marketplace, Version = "d1" };

    public static FrontierUrl Link(int page)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"https://bench.example/san-pham/mat-hang-so-{page}");
        return new(url, new CaptureRequest(url, "link"));
    }

    /// <param name="number">Which listing; the same number says the same.</param>
    /// <param name="flaggedIn">One in this many is flagged.</param>
    public static JudgedListing Listing(int number, int flaggedIn)
    {
#pragma warning disable CA5394 // words to fill pages with, no secret
        var random = new Random(number);
        var text = string.Join(' ', Enumerable.Range(0, 180).Select(_ => Words[random.Next(Words.Length)]));
        var flagged = number % flaggedIn == 0;
        var priority = flagged ? random.NextDouble() : 0.001;
#pragma warning restore CA5394
        var key = number.ToString(CultureInfo.InvariantCulture);
        var code = Codes[number / flaggedIn % Codes.Length];
        var url = $"https://bench.example/tin/{key}";
        return new(
            key,
            url,
            new ExtractedListing
            {
                Record = new ListingRecord { Id = key, Title = text[..60], Description = text, PriceText = "1tr250", PriceVnd = 1_250_000, Seller = new SellerRecord { Name = "Cửa hàng " + key, Location = "Hà Nội" } },
                Price = new Money(1_250_000, "VND"),
                CanonicalUrl = url,
            },
            ContentHash.Of(text),
            "e1",
            "d1",
            new ScoreResult(key, priority, flagged, priority, flagged ? [new ViolationScore(code, 0.9)] : [], [.. Enumerable.Range(0, 4).Select(i => new Signal("rule", $"{code}.cue-{i}", code, 0.8, "description", i, i + 3, text[i..(i + 3)], "Nghi vấn: cụm từ thường gặp ở hàng nhái", null))]),
            Scorer);
    }

    public static PageAcknowledgement Page(CrawlRun run, FrontierEntry entry, IReadOnlyList<JudgedListing> listings, IReadOnlyList<FrontierUrl> discovered)
    {
        var now = TimeProvider.System.GetUtcNow();
        var capture = new Capture
        {
            Id = Guid.CreateVersion7(now),
            SourceId = run.SourceId,
            RequestUrl = entry.Request.Url,
            Url = entry.Request.Url,
            CapturedAt = now,
            Mode = RenderMode.Http,
            Status = 200,
            Body = ReadOnlyMemory<byte>.Empty,
            BodySha256 = ContentHash.Of(entry.CanonicalUrl),
            RobotsDecision = "allowed",
        };
        return new(run, entry, Source, capture, new ArchiveLocation("bench.warc.gz", entry.Id, 1), listings.Count > 1 ? PageKind.List : PageKind.Listing, listings, discovered);
    }
}
