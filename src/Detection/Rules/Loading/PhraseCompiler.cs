using System.Runtime.InteropServices;
using System.Text;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>How a phrase is compared with a text.</summary>
internal enum PhraseMode
{
    /// <summary>With diacritics, or without where the text around has none.</summary>
    Auto,

    /// <summary>With diacritics only: "hàng giả" and never "hang gia".</summary>
    Exact,

    /// <summary>As <see cref="Auto"/>, but a single word that means another without its diacritics only with them: "dò", "do" and "đo" are one then.</summary>
    Careful,
}

/// <summary>Turns analysts' phrases, with references to named lists (<c>@không</c>), into patterns of one automaton.</summary>
internal sealed class PhraseCompiler
{
    private const int ClearFromWords = 3, ClearFromLength = 9;

    /// <summary>
    /// Of two words, from which length on and up to which boldness (see <see cref="Completion"/>) they are clear; never where one of
    /// the commonest words of all would do as well (giá for giả).
    /// </summary>
    private const int ClearPairLength = 6, ClearPairBoldness = 60, CommonestWords = 20;

    private readonly PhraseAutomatonBuilder _builder = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
    private readonly HashSet<int> _exact = [];
    private readonly HashSet<int> _folded = [];

    private readonly List<PhraseSet> _sets = [];
    private readonly Dictionary<string, int> _setIds = new(StringComparer.Ordinal);
    private readonly HashSet<int> _guards = [];
    private readonly HashSet<int> _accusing = [];

    /// <summary>Exact patterns and how they are written.</summary>
    private readonly Dictionary<int, string> _keys = [];

    /// <summary>Patterns without diacritics, and the exact ones that become them.</summary>
    private readonly Dictionary<int, HashSet<int>> _forms = [];

    /// <summary>Phrases met so far. Lists are named again and again: of ten phrases nine were read before.</summary>
    private readonly Dictionary<string, Phrase> _phrases = new(StringComparer.Ordinal);

    /// <summary>Sets without a fault, by how they are compared and what was asked for.</summary>
    private readonly Dictionary<string, PhraseSet> _compiled = new(StringComparer.Ordinal);

    /// <summary>Names a list. False where the name is taken.</summary>
    public bool Define(string name, IReadOnlyList<string> phrases) => _lists.TryAdd(name, phrases);

    /// <summary>Names of the lists.</summary>
    public IReadOnlyCollection<string> Lists => _lists.Keys;

    /// <summary>Compiles phrases; unknown list names are reported through <paramref name="error"/>.</summary>
    public PhraseSet Compile(IReadOnlyList<string> phrases, PhraseMode mode, Action<string> error)
    {
        var asked = $"{(int)mode}\n{string.Join('\n', phrases)}";
        if (_compiled.TryGetValue(asked, out var known)) return known;
        var faults = 0;
        var words = new List<string>();
        Expand(phrases, words, Report, depth: 0);
        var exact = new List<int>(words.Count);
        var folded = new List<int>();
        foreach (var text in words.Distinct(StringComparer.Ordinal))
        {
            if (Find(text, Report) is not { } phrase) continue;
            exact.Add(phrase.Id);
            _exact.Add(phrase.Id);
            (mode == PhraseMode.Careful ? _guards : _accusing).Add(phrase.Id);
            if (!phrase.IsWritten)
            {
                phrase.IsWritten = true;
                _keys[phrase.Id] = _builder.KeyOf(phrase.Id);
                if (!_forms.TryGetValue(phrase.Plain, out var forms)) _forms.Add(phrase.Plain, forms = []);
                forms.Add(phrase.Id);
            }
            if (phrase.Plain == phrase.Id || mode == PhraseMode.Exact || !IsClearWithoutDiacritics(phrase, mode)) continue;
            folded.Add(phrase.Plain);
            _folded.Add(phrase.Plain);
        }
        var set = Keep(new(words, [.. exact.Distinct()], [.. folded.Distinct()]));
        // A fault is told wherever it is made.
        if (faults == 0) _compiled.Add(asked, set);
        return set;

        void Report(string message)
        {
            faults++;
            error(message);
        }
    }

    /// <summary>A phrase's patterns; null, and an error, where it holds nothing to look for.</summary>
    private Phrase? Find(string text, Action<string> error)
    {
        if (_phrases.TryGetValue(text, out var known)) return known;
        var normal = Normaliser.Normalise(text);
        var id = _builder.AddPhrase(normal.Value);
        if (id < 0)
        {
            error($"Cụm từ \"{text}\" không có chữ hay số nào.");
            return null;
        }
        var phrase = new Phrase(id, _builder.AddPhrase(normal.Folded));
        _phrases.Add(text, phrase);
        return phrase;
    }

    private bool IsClearWithoutDiacritics(Phrase phrase, PhraseMode mode) => mode == PhraseMode.Careful
        ? phrase.IsClearCarefully ??= IsClearWithoutDiacritics(_builder.KeyOf(phrase.Id), mode)
        : phrase.IsClear ??= IsClearWithoutDiacritics(_builder.KeyOf(phrase.Id), mode);

    /// <summary>
    /// Whether a phrase still says the same without its diacritics: long ones do; of short ones every word must be the commonest of
    /// those that lose theirs likewise ("hang gia" is rather hàng giá rẻ than hàng giả).
    /// </summary>
    private static bool IsClearWithoutDiacritics(string key, PhraseMode mode)
    {
        var words = key.Split(' ');
        return words.Length >= ClearFromWords || words.Length > 1 && key.Length >= ClearFromLength || mode == PhraseMode.Careful && words.Length > 1 || words.Length > 1 && key.Length >= ClearPairLength && words.Sum(Completion.Boldness) <= ClearPairBoldness && words.Min(Completion.Rival) >= CommonestWords || Array.TrueForAll(words, static word => Ascii.IsValid(word) || Respelling.IsClearWithoutDiacritics(word));
    }

    /// <summary>Compiles names of goods: found as they are written, or without diacritics where the text has none and the name is clear; they never steer the second reading.</summary>
    public PhraseSet CompileNames(IReadOnlyList<string> names, Action<string> error)
    {
        var exact = new List<int>();
        var folded = new List<int>();
        foreach (var name in names)
        {
            if (Find(name, error) is not { } phrase) continue;
            exact.Add(phrase.Id);
            _exact.Add(phrase.Id);
            if (phrase.Plain == phrase.Id || !IsClearWithoutDiacritics(phrase, PhraseMode.Auto)) continue;
            folded.Add(phrase.Plain);
            _folded.Add(phrase.Plain);
        }
        return Keep(new(names, [.. exact.Distinct()], [.. folded.Distinct()]));
    }

    /// <summary>Compiles the literals that gate a regular expression.</summary>
    public PhraseSet CompileLiterals(IReadOnlyList<string> literals)
    {
        var ids = literals.Select(literal => _builder.AddLiteral(literal.ToLowerInvariant())).Where(static id => id >= 0).Distinct().ToArray();
        foreach (var id in ids) _exact.Add(id);
        return Keep(new(literals, ids, []));
    }

    private PhraseSet Keep(PhraseSet set)
    {
        // Rules that name the same list share one set: a listing's hits are brought together once.
        var key = $"{string.Join(',', set.Exact)}|{string.Join(',', set.Folded)}";
        if (!_setIds.TryGetValue(key, out var id))
        {
            _setIds.Add(key, id = _sets.Count);
            _sets.Add(set);
        }
        return set with { Id = id };
    }

    /// <summary>Everything compiled so far.</summary>
    public PhraseTable Build()
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var key in _keys.Values)
        {
            foreach (var word in key.Split(' ')) CollectionsMarshal.GetValueRefOrAddDefault(words, word, out _)++;
        }
        var readings = new Dictionary<int, string>();
        foreach (var (spelling, reading) in Respellings(words))
        {
            if (_builder.AddPhrase(spelling) is >= 0 and var id) readings.TryAdd(id, reading);
        }
        var count = _builder.Count;
        var uses = new PatternUse[count];
        foreach (var id in _folded) uses[id] = PatternUse.WithoutDiacritics;
        // A pattern that somebody also asks for as it stands ("fake") needs no such proof.
        foreach (var id in _exact) uses[id] = PatternUse.Always;
        var exact = new (int Pattern, string Key)[]?[count];
        foreach (var (plain, forms) in _forms)
        {
            var written = exact[plain] = new (int, string)[forms.Count];
            var at = 0;
            foreach (var form in forms) written[at++] = (form, _keys[form]);
        }
        var spelt = new string?[count];
        foreach (var (id, reading) in readings) spelt[id] = reading;
        var guards = new bool[count];
        foreach (var id in _guards) guards[id] = !_accusing.Contains(id);
        return new(_builder.Build(), uses, exact, spelt, Memberships(count), _sets.Count, guards, new(words.Keys));
    }

    /// <summary>Of each pattern the sets it belongs to, and its place in each.</summary>
    private (int Set, int Place)[][] Memberships(int patterns)
    {
        var missing = new int[patterns];
        foreach (var set in _sets)
        {
            foreach (var id in set.Patterns) missing[id]++;
        }
        var memberships = new (int Set, int Place)[patterns][];
        for (var id = 0; id < patterns; id++) memberships[id] = missing[id] == 0 ? [] : new (int, int)[missing[id]];
        for (var set = 0; set < _sets.Count; set++)
        {
            var ids = _sets[set].Patterns;
            for (var place = 0; place < ids.Count; place++) memberships[ids[place]][^missing[ids[place]]--] = (set, place);
        }
        return memberships;
    }

    /// <summary>Spellings that stand for words of the phrases, those for the commonest words first.</summary>
    private static IEnumerable<(string Spelling, string Reading)> Respellings(Dictionary<string, int> words)
    {
        foreach (var (spelling, meaning) in Teencode.Spellings)
        {
            if (meaning.Split(' ').Any(words.ContainsKey)) yield return (spelling, meaning);
        }
        foreach (var (written, brand) in BrandReader.Misspellings())
        {
            if (brand.Split(' ').All(words.ContainsKey)) yield return (written, brand);
        }
        var commonestFirst = words.Keys.ToArray();
        Array.Sort(commonestFirst, (one, other) => words[other].CompareTo(words[one]) is var order and not 0 ? order : string.CompareOrdinal(one, other));
        foreach (var word in commonestFirst)
        {
            var plain = Normaliser.Normalise(word).Folded;
            foreach (var spelling in Respelling.Of(word).Concat(string.Equals(plain, word, StringComparison.Ordinal) ? [] : Respelling.Of(plain).Where(static spelling => spelling.Length > 2)))
            {
                if (!words.ContainsKey(spelling)) yield return (spelling, Ascii.IsValid(spelling) ? plain : word);
            }
        }
    }

    private void Expand(IReadOnlyList<string> phrases, List<string> words, Action<string> error, int depth)
    {
        foreach (var phrase in phrases)
        {
            if (!phrase.StartsWith('@'))
            {
                words.Add(phrase);
            }
            else if (depth > 8)
            {
                error($"Danh sách từ \"{phrase}\" gọi vòng tròn.");
            }
            else if (_lists.TryGetValue(phrase[1..], out var list))
            {
                Expand(list, words, error, depth + 1);
            }
            else
            {
                error($"Không có danh sách từ \"{phrase}\" trong rules/lexicons; các danh sách có: {string.Join(", ", _lists.Keys.Order(StringComparer.Ordinal).Select(static name => "@" + name))}.");
            }
        }
    }

    /// <summary>A phrase as it was first met.</summary>
    /// <param name="id">Its pattern.</param>
    /// <param name="plain">That without diacritics; the same where it has none.</param>
    private sealed class Phrase(int id, int plain)
    {
        public int Id => id;

        public int Plain => plain;

        /// <summary>Whether it is among those whose writing the second reading knows.</summary>
        public bool IsWritten { get; set; }

        /// <summary>Whether it says the same without its diacritics; null until asked.</summary>
        public bool? IsClear { get; set; }

        /// <summary>The same under <see cref="PhraseMode.Careful"/>.</summary>
        public bool? IsClearCarefully { get; set; }
    }
}
