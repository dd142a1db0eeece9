namespace Ecom389.Monitor.Extraction;

/// <summary>A category told by words.</summary>
/// <param name="Id">A category of the schema.</param>
/// <param name="Word">The word that spoke for it most.</param>
/// <param name="Lead">Its score over the next category's.</param>
/// <param name="Confidence">How often one with such a lead is right, 0 to 1.</param>
internal sealed record CategoryGuess(string Id, string Word, double Lead, double Confidence);

/// <summary>
/// Assigns our category by words: names of things weigh more than what is typical of them, longer ones more than shorter, the
/// first in the title most (Vietnamese puts the thing first), those after "cho" or "tặng" little.
/// </summary>
internal sealed class CategoryGuesser
{
    private const int Reach = 400;
    private const double Least = 1.4;
    private const double Lead = 1.4;

    /// <summary>A single word with its marks (mực is no mục), several without: they are told apart by each other.</summary>
    private readonly Dictionary<string, (string Id, double Weight)> _words = new(StringComparer.Ordinal);

    private const int Places = 8192;

    // By length and three letters: may a word be one of these?
    private readonly bool[] _phraseStarts = new bool[Places];
    private readonly bool[] _singles = new bool[Places];

    /// <summary>Those of several by their first, the longest first.</summary>
    private readonly Dictionary<string, Phrase[]> _phrases;

    /// <param name="Text">With a space between the words.</param>
    /// <param name="Words">Its words.</param>
    private sealed record Phrase(string Text, string[] Words);
    private readonly CategoryConfidence _confidence = new();

    public CategoryGuesser(Vocabulary words)
    {
        var phrases = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (id, lists) in words.Categories)
        {
            foreach (var (list, entries) in lists)
            {
                foreach (var entry in entries)
                {
                    var tokens = new CategoryTokens(entry);
                    string[] folded = [.. Enumerable.Range(0, tokens.Count).Select(word => tokens.Folded(word).ToString())];
                    var key = tokens.Count == 1 ? tokens.Marked(0).ToString() : string.Join(' ', folded);
                    _words.TryAdd(key, (id, list is "names" ? 2.0 : 1.0));
                    if (tokens.Count > 1) phrases.TryAdd(key, folded);
                }
            }
        }

        _phrases = phrases.Select(phrase => new Phrase(phrase.Key, phrase.Value)).GroupBy(phrase => phrase.Words[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderByDescending(phrase => phrase.Words.Length).ToArray(), StringComparer.Ordinal);
        foreach (var start in _phrases.Keys) _phraseStarts[PlaceOf(start)] = true;
        foreach (var word in _words.Keys) _singles[PlaceOf(word)] = true;
    }

    /// <summary>The category and the word that spoke for it most, or null when nothing did or two did alike.</summary>
    public CategoryGuess? Guess(string? breadcrumb, string title, string description)
    {
        var scores = new Dictionary<string, (double Score, double Best, string Word)>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Weigh(title, 1.0, leads: true, seen, scores);
        Weigh(breadcrumb ?? "", 0.8, leads: false, seen, scores);
        Weigh(description.Length > Reach ? description[..Reach] : description, title.Length > 0 ? 0.5 : 1.0, leads: title.Length == 0, seen, scores);
        var ranked = scores.OrderByDescending(s => s.Value.Score).ThenBy(s => s.Key, StringComparer.Ordinal).Take(2).ToList();
        if (ranked.Count == 0 || ranked[0].Value.Score < Least || (ranked.Count > 1 && ranked[0].Value.Score < ranked[1].Value.Score * Lead)) return null;
        var lead = ranked[0].Value.Score - (ranked.Count > 1 ? ranked[1].Value.Score : 0);
        return new(ranked[0].Key, ranked[0].Value.Word, lead, _confidence.Of(lead));
    }

    private void Weigh(string text, double scale, bool leads, HashSet<string> seen, Dictionary<string, (double Score, double Best, string Word)> scores)
    {
        var tokens = new CategoryTokens(text);
        for (var i = 0; i < tokens.Count;)
        {
            var (length, key, found) = Longest(tokens, i);
            if (length == 0)
            {
                i++;
                continue;
            }

            if (seen.Add(key))
            {
                var gain = scale * found.Weight * (1 + (0.25 * (length - 1))) * (leads ? 1.6 : 1.0) * (IsAside(tokens, i) ? 0.35 : 1.0);
                leads = false;
                var before = scores.GetValueOrDefault(found.Id);
                scores[found.Id] = (before.Score + gain, Math.Max(before.Best, gain), gain > before.Best ? key : before.Word);
            }

            i += length;
        }
    }

    private (int Length, string Key, (string Id, double Weight) Found) Longest(CategoryTokens tokens, int at)
    {
        // Most words begin none of the phrases and are none of the words.
        if (_phraseStarts[PlaceOf(tokens.Folded(at))] && _phrases.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tokens.Folded(at), out var phrases))
            foreach (var phrase in phrases)
                if (StandsAt(tokens, at, phrase.Words)) return (phrase.Words.Length, phrase.Text, _words[phrase.Text]);
        return _singles[PlaceOf(tokens.Marked(at))] && _words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(tokens.Marked(at), out var single, out var found) ? (1, single, found) : default;
    }

    private static int PlaceOf(ReadOnlySpan<char> word) => word.IsEmpty ? 0 : ((word[0] * 31) + (word[word.Length / 2] * 7) + (word[^1] * 131) + word.Length) & (Places - 1);

    private static bool StandsAt(CategoryTokens tokens, int at, string[] words)
    {
        if (at + words.Length > tokens.Count) return false;
        for (var i = 1; i < words.Length; i++)
            if (!tokens.Folded(at + i).SequenceEqual(words[i])) return false;
        return true;
    }

    private static bool IsAside(CategoryTokens tokens, int at)
    {
        for (var i = Math.Max(0, at - 2); i < at; i++)
            if (tokens.Marked(i) is "cho" or "dành" or "tặng" or "kèm" or "không" or "ko") return true;
        return false;
    }
}
