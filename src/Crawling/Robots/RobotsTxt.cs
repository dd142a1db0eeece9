using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// A robots.txt file (RFC 9309): groups of one agent merged, the longest matching rule decides, allow wins a tie, at most
/// <see cref="MaxBytes"/> are read. Where Google's parser is more forgiving than the RFC (a missing colon, known misspellings,
/// <c>index.html</c> allowing its folder, an agent name ending at the first space) this one follows it, since site owners test
/// with it. Where both read percent-encoding differently a rule forbids when either says so and permits when both do.
/// </summary>
public sealed class RobotsTxt
{
    /// <summary>500 KiB: the least a parser must read (RFC 9309, 2.5) and the most this one does.</summary>
    public const int MaxBytes = 500 * 1024;

    /// <summary>A file that says nothing: all is allowed.</summary>
    public static RobotsTxt AllowAll { get; } = new(new Dictionary<string, RobotsGroup>(StringComparer.OrdinalIgnoreCase), []);

    private readonly Dictionary<string, RobotsGroup> _groups;

    internal RobotsTxt(Dictionary<string, RobotsGroup> groups, IReadOnlyList<string> sitemaps)
    {
        _groups = groups;
        Sitemaps = sitemaps;
    }

    /// <summary>URLs of <c>Sitemap:</c> lines, which belong to no group.</summary>
    public IReadOnlyList<string> Sitemaps { get; }

    /// <summary>Reads a file; never throws, whatever it holds.</summary>
    public static RobotsTxt Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxBytes) file = file[..MaxBytes];
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[3..];
        return RobotsParser.Parse(Encoding.UTF8.GetString(file));
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static RobotsTxt Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether an agent may fetch a URL.</summary>
    /// <param name="agent">Product token, as <c>Ecom389Monitor</c>; of a whole User-Agent header the part before <c>/</c> counts.</param>
    /// <param name="urlOrPath">Absolute URL, or path with query.</param>
    public bool IsAllowed(string agent, string urlOrPath)
    {
        var path = PathOf(urlOrPath);
        if (path is "/robots.txt") return true;
        return GroupFor(agent)?.IsAllowed(path) ?? true;
    }

    /// <summary>Seconds the agent is asked to wait between requests, or null. No part of the RFC, yet many sites write it.</summary>
    public TimeSpan? CrawlDelay(string agent) => GroupFor(agent)?.CrawlDelay;

    private RobotsGroup? GroupFor(string agent)
    {
        var slash = agent.IndexOf('/', StringComparison.Ordinal);
        var token = slash < 0 ? agent : agent[..slash];
        return token.Length > 0 && _groups.TryGetValue(token, out var own) ? own : _groups.GetValueOrDefault("*");
    }

    /// <summary>Path and query of a URL, without scheme, host and fragment; <c>/</c> when there is none.</summary>
    internal static string PathOf(string urlOrPath)
    {
        var start = urlOrPath.StartsWith("//", StringComparison.Ordinal) ? 2 : 0;
        var early = urlOrPath.AsSpan(start).IndexOfAny("/?;");
        var protocol = urlOrPath.IndexOf("://", start, StringComparison.Ordinal);
        if (protocol >= 0 && (early < 0 || protocol <= start + early)) start = protocol + 3;
        else if (start == 0 && urlOrPath.StartsWith('/')) return Cut(urlOrPath);
        var at = urlOrPath.AsSpan(start).IndexOfAny("/?;");
        if (at < 0) return "/";
        var path = urlOrPath[(start + at)..];
        var cut = Cut(path);
        return cut.StartsWith('/') ? cut : "/" + cut;

        static string Cut(string path)
        {
            var hash = path.IndexOf('#', StringComparison.Ordinal);
            return hash < 0 ? path : path[..hash];
        }
    }
}
