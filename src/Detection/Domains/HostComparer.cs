using System.Globalization;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Domains;

/// <summary>Compares one host with the organisations that people imitate. Immutable and safe for concurrent use.</summary>
internal sealed class HostComparer
{
    /// <summary>Below this length one letter's difference is another word: "apply", "vivo".</summary>
    private const int ShortestTypo = 6;
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };
    private readonly IReadOnlyList<Organisation> _organisations;
    private readonly PublicSuffixes _suffixes;
    private readonly HashSet<string> _official = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bait;
    private readonly HashSet<string> _cheap;
    private readonly HashSet<string> _fillers;
    private readonly Organisation? _government;

    public HostComparer(IReadOnlyList<Organisation> organisations, PublicSuffixes suffixes, IReadOnlyList<string> bait, IReadOnlyList<string> fillers, IReadOnlyList<string> cheapSuffixes)
    {
        _organisations = organisations;
        _suffixes = suffixes;
        _bait = new(bait.Concat(fillers), StringComparer.Ordinal);
        _fillers = new(fillers, StringComparer.Ordinal);
        _cheap = new(cheapSuffixes, StringComparer.Ordinal);
        foreach (var organisation in organisations) _official.UnionWith(organisation.Official);
        _government = organisations.FirstOrDefault(static organisation => organisation.Id is "chinh-phu");
    }

    /// <summary>What a host resembles, or null. Never throws on any text.</summary>
    public (DomainTrick Trick, Organisation Organisation)? Compare(string host)
    {
        var ascii = host.TrimEnd('.').ToLowerInvariant();
        if (ascii.StartsWith("www.", StringComparison.Ordinal)) ascii = ascii[4..];
        if (_suffixes.Registrable(ascii) is not { } registrable || _official.Contains(registrable) || registrable.EndsWith(".gov.vn", StringComparison.Ordinal)) return null;
        var dot = registrable.IndexOf('.', StringComparison.Ordinal);
        var suffix = registrable[(dot + 1)..];
        var label = Unicode(registrable[..dot]);
        var skeleton = Skeleton(label);
        foreach (var organisation in _organisations)
        {
            if (organisation.NotHosts.Contains(registrable, StringComparer.Ordinal) || organisation.NotHosts.Contains(label, StringComparer.Ordinal)) continue;
            if (Subdomain(ascii, organisation)) return (DomainTrick.Subdomain, organisation);
            foreach (var name in organisation.Labels)
            {
                if (string.Equals(label, name, StringComparison.Ordinal))
                {
                    if (IsForeignSuffix(organisation, suffix)) return (DomainTrick.Suffix, organisation);
                }
                else if (string.Equals(skeleton, name, StringComparison.Ordinal) || Digits(skeleton, name))
                {
                    return (DomainTrick.Homoglyph, organisation);
                }
                else if (name.Length >= ShortestTypo && skeleton[0] == name[0] && OneEdit(skeleton, name))
                {
                    return (DomainTrick.Typo, organisation);
                }
                else if (IsCombo(skeleton, name))
                {
                    return (DomainTrick.Combo, organisation);
                }
            }
        }
        return _government is { } government && ImitatesGovernment(ascii, registrable) ? (DomainTrick.Government, government) : null;
    }

    /// <summary>Whether an account's name is an organisation's with bait words; null where it is not.</summary>
    public Organisation? CompareHandle(string name)
    {
        var skeleton = Skeleton(name.Replace('_', '-').Replace('.', '-'));
        foreach (var organisation in _organisations)
        {
            foreach (var label in organisation.Labels)
            {
                if (IsCombo(skeleton, label)) return organisation;
            }
        }
        return null;
    }

    /// <summary>The label of a handle or host with signs that look alike brought to plain letters.</summary>
    private static string Skeleton(string label)
    {
        var folded = Normaliser.Normalise(label).Folded.Replace(" ", "", StringComparison.Ordinal);
        return folded.Length == 0 ? label : folded;
    }

    private static bool Digits(string label, string name)
    {
        if (label.Length != name.Length && !label.Contains("rn", StringComparison.Ordinal) && !label.Contains("vv", StringComparison.Ordinal)) return false;
        var plain = label.Replace('0', 'o').Replace('3', 'e').Replace('5', 's').Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);
        return string.Equals(plain.Replace('1', 'l'), name, StringComparison.Ordinal) || string.Equals(plain.Replace('1', 'i'), name, StringComparison.Ordinal);
    }

    private static bool Subdomain(string host, Organisation organisation)
    {
        foreach (var official in organisation.Official)
        {
            var at = host.IndexOf(official, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && host[at - 1] is not ('.' or '-'))) continue;
            var end = at + official.Length;
            if (end < host.Length && host[end] is '.' or '-') return true;
        }
        return false;
    }

    private bool IsForeignSuffix(Organisation organisation, string suffix) => organisation.Kind switch
    {
        // Brands hold their name in a hundred countries: only suffixes that cost a dollar tell.
        "brand" => _cheap.Contains(suffix),
        _ => _cheap.Contains(suffix) || suffix is "com" or "net" or "org" or "vn" or "com.vn" or "net.vn" or "org.vn" or "info.vn" or "name.vn" or "io.vn" or "id.vn" or "biz.vn",
    };

    private bool IsCombo(string label, string name)
    {
        var at = label.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return false;
        var rest = (label[..at] + "-" + label[(at + name.Length)..]).Split(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], StringSplitOptions.RemoveEmptyEntries);
        if (rest.Length == 0) return false;
        var bait = false;
        foreach (var word in rest)
        {
            if (!IsBait(word)) return false;
            bait |= !_fillers.Contains(word);
        }
        return bait;
    }

    /// <summary>A bait word, or two written together.</summary>
    private bool IsBait(string word)
    {
        if (_bait.Contains(word)) return true;
        for (var cut = 2; cut <= word.Length - 2; cut++)
        {
            if (_bait.Contains(word[..cut]) && _bait.Contains(word[cut..])) return true;
        }
        return false;
    }

    private static bool ImitatesGovernment(string host, string registrable)
    {
        if (host.Contains(".gov.vn.", StringComparison.Ordinal) || host.Contains(".gov.vn-", StringComparison.Ordinal) || host.Contains("gov-vn", StringComparison.Ordinal)) return true;
        var label = registrable[..registrable.IndexOf('.', StringComparison.Ordinal)];
        return label.EndsWith("govvn", StringComparison.Ordinal) || label.EndsWith("-gov", StringComparison.Ordinal) || label.StartsWith("gov-", StringComparison.Ordinal);
    }

    private static string Unicode(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal)) return label;
        try
        {
            return Idn.GetUnicode(label);
        }
        catch (ArgumentException)
        {
            return label;
        }
    }

    /// <summary>Whether one insertion, deletion, change or exchange of neighbours makes one of the other.</summary>
    private static bool OneEdit(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1) return false;
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) start++;
        int endA = a.Length, endB = b.Length;
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1])
        {
            endA--;
            endB--;
        }
        var (left, right) = (endA - start, endB - start);
        return left + right > 0 && (left <= 1 && right <= 1 || left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
    }
}
