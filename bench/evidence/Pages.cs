using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Evidence;

/// <summary>Pages as a shop serves them: some kilobytes of HTML, compressed, each of its own.</summary>
internal sealed class Pages
{
    private static readonly string[] Words = "điện thoại chính hãng bảo hành giá rẻ giao nhanh phụ kiện tai nghe sạc dự phòng cáp máy tính bảng màn hình loa thẻ nhớ bộ đàm ăng ten khuếch đại sóng camera định vị".Split(' ');

    private readonly Random _random = new(389);

    public static string Url(int number) => string.Create(CultureInfo.InvariantCulture, $"https://shop-{number % 40}.example/san-pham/dien-thoai-chinh-hang-{number}.html");

    public Capture Make(int number, DateTimeOffset at)
    {
        var text = new StringBuilder("<!doctype html><html><head><meta charset=\"utf-8\"><title>").Append(number).Append("</title></head><body>");
        for (var i = 0; i < 300; i++) text.Append(Words[_random.Next(Words.Length)]).Append(i % 12 == 11 ? "</p><p>" : " ");
        var body = Encoding.UTF8.GetBytes(text.Append("</body></html>").ToString());
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        return Again(new Capture
        {
            Id = default,
            SourceId = string.Create(CultureInfo.InvariantCulture, $"shop-{number % 40}"),
            RequestUrl = Url(number),
            Url = Url(number),
            CapturedAt = at,
            Mode = RenderMode.Http,
            Status = 200,
            HttpVersion = "2",
            Body = body,
            WireBody = packed.ToArray(),
            BodySha256 = ContentHash.Of(body),
            RobotsDecision = "allowed",
        }, at);
    }

    /// <summary>The same page on another night.</summary>
    public static Capture Again(Capture page, DateTimeOffset at) => page with
    {
        Id = Guid.CreateVersion7(at),
        CapturedAt = at,
        RequestHeaders =
        [
            new("User-Agent", "Ecom389Monitor/0.1 (+https://co-quan.example/thu-thap)"), new("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            new("Accept-Language", "vi-VN,vi;q=0.9,en;q=0.5"), new("Accept-Encoding", "gzip, deflate, br"),
        ],
        ResponseHeaders =
        [
            new("Date", at.ToString("R", CultureInfo.InvariantCulture)), new("Server", "nginx"), new("Content-Type", "text/html; charset=utf-8"), new("Content-Encoding", "gzip"),
            new("Vary", "Accept-Encoding"), new("Cache-Control", "private, max-age=0"), new("Last-Modified", "Fri, 20 Nov 2026 08:15:00 GMT"),
        ],
    };
}
