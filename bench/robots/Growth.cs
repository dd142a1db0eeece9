using System.Diagnostics;
using System.Text;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Bench.Robots;

/// <summary>One way for a file or a URL to grow, and the work done at each size.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Prepare">Given a size, makes the work to be timed.</param>
internal sealed record Growth(string Name, Func<int, Action> Prepare)
{
    private static readonly int[] Sizes = [2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
    private const int Rounds = 15;

    /// <summary>Ordinary growth, and the growths that make a naive matcher quadratic or worse.</summary>
    public static IReadOnlyList<Growth> All { get; } =
    [
        new("parsing: bytes of rules", size => Parsing(Lines(size, i => $"Disallow: /muc-{i}/*"))),
        new("parsing: bytes of groups", size => Parsing(Lines(size, i => $"User-agent: bot{i}\nDisallow: /"))),
        new("parsing: agents of one group", size => Parsing(Lines(size, i => $"User-agent: bot{i}") + "Disallow: /\n")),
        new("parsing: one line without end", size => Parsing("Disallow: /" + new string('a', size))),
        new("asking: rules, none of which matches", size => Asking("User-agent: *\n" + Lines(size, i => $"Disallow: /muc-{i}/*.html$"), "/san-pham/1")),
        new("asking: characters of the path", size => Asking("User-agent: *\nDisallow: /*a*b*c*d$\n", "/" + new string('a', size))),
        new("asking: stars of the pattern and path", size => Asking("User-agent: *\nDisallow: /" + string.Concat(Enumerable.Repeat("*a", size / 4)) + "*b\n", "/" + new string('a', size))),
        new("asking: a literal that almost matches everywhere", size => Asking("User-agent: *\nDisallow: /*" + new string('a', size / 2) + "b\n", "/" + new string('a', size))),
        new("asking: percent signs of the path", size => Asking("User-agent: *\nDisallow: /*%7E*%C3$\n", "/" + string.Concat(Enumerable.Repeat("%7e%c3", size / 6)))),
    ];

    /// <summary>Best of several rounds at doubling sizes; the slope of log time over log size by least squares, 1 when linear.</summary>
    public (int[] Sizes, double[] Microseconds, double Slope) Measure()
    {
        var times = Sizes.Select(size => Best(Prepare(size))).ToArray();
        var x = Sizes.Select(size => Math.Log(size)).ToArray();
        var y = times.Select(time => Math.Log(time)).ToArray();
        double meanX = x.Average(), meanY = y.Average();
        return (Sizes, times, x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX)));
    }

    /// <summary>Microseconds of the quickest round; each round repeats the work for half a millisecond at least.</summary>
    private static double Best(Action work)
    {
        work();
        var started = Stopwatch.GetTimestamp();
        work();
        var repeats = Math.Clamp((int)(500 / Math.Max(0.1, Stopwatch.GetElapsedTime(started).TotalMicroseconds)), 1, 5_000);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            started = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats; i++) work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMicroseconds / repeats);
        }

        return best;
    }

    private static Action Parsing(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return () => RobotsTxt.Parse(bytes);
    }

    private static Action Asking(string text, string path)
    {
        var robots = RobotsTxt.Parse(text);
        return () => robots.IsAllowed("Ecom389Monitor", path);
    }

    private static string Lines(int bytes, Func<int, string> line)
    {
        var text = new StringBuilder(bytes + 64);
        for (var i = 0; text.Length < bytes; i++) text.Append(line(i)).Append('\n');
        return text.ToString();
    }
}
