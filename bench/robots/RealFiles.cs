using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Bench.Robots;

/// <summary>What reading the real files cost.</summary>
internal sealed record RealFiles(int Files, long Bytes, TimeSpan Slowest, int SlowestBytes)
{
    /// <summary>Parses every file of the set and asks it one URL.</summary>
    public static RealFiles Read(string archive)
    {
        using var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var read = new RealFiles(0, 0, TimeSpan.Zero, 0);
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var body = row.RootElement.TryGetProperty("robotsTxt", out var text) && text.ValueKind == JsonValueKind.String
                ? Encoding.UTF8.GetBytes(text.GetString()!)
                : row.RootElement.EnumerateObject().First(field => field.Name.Contains("64", StringComparison.Ordinal)).Value.GetBytesFromBase64();
            var started = Stopwatch.GetTimestamp();
            RobotsTxt.Parse(body).IsAllowed("Ecom389Monitor", "https://shop.example/san-pham/1?a=b");
            var took = Stopwatch.GetElapsedTime(started);
            // The first file pays for the compiler, not for its own length.
            read = read with { Files = read.Files + 1, Bytes = read.Bytes + body.Length };
            if (read.Files > 1 && took > read.Slowest) read = read with { Slowest = took, SlowestBytes = body.Length };
        }

        return read;
    }
}
