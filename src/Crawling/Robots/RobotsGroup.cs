namespace Ecom389.Monitor.Crawling;

/// <summary>The merged rules for one agent.</summary>
internal sealed class RobotsGroup
{
    private readonly List<RobotsRule> _rules = [];
    private RobotsRule[]? _ordered;

    public TimeSpan? CrawlDelay { get; set; }

    public void Add(RobotsRule rule)
    {
        _rules.Add(rule);
        _ordered = null;
    }

    /// <summary>Puts the rule that would win first, so that the first match decides.</summary>
    public void Seal() => _ordered = [.. _rules.OrderByDescending(rule => rule.Priority).ThenByDescending(rule => rule.Allows)];

    public bool IsAllowed(string path)
    {
        var google = PercentEncoding.Normalise(path, decodeUnreserved: false);
        // Google compares an unencoded letter as it stands, and so never with an encoded rule.
        var raw = IsAscii(path) ? google : path;
        var rfc = PercentEncoding.Normalise(path, decodeUnreserved: true, alsoEncode: "*$");
        foreach (var rule in _ordered ?? [])
            if (rule.Matches(raw, rfc)) return rule.Allows;
        return true;
    }

    private static bool IsAscii(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u007F');
}

/// <summary>One <c>Allow</c> or <c>Disallow</c> line.</summary>
internal sealed class RobotsRule
{
    private readonly WildcardPattern _google;
    private readonly WildcardPattern? _rfc;

    public RobotsRule(bool allows, string pattern)
    {
        Allows = allows;
        var escaped = PercentEncoding.Normalise(pattern, decodeUnreserved: false);
        Priority = escaped.Length;
        _google = WildcardPattern.Parse(escaped);
        if (allows) return;
        _rfc = WildcardPattern.Parse(escaped, literal => PercentEncoding.Normalise(literal, decodeUnreserved: true, alsoEncode: "$"));
    }

    public bool Allows { get; }

    /// <summary>Octets of the pattern: the longest match is the most specific (RFC 9309, 2.2.2).</summary>
    public int Priority { get; }

    public bool Matches(string raw, string rfc) => _google.IsMatch(raw) || (_rfc is { } other && other.IsMatch(rfc));
}
