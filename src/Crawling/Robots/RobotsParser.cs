using System.Globalization;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads the lines of robots.txt into groups (RFC 9309, 2.2), forgiving what Google's parser forgives.</summary>
internal static class RobotsParser
{
    private enum Key
    {
        Unknown,
        UserAgent,
        Allow,
        Disallow,
        CrawlDelay,
        Sitemap,
    }

    public static RobotsTxt Parse(string text)
    {
        var groups = new Dictionary<string, RobotsGroup>(StringComparer.OrdinalIgnoreCase);
        var sitemaps = new List<string>();
        var current = new List<RobotsGroup>();
        var agentsOpen = false;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('\n', '\r');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            var key = Read(line, out var value);
            switch (key)
            {
                case Key.UserAgent:
                    if (!agentsOpen) current.Clear();
                    agentsOpen = true;
                    if (Token(value) is not { Length: > 0 } token) break;
                    if (!groups.TryGetValue(token, out var group)) groups[token] = group = new RobotsGroup();
                    current.Add(group);
                    break;
                case Key.Allow or Key.Disallow:
                    agentsOpen = false;
                    // An empty rule says nothing: "Disallow:" is how a group allows everything.
                    if (value.Length == 0) break;
                    foreach (var member in current) member.Add(key == Key.Allow, value);
                    // Google: who allows a folder's index page means the folder.
                    if (key == Key.Allow && FolderOf(value) is { } folder)
                        foreach (var member in current) member.Add(allows: true, folder);
                    break;
                case Key.CrawlDelay:
                    // Not a rule of the RFC, so it does not end the list of agents.
                    if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds is not (>= 0 and < 86_400)) break;
                    foreach (var member in current) member.CrawlDelay = TimeSpan.FromSeconds(seconds);
                    break;
                case Key.Sitemap:
                    if (value.Length > 0) sitemaps.Add(value);
                    break;
            }
        }

        return new RobotsTxt(groups, sitemaps);
    }

    private static string? FolderOf(string value)
    {
        var slash = value.LastIndexOf('/');
        return slash >= 0 && value.AsSpan(slash + 1).StartsWith("index.htm", StringComparison.Ordinal) ? value[..(slash + 1)] + "$" : null;
    }

    private static Key Read(ReadOnlySpan<char> line, out string value)
    {
        value = "";
        var hash = line.IndexOf('#');
        var text = (hash < 0 ? line : line[..hash]).Trim();
        var separator = text.IndexOf(':');
        if (separator < 0)
        {
            // "disallow /" without the colon: only when there are exactly two words.
            separator = text.IndexOfAny(' ', '\t');
            if (separator <= 0) return Key.Unknown;
            if (text[separator..].Trim().IndexOfAny(' ', '\t') >= 0) return Key.Unknown;
        }

        var key = KeyOf(text[..separator].Trim());
        if (key != Key.Unknown) value = text[(separator + 1)..].Trim().ToString();
        return key;
    }

    private static Key KeyOf(ReadOnlySpan<char> name)
    {
        if (Starts(name, "user-agent") || Starts(name, "useragent") || Starts(name, "user agent")) return Key.UserAgent;
        if (Starts(name, "allow")) return Key.Allow;
        if (Starts(name, "disallow") || Starts(name, "dissallow") || Starts(name, "dissalow") || Starts(name, "disalow") || Starts(name, "diasllow") || Starts(name, "disallaw"))
            return Key.Disallow;
        if (Starts(name, "crawl-delay")) return Key.CrawlDelay;
        return Starts(name, "sitemap") || Starts(name, "site-map") ? Key.Sitemap : Key.Unknown;

        static bool Starts(ReadOnlySpan<char> name, string key) => name.StartsWith(key, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The product token at the beginning of an agent line; <c>*</c> only when alone or before a space.</summary>
    private static string Token(string value)
    {
        if (value.StartsWith('*') && (value.Length == 1 || char.IsWhiteSpace(value[1]))) return "*";
        var length = 0;
        // Digits are not in the RFC's grammar, yet in many crawlers' names, this one's too.
        while (length < value.Length && (char.IsAsciiLetterOrDigit(value[length]) || value[length] is '-' or '_')) length++;
        return value[..length];
    }
}
