namespace Ecom389.Monitor.Crawling;

/// <summary>The merged rules for one agent; compiled when first asked, since most files speak mostly to other agents.</summary>
internal sealed class RobotsGroup
{
    private readonly List<(bool Allows, string Pattern)> _lines = [];
    private readonly Lazy<RobotsRule[]> _rules;

    public RobotsGroup() => _rules = new Lazy<RobotsRule[]>(Compile);

    public TimeSpan? CrawlDelay { get; set; }

    public void Add(bool allows, string pattern) => _lines.Add((allows, pattern));

    public bool IsAllowed(string path)
    {
        var google = PercentEncoding.Normalise(path, decodeUnreserved: false);
        // Google compares an unencoded letter as it stands, and so never with an encoded rule.
        var raw = IsAscii(path) ? google : path;
        var rfc = PercentEncoding.Normalise(path, decodeUnreserved: true, alsoEncode: "*$");
        foreach (var rule in _rules.Value)
            if (rule.Matches(raw, rfc)) return rule.Allows;
        return true;
    }

    /// <summary>Puts the rule that would win first, so that the first match decides.</summary>
    private RobotsRule[] Compile()
    {
        var rules = new RobotsRule[_lines.Count];
        for (var i = 0; i < rules.Length; i++) rules[i] = new RobotsRule(_lines[i].Allows, _lines[i].Pattern);
        Array.Sort(rules, static (one, other) =>
            one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : other.Allows.CompareTo(one.Allows));
        return rules;
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
        _rfc = escaped.AsSpan().ContainsAny('%', '$')
            ? WildcardPattern.Parse(escaped, literal => PercentEncoding.Normalise(literal, decodeUnreserved: true, alsoEncode: "$"))
            : _google;
    }

    public bool Allows { get; }

    /// <summary>Octets of the pattern: the longest match is the most specific (RFC 9309, 2.2.2).</summary>
    public int Priority { get; }

    public bool Matches(string raw, string rfc) =>
        _google.IsMatch(raw) || (_rfc is { } other && !(ReferenceEquals(other, _google) && string.Equals(raw, rfc, StringComparison.Ordinal)) && other.IsMatch(rfc));
}
