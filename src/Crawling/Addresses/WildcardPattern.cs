using System.Buffers;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// A path pattern of robots.txt and crawler.json: matched from the beginning, <c>*</c> stands for any run of characters, a final
/// <c>$</c> anchors the end (RFC 9309, 2.2.3). Time grows linearly with path and pattern whatever they hold: each literal is
/// looked for once, leftmost first, which is enough for patterns of this kind.
/// </summary>
public sealed class WildcardPattern
{
    // Up to this length a literal is searched by the vectorised search; above it by one that cannot turn quadratic.
    private const int ShortLiteral = 16;

    private readonly string[] _literals;
    private readonly bool _anchored;
    private readonly bool _openStart;

    private WildcardPattern(string[] literals, bool openStart, bool anchored)
    {
        _literals = literals;
        _openStart = openStart;
        _anchored = anchored;
    }

    /// <summary>Reads a pattern; each literal between wildcards goes through <paramref name="normalise"/>.</summary>
    public static WildcardPattern Parse(string pattern, Func<string, string>? normalise = null)
    {
        if (!pattern.AsSpan().ContainsAny('*', '$')) return new WildcardPattern(pattern.Length == 0 ? [] : [normalise is null ? pattern : normalise(pattern)], openStart: false, anchored: false);
        var anchored = pattern.EndsWith('$');
        var text = anchored ? pattern[..^1] : pattern;
        var parts = text.Split('*');
        // "a*$" says nothing that "a*" does not.
        if (anchored && parts.Length > 1 && parts[^1].Length == 0) anchored = false;
        var openStart = parts.Length > 1 && parts[0].Length == 0;
        var literals = parts.Where(part => part.Length > 0).Select(part => normalise is null ? part : normalise(part)).ToArray();
        return new WildcardPattern(literals, openStart, anchored);
    }

    /// <summary>True when the pattern matches a path (with query).</summary>
    public bool IsMatch(ReadOnlySpan<char> path)
    {
        var literals = _literals.AsSpan();
        var last = literals.Length - 1;
        if (last < 0) return _openStart || !_anchored || path.IsEmpty;
        var position = 0;
        for (var index = 0; index <= last; index++)
        {
            var literal = literals[index].AsSpan();
            var rest = path[position..];
            var fixedStart = index == 0 && !_openStart;
            if (index == last && _anchored)
                return fixedStart ? rest.SequenceEqual(literal) : rest.EndsWith(literal, StringComparison.Ordinal);
            if (fixedStart)
            {
                if (!rest.StartsWith(literal, StringComparison.Ordinal)) return false;
                position = literal.Length;
                continue;
            }

            var at = Find(rest, literal);
            if (at < 0) return false;
            position += at + literal.Length;
        }

        return true;
    }

    private static int Find(ReadOnlySpan<char> text, ReadOnlySpan<char> literal)
    {
        if (literal.Length <= ShortLiteral || text.Length < literal.Length) return text.IndexOf(literal, StringComparison.Ordinal);
        // Knuth, Morris and Pratt: every character of the text is looked at once.
        var borders = ArrayPool<int>.Shared.Rent(literal.Length);
        try
        {
            borders[0] = 0;
            for (int i = 1, length = 0; i < literal.Length; i++)
            {
                while (length > 0 && literal[i] != literal[length]) length = borders[length - 1];
                if (literal[i] == literal[length]) length++;
                borders[i] = length;
            }

            for (int i = 0, length = 0; i < text.Length; i++)
            {
                while (length > 0 && text[i] != literal[length]) length = borders[length - 1];
                if (text[i] == literal[length]) length++;
                if (length == literal.Length) return i - literal.Length + 1;
            }

            return -1;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(borders);
        }
    }
}
