using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// A list of words and phrases that are looked for as whole words. A text is passed over once: only where a word begins is it asked which
/// of the list begin alike. Safe for concurrent use.
/// </summary>
internal sealed class PhraseList
{
    private const int Places = 1024;

    // By the first two letters; words of one letter by that letter. Each place in the order of the list.
    private readonly int[]?[] _byStart = new int[]?[Places];
    private readonly int[]?[] _single = new int[]?[Places];

    // What may stand within a word: signs, and scripts that write no spaces.
    private readonly int[] _anywhere;
    private readonly string[] _phrases;

    public PhraseList(IEnumerable<string> phrases)
    {
        _phrases = [.. phrases];
        var all = Enumerable.Range(0, _phrases.Length).Where(i => _phrases[i].Length > 0).ToList();
        _anywhere = [.. all.Where(i => !StartsWord(_phrases[i]))];
        foreach (var place in all.Where(i => StartsWord(_phrases[i]) && _phrases[i].Length > 1).GroupBy(i => PlaceOf(_phrases[i][0], _phrases[i][1]))) _byStart[place.Key] = [.. place];
        foreach (var place in all.Where(i => StartsWord(_phrases[i]) && _phrases[i].Length == 1).GroupBy(i => _phrases[i][0] & (Places - 1))) _single[place.Key] = [.. place];
    }

    /// <summary>As given.</summary>
    public IReadOnlyList<string> Phrases => _phrases;

    /// <summary>The first of the list that stands in the text as a whole word, or null.</summary>
    public string? Find(ReadOnlySpan<char> text)
    {
        var best = int.MaxValue;
        var isWord = false;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            var wasWord = isWord;
            isWord = c < 0x80 ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c);
            if (!isWord || wasWord) continue;
            if (at + 1 < text.Length && _byStart[PlaceOf(c, text[at + 1])] is { } several) best = Best(text, at, several, best);
            if (_single[c & (Places - 1)] is { } single) best = Best(text, at, single, best);
        }

        if (_anywhere.Length > 0)
        {
            var isAscii = Ascii.IsValid(text);
            foreach (var i in _anywhere)
                if (i < best && !(isAscii && _phrases[i][0] >= 0x80) && Vocabulary.IndexOfWord(text, _phrases[i], 0) >= 0) best = i;
        }

        return best == int.MaxValue ? null : _phrases[best];
    }

    /// <summary>Does any of the list stand in the text as a whole word?</summary>
    public bool StandsIn(ReadOnlySpan<char> text) => Find(text) is not null;

    private int Best(ReadOnlySpan<char> text, int at, int[] candidates, int best)
    {
        foreach (var i in candidates)
        {
            if (i >= best) return best;
            var phrase = _phrases[i];
            if (text[at..].StartsWith(phrase, StringComparison.Ordinal) && Vocabulary.EndsWord(text, phrase, at + phrase.Length)) return i;
        }

        return best;
    }

    private static bool StartsWord(string phrase) => char.IsLetterOrDigit(phrase[0]) && phrase[0] <= Vocabulary.LastSpaced;

    private static int PlaceOf(char first, char second) => ((first * 37) + second) & (Places - 1);
}
