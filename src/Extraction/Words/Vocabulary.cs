using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The words pages use: labels, states, buttons, in Vietnamese and the languages of foreign shops. Data, in
/// <c>vocabulary.json</c> and <c>categories.json</c> beside this file, folded (lower case, no diacritics).
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>Characters; what is longer is no label.</summary>
    public const int LongestLabel = 60;

    /// <summary>Scripts beyond write no spaces between words.</summary>
    internal const char LastSpaced = '\u2E80';

    private readonly FrozenDictionary<string, FrozenSet<string>> _sets;
    private readonly FrozenDictionary<string, PhraseList> _lists;

    public Vocabulary()
    {
        var lists = Load("vocabulary.json", WordsJson.Default.Lists);
        _lists = lists.ToFrozenDictionary(l => l.Key, l => new PhraseList(l.Value), StringComparer.Ordinal);
        _sets = lists.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        Prices = new(this);
        Categories = Load("categories.json", WordsJson.Default.ListsByName);
    }

    /// <summary>Reads short lines for prices.</summary>
    public PriceLines Prices { get; }

    /// <summary>What class names seen before say of their elements.</summary>
    public Remembered<PageRegions.Region> ElementNames { get; } = new(places: 2048, longest: 80);

    /// <summary>Category id to <c>names</c> of its things and <c>hints</c>, what is typical of them.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, string[]>> Categories { get; }

    /// <summary>Is the text exactly one of the list's words, a trailing colon aside?</summary>
    public bool Is(string list, string text) => text.Length <= LongestLabel && _sets[list].Contains(Label(text));

    /// <summary>Is a text in the form that <see cref="Label"/> gives exactly one of the list's words?</summary>
    public bool IsLabel(string list, string label) => _sets[list].Contains(label);

    /// <summary>Does the text contain one of the list's words as whole words?</summary>
    public bool Contains(string list, string text) => Find(list, text) is not null;

    /// <summary>The first of the list's words found in the text as whole words, or null.</summary>
    public string? Find(string list, string text) => FindFolded(list, Fold(text));

    /// <summary>As <see cref="Find"/> on a text already folded.</summary>
    public string? FindFolded(string list, string folded) => _lists[list].Find(folded);

    /// <summary>Does one of the list's words stand in a text as it is, in the list's spelling?</summary>
    public bool Stands(string list, string text) => _lists[list].StandsIn(text);

    /// <summary>The words of several lists as one.</summary>
    public PhraseList AllOf(params ReadOnlySpan<string> lists)
    {
        var words = new List<string>();
        foreach (var list in lists) words.AddRange(_lists[list].Phrases);
        return new(words);
    }

    /// <summary>The words of a list.</summary>
    public IReadOnlyList<string> FindAll(string list) => _lists[list].Phrases;

    /// <summary>A label in the form of the lists: folded, without the colon at its end.</summary>
    public static string Label(string text)
    {
        var folded = Fold(text);
        var label = folded.AsSpan().Trim().TrimEnd(":： .-").TrimStart("-•* ");
        return label.Length == folded.Length ? folded : label.ToString();
    }

    /// <summary>Where a word stands in a folded text, not inside a longer word, or -1.</summary>
    public static int IndexOfWord(ReadOnlySpan<char> folded, string word, int start)
    {
        for (var at = start; at <= folded.Length; at++)
        {
            var next = folded[at..].IndexOf(word, StringComparison.Ordinal);
            if (next < 0) break;
            at += next;
            var end = at + word.Length;
            var openBefore = at == 0 || !char.IsLetterOrDigit(word[0]) || !char.IsLetterOrDigit(folded[at - 1]) || word[0] > LastSpaced;
            if (openBefore && EndsWord(folded, word, end)) return at;
        }

        return -1;
    }

    /// <summary>Does a word that ends there in a text end with it, or does the text's go on?</summary>
    internal static bool EndsWord(ReadOnlySpan<char> text, string word, int end) =>
        end == text.Length || !char.IsLetterOrDigit(word[^1]) || !char.IsLetterOrDigit(text[end]) || word[^1] > LastSpaced;

    /// <summary>Writes the folded text where it fits, nothing where it is not folded letter by letter: -1 then.</summary>
    internal static int TryFold(ReadOnlySpan<char> text, Span<char> folded) => Folding.TryFold(text, folded);

    /// <summary>Lower case without diacritics, đ as d. The length may differ from the text's.</summary>
    public static string Fold(string text) => Folding.Fold(text);

    private static Dictionary<string, T> Load<T>(string name, JsonTypeInfo<Dictionary<string, T>> type)
    {
        using var stream = typeof(Vocabulary).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        return JsonSerializer.Deserialize(stream, type) ?? [];
    }
}
