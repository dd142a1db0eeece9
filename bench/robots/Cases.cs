using System.Text.Json;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Bench.Robots;

/// <summary>Rows <c>{robotsTxt, userAgent, url, allowed}</c> of a public suite.</summary>
internal static class Cases
{
    /// <summary>Judges each row; the lines that ours decides otherwise come back as they stand.</summary>
    public static (int Cases, List<string> Wrong) Judge(string file)
    {
        var cases = 0;
        var wrong = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            using var row = JsonDocument.Parse(line);
            var robots = RobotsTxt.Parse(row.RootElement.GetProperty("robotsTxt").GetString()!);
            cases++;
            if (robots.IsAllowed(row.RootElement.GetProperty("userAgent").GetString()!, row.RootElement.GetProperty("url").GetString()!) != row.RootElement.GetProperty("allowed").GetBoolean())
                wrong.Add(line);
        }

        return (cases, wrong);
    }
}
