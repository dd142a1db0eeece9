using System.IO.Compression;
using System.Text.Json;

namespace Ecom389.Monitor.Crawling.Tests;

[Trait("Category", "SharedData")]
public sealed class RobotsSharedDataTests
{
    [SharedDataFact]
    public void Every_case_of_RFC_9309_is_judged_as_the_standard_says() => Assert.Empty(Wrong("real/robots/rfc9309.jsonl"));

    [SharedDataFact]
    public void Every_case_of_Googles_parser_is_judged_alike() => Assert.Empty(Wrong("real/robots/google-robotstxt.jsonl"));

    [SharedDataFact]
    public void Every_real_file_is_parsed()
    {
        using var stream = new GZipStream(File.OpenRead(SharedData.PathOf("real/robots/real-robots.jsonl.gz")), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var files = 0;
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var robots = row.RootElement.TryGetProperty("robotsTxt", out var text) && text.ValueKind == JsonValueKind.String
                ? RobotsTxt.Parse(text.GetString()!)
                : RobotsTxt.Parse(row.RootElement.EnumerateObject().First(field => field.Name.Contains("64", StringComparison.Ordinal)).Value.GetBytesFromBase64());
            robots.IsAllowed("Ecom389Monitor", "https://shop.example/san-pham/1?a=b");
            files++;
        }

        Assert.Equal(424, files);
    }

    private static List<string> Wrong(string file)
    {
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(SharedData.PathOf(file)))
        {
            using var row = JsonDocument.Parse(line);
            var robots = RobotsTxt.Parse(row.RootElement.GetProperty("robotsTxt").GetString()!);
            if (robots.IsAllowed(row.RootElement.GetProperty("userAgent").GetString()!, row.RootElement.GetProperty("url").GetString()!) != row.RootElement.GetProperty("allowed").GetBoolean())
                wrong.Add(line);
        }

        return wrong;
    }
}
