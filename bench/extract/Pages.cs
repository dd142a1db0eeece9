using System.IO.Compression;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>Saved pages as captures.</summary>
internal static class Pages
{
    /// <summary>The instant every saved page counts as captured at.</summary>
    public static readonly DateTimeOffset CapturedAt = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public static Capture Load(string path, string url)
    {
        var bytes = File.ReadAllBytes(path);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            bytes = plain.ToArray();
        }

        return new()
        {
            Id = Guid.CreateVersion7(CapturedAt),
            SourceId = "saved",
            RequestUrl = url,
            Url = url,
            CapturedAt = CapturedAt,
            Mode = RenderMode.Http,
            Status = 200,
            Body = bytes,
            BodySha256 = ContentHash.Of(bytes),
        };
    }
}
