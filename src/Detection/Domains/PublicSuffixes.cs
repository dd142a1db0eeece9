using System.Globalization;

namespace Ecom389.Monitor.Detection.Domains;

/// <summary>
/// Under which names the public registers domains: <c>com.vn</c>, <c>co.uk</c>, <c>blogspot.com</c>. Rules as publicsuffix.org writes
/// them (plain, <c>*.</c> wildcard, <c>!</c> exception); the algorithm is that of its page "format". The short dated list of
/// <c>rules/domains.yaml</c> covers what Vietnamese shops use; a full <c>public_suffix_list.dat</c> placed beside it replaces it.
/// </summary>
public sealed class PublicSuffixes
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };
    private readonly HashSet<string> _plain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wild = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exceptions = new(StringComparer.Ordinal);

    /// <param name="rules">One rule a text; blank lines and <c>//</c> comments are passed over.</param>
    public PublicSuffixes(IEnumerable<string> rules)
    {
        foreach (var line in rules)
        {
            var rule = line.Trim();
            if (rule.Length == 0 || rule.StartsWith("//", StringComparison.Ordinal)) continue;
            if (rule.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank) rule = rule[..blank];
            if (rule[0] == '!') _exceptions.Add(Ascii(rule[1..]));
            else if (rule.StartsWith("*.", StringComparison.Ordinal)) _wild.Add(Ascii(rule[2..]));
            else _plain.Add(Ascii(rule));
        }
    }

    /// <summary>Number of rules.</summary>
    public int Count => _plain.Count + _wild.Count + _exceptions.Count;

    /// <summary>Whether a top-level name is known: what tells "abc.vn" in a text from "abc.Xyz" at a sentence's end.</summary>
    public bool IsTopLevel(string label) => _plain.Contains(label) || _wild.Contains(label);

    /// <summary>The registrable domain of a host (lower case, punycode or not), or null: the host is itself a suffix or no host.</summary>
    public string? Registrable(string host)
    {
        var name = Ascii(host.TrimEnd('.'));
        if (name.Length == 0 || name[0] == '.' || name.Contains("..", StringComparison.Ordinal)) return null;
        var labels = name.Split('.');
        var suffix = SuffixLabels(labels);
        return suffix >= labels.Length ? null : string.Join('.', labels[^(suffix + 1)..]);
    }

    private int SuffixLabels(string[] labels)
    {
        // The longest rule wins, an exception over all; where none matches the last label is the suffix.
        for (var from = 0; from < labels.Length; from++)
        {
            var name = string.Join('.', labels[from..]);
            if (_exceptions.Contains(name)) return labels.Length - from - 1;
            if (_plain.Contains(name)) return labels.Length - from;
            if (from + 1 < labels.Length && _wild.Contains(string.Join('.', labels[(from + 1)..]))) return labels.Length - from;
        }
        return 1;
    }

    private static string Ascii(string name)
    {
        if (System.Text.Ascii.IsValid(name)) return name.ToLowerInvariant();
        try
        {
            return Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // No host that could be registered; compared as it stands it matches no rule.
            return name.ToLowerInvariant();
        }
    }
}
