using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Domains;

/// <summary>
/// Finds hosts that imitate brands, marketplaces, operators and agencies: the listing's own site, and addresses and accounts named in
/// its text. Immutable and safe for concurrent use.
/// </summary>
public sealed class LookalikeDomains
{
    private const int LongestHost = 253;

    /// <summary>Listings come from few hosts: verdicts are kept, up to so many.</summary>
    private const int MostKept = 4096;
    private readonly ConcurrentDictionary<string, DomainVerdict> _kept = new(StringComparer.Ordinal);
    private readonly HostComparer? _comparer;
    private readonly PublicSuffixes _suffixes;

    /// <param name="organisations">Who is imitated.</param>
    /// <param name="suffixes">Where domains are registered.</param>
    /// <param name="bait">Words that claim an office: bảo hành, tri ân, xác minh; without diacritics or blanks.</param>
    /// <param name="fillers">Words that may stand beside bait and mean nothing alone: shop, vn, online.</param>
    /// <param name="cheapSuffixes">Suffixes that cost next to nothing.</param>
    public LookalikeDomains(IReadOnlyList<Organisation> organisations, PublicSuffixes suffixes, IReadOnlyList<string> bait, IReadOnlyList<string> fillers, IReadOnlyList<string> cheapSuffixes)
    {
        All = organisations;
        _suffixes = suffixes;
        _comparer = organisations.Count == 0 ? null : new(organisations, suffixes, bait, fillers, cheapSuffixes);
    }

    /// <summary>Knows nobody.</summary>
    public static LookalikeDomains None { get; } = new([], new([]), [], [], []);

    public IReadOnlyList<Organisation> All { get; }

    /// <summary>What one host resembles, or null.</summary>
    public (DomainTrick Trick, Organisation Organisation)? Compare(string host)
    {
        if (_comparer is null) return null;
        if (_kept.TryGetValue(host, out var known)) return known.Match;
        var match = _comparer.Compare(host);
        if (_kept.Count < MostKept) _kept.TryAdd(host, new(match));
        return match;
    }

    /// <summary>All that a listing shows.</summary>
    public IReadOnlyList<DomainFinding> Find(ListingView view)
    {
        if (_comparer is null) return [];
        List<DomainFinding>? found = null;
        foreach (var host in Sites(view.Record))
        {
            if (Compare(host) is { } match) (found ??= []).Add(new(host, match.Trick, match.Organisation, null));
        }
        for (var field = 0; field < view.Fields.Count; field++) FindInText(view.Fields[field], field, ref found);
        return found ?? (IReadOnlyList<DomainFinding>)[];
    }

    private static IEnumerable<string> Sites(ListingRecord record)
    {
        if (record.Site is { Length: > 0 } site && site.Contains('.', StringComparison.Ordinal)) yield return site.ToLowerInvariant();
        if (Uri.TryCreate(record.Url, UriKind.Absolute, out var url) && !string.Equals(url.Host, record.Site, StringComparison.OrdinalIgnoreCase)) yield return url.Host;
    }

    private void FindInText(FieldView view, int field, ref List<DomainFinding>? found)
    {
        var text = view.Text;
        var value = text.Value;
        for (var dot = value.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = dot + 1 < value.Length ? value.IndexOf('.', dot + 1) : -1)
        {
            if (dot == 0 || dot + 2 >= value.Length || !char.IsLetterOrDigit(value[dot - 1]) || !char.IsLetter(value[dot + 1])) continue;
            var (start, end) = (dot, dot);
            while (start > 0 && IsHostSign(value[start - 1])) start--;
            while (end < value.Length && IsHostSign(value[end])) end++;
            while (end > dot && !char.IsLetterOrDigit(value[end - 1])) end--;
            var next = end;
            var host = value[start..end].TrimStart('.', '-');
            if (host.Length is > 3 and <= LongestHost && IsHost(host)) Report(host, start + (end - start - host.Length), ref end, ref found);
            dot = Math.Max(dot, next - 1);
        }

        void Report(string host, int start, ref int end, ref List<DomainFinding>? list)
        {
            var (from, to) = text.ToOriginal(start, end);
            var written = text.Original[from..to];
            // As the seller wrote it: the normalised form has lost the very letters that give a homoglyph away.
            if (Compare(written.ToLowerInvariant()) is { } match)
            {
                (list ??= []).Add(new(written, match.Trick, match.Organisation, new Evidence(field, start, end)));
            }
            else if (end < value.Length && value[end] == '/' && host is "t.me" or "zalo.me" or "m.me" or "facebook.com" or "fb.com" or "www.facebook.com")
            {
                var name = end + 1;
                var stop = name;
                while (stop < value.Length && (IsHostSign(value[stop]) || value[stop] == '_')) stop++;
                if (stop > name && _comparer!.CompareHandle(value[name..stop]) is { } organisation)
                    (list ??= []).Add(new(value[start..stop], DomainTrick.Handle, organisation, new Evidence(field, start, stop)));
            }
        }
    }

    private bool IsHost(string host) => _suffixes.IsTopLevel(host[(host.LastIndexOf('.') + 1)..]);

    private sealed record DomainVerdict((DomainTrick Trick, Organisation Organisation)? Match);

    private static bool IsHostSign(char c) => char.IsLetterOrDigit(c) || c is '.' or '-';
}
