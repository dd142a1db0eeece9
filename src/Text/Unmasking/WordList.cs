using System.Collections.Frozen;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text;

/// <summary>
/// The words somebody looks for: what a disguised spelling may turn out to be besides a Vietnamese syllable. Compared without
/// diacritics. Immutable and safe for concurrent use.
/// </summary>
public sealed class WordList
{
    private readonly FrozenSet<string> _folded;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="words">Normalised words.</param>
    public WordList(IReadOnlyCollection<string> words)
    {
        _folded = words.Where(static word => word.Length > 1).Select(static word => string.Create(word.Length, word, static (span, from) => Fold(from, span))).ToFrozenSet(StringComparer.Ordinal);
        _exact = words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _lookup = _folded.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>A list of nothing.</summary>
    public static WordList None { get; } = new([]);

    /// <summary>Whether the word is listed as it stands, or bears no diacritics and is listed with some.</summary>
    public bool ContainsAsWritten(ReadOnlySpan<char> word) => _exact.Contains(word) || !word.ContainsAnyExceptInRange('a', 'z') && Contains(word);

    /// <summary>Whether the word is listed, with or without its diacritics.</summary>
    public bool Contains(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 24) return false;
        Span<char> folded = stackalloc char[word.Length];
        Fold(word, folded);
        return _lookup.Contains(folded);
    }

    private static void Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        for (var i = 0; i < word.Length; i++) folded[i] = Marks.Folded[word[i]];
    }
}
