using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// A regular expression that is linear in the text whatever it says. Its automaton is made when a text first reaches it: most expressions wait behind
/// words that a night's listings never hold, and making them all would cost every start more than reading the packs. Safe for concurrent use.
/// </summary>
public sealed class LinearExpression
{
    private readonly Lazy<Regex> _regex;

    /// <summary>An expression as a pack writes it.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    /// <exception cref="NotSupportedException">It asks for what cannot be found in linear time: a look around, a group named again.</exception>
    public LinearExpression(string pattern)
    {
        Pattern = pattern;
        _regex = new(() => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        // A faulty one is told at once. Only groups of an own kind and references back can ask for too much.
        if (MayAskTooMuch(pattern)) _ = _regex.Value;
        else _ = new Regex(pattern, RegexOptions.CultureInvariant);
    }

    /// <summary>As the pack writes it.</summary>
    public string Pattern { get; }

    /// <summary>Where it matches.</summary>
    public Regex.ValueMatchEnumerator EnumerateMatches(ReadOnlySpan<char> text) => _regex.Value.EnumerateMatches(text);

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    private static bool MayAskTooMuch(string pattern)
    {
        if (pattern.Contains("(?", StringComparison.Ordinal)) return true;
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] != '\\') continue;
            if (pattern[++i] is (>= '1' and <= '9') or 'k' or 'G') return true;
        }
        return false;
    }
}
