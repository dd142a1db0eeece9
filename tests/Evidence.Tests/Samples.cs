using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>Captures to archive.</summary>
internal static class Samples
{
    public static Capture Page(string url, byte[] body, DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(),
        SourceId = "cho",
        RequestUrl = url,
        Url = url,
        CapturedAt = at ?? new(2026, 11, 22, 3, 4, 5, TimeSpan.Zero),
        Mode = RenderMode.Http,
        Status = 200,
        RequestHeaders = [new("User-Agent", "Ecom389Monitor/0.1"), new("Accept", "text/html"), new("Accept-Encoding", "gzip")],
        ResponseHeaders = [new("Content-Type", "text/html; charset=utf-8"), new("Server", "nginx"), new("Date", "Sun, 22 Nov 2026 03:04:05 GMT")],
        Body = body,
        BodySha256 = ContentHash.Of(body),
        RobotsDecision = "allowed",
    };

    public static Capture Page(string url, string body, DateTimeOffset? at = null) => Page(url, Encoding.UTF8.GetBytes(body), at);

    /// <summary>The same, as a server that compresses sends it.</summary>
    public static Capture Compressed(Capture page)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(page.Body.Span);
        return page with { WireBody = packed.ToArray(), ResponseHeaders = [.. page.ResponseHeaders, new("Content-Encoding", "gzip"), new("Transfer-Encoding", "chunked")] };
    }

    /// <summary>A rich capture: DOM, the document it came from, an API answer, an image, picture, print and certificates.</summary>
    public static Capture Rich(string url, string dom, DateTimeOffset? at = null) => Page(url, dom, at) with
    {
        Mode = RenderMode.Browser,
        RetentionClass = "finding",
        Document = new(url, 200, "text/html", Encoding.UTF8.GetBytes("<!doctype html><title>Trang</title><div id=app></div>")) { Headers = [new("content-type", "text/html"), new("content-encoding", "br")] },
        SubResources =
        [
            new("http://cho.example/api/1", 200, "application/json", "{\"gia\":1200000}"u8.ToArray()),
            new("http://cho.example/anh/1.png", 200, "image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 1, 2, 3 }),
        ],
        Attachments =
        [
            new("screenshot", url, "image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47, 9, 9 }),
            new("print", url, "application/pdf", "%PDF-1.7 thử"u8.ToArray()),
            new("tls", "https://cho.example/", "application/json", "{\"host\":\"cho.example\"}"u8.ToArray()),
        ],
    };

    public static List<WarcEntry> Read(string path)
    {
        using var reader = WarcFileReader.Open(path);
        return [.. reader.ReadToEnd(default)];
    }
}

/// <summary>A folder that goes with the test; in memory where the system has such a place, as these tests flush thousands of times.</summary>
internal sealed class TestFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, "ecom389-evidence-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("ecom389-evidence-").FullName;

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
