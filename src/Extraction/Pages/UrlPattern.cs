namespace Ecom389.Monitor.Extraction;

/// <summary>
/// A source's URL patterns (<see cref="Core.PagePatterns"/>): matched from the beginning of path and query, <c>*</c> for any run
/// of characters, a trailing <c>$</c> anchors the end. Linear in pattern times path; no regular expression.
/// </summary>
internal static class UrlPattern
{
    public static bool AnyMatches(IReadOnlyList<string> patterns, ReadOnlySpan<char> pathAndQuery)
    {
        for (var i = 0; i < patterns.Count; i++)
            if (Matches(patterns[i], pathAndQuery)) return true;
        return false;
    }

    public static bool Matches(string pattern, ReadOnlySpan<char> path)
    {
        var anchored = pattern.EndsWith('$');
        var text = anchored ? pattern.AsSpan(0, pattern.Length - 1) : pattern.AsSpan();
        int p = 0, s = 0, star = -1, retry = 0;
        while (true)
        {
            if (p == text.Length)
            {
                if (!anchored || s == path.Length) return true;
            }
            else if (text[p] == '*')
            {
                star = p++;
                retry = s;
                continue;
            }
            else if (s < path.Length && text[p] == path[s])
            {
                p++;
                s++;
                continue;
            }

            if (star < 0 || ++retry > path.Length) return false;
            p = star + 1;
            s = retry;
        }
    }
}
