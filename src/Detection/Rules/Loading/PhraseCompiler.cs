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

    /// <summary>Names a list. False where the name is taken.</summary>
    public bool Define(string name, IReadOnlyList<string> phrases) => _lists.TryAdd(name, phrases);

    /// <summary>Names of the lists.</summary>
    public IReadOnlyCollection<string> Lists => _lists.Keys;

    /// <summary>Compiles phrases; unknown list names are reported through <paramref name="error"/>.</summary>
    public PhraseSet Compile(IReadOnlyList<string> phrases, PhraseMode mode, Action<string> error)
    {
        var words = new List<string>();
        Expand(phrases, words, error, depth: 0);
        var exact = new List<int>();
        var folded = new List<int>();
        foreach (var phrase in words.Distinct(StringComparer.Ordinal))
        {
            var normal = Normaliser.Normalise(phrase);
            var id = _builder.AddPhrase(normal.Value);
            if (id < 0)
            {
                error($"Cụm từ \"{phrase}\" không có chữ hay số nào.");
                continue;
            }
            exact.Add(id);
            _exact.Add(id);
            (mode == PhraseMode.Careful ? _guards : _accusing).Add(id);
            _keys[id] = PhraseAutomatonBuilder.Collapse(normal.Value);
            var plain = _builder.AddPhrase(normal.Folded);
            if (!_forms.TryGetValue(plain, out var forms)) _forms.Add(plain, forms = []);
            forms.Add(id);
            if (plain == id || mode == PhraseMode.Exact || !IsClearWithoutDiacritics(_keys[id], mode)) continue;
            folded.Add(plain);
            _folded.Add(plain);
        }
        return Keep(new(words, [.. exact.Distinct()], [.. folded.Distinct()]));
    }

    /// <summary>
    /// Whether a phrase still says the same without its diacritics: long ones do; of short ones every word must be the commonest of
    /// those that lose theirs likewise ("hang gia" is rather hàng giá rẻ than hàng giả).
    /// </summary>
    private static bool IsClearWithoutDiacritics(string key, PhraseMode mode)
    {
        var words = key.Split(' ');
        return words.Length >= ClearFromWords || words.Length > 1 && key.Length >= ClearFromLength || mode == PhraseMode.Careful && words.Length > 1 || words.Length > 1 && key.Length >= ClearPairLength && words.Sum(Completion.Boldness) <= ClearPairBoldness && words.Min(Completion.Rival) >= CommonestWords || Array.TrueForAll(words, static word => word.All(char.IsAscii) || Respelling.IsClearWithoutDiacritics(word));
    }

    /// <summary>Compiles names of goods: found as they are written, or without diacritics where the text has none and the name is clear; they never steer the second reading.</summary>
    public PhraseSet CompileNames(IReadOnlyList<string> names, Action<string> error)
    {
        var exact = new List<int>();
        var folded = new List<int>();
        foreach (var name in names)
        {
            var normal = Normaliser.Normalise(name);
            var id = _builder.AddPhrase(normal.Value);
            if (id < 0)
            {
                error($"Cụm từ \"{name}\" không có chữ hay số nào.");
                continue;
            }
            exact.Add(id);
            _exact.Add(id);
            var plain = _builder.AddPhrase(normal.Folded);
            if (plain == id || !IsClearWithoutDiacritics(PhraseAutomatonBuilder.Collapse(normal.Value), PhraseMode.Auto)) continue;
            folded.Add(plain);
            _folded.Add(plain);
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
        var words = _keys.Values.SelectMany(static key => key.Split(' ')).GroupBy(static word => word, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        var readings = new Dictionary<int, string>();
        foreach (var (spelling, reading) in Respellings(words))
        {
            if (_builder.AddPhrase(spelling) is >= 0 and var id) readings.TryAdd(id, reading);
        }
        var uses = new PatternUse[_builder.Count];
        foreach (var id in _folded) uses[id] = PatternUse.WithoutDiacritics;
        // A pattern that somebody also asks for as it stands ("fake") needs no such proof.
        foreach (var id in _exact) uses[id] = PatternUse.Always;
        var exact = new IReadOnlyList<(int Pattern, string Key)>?[_builder.Count];
        foreach (var (plain, forms) in _forms) exact[plain] = [.. forms.Select(form => (form, _keys[form]))];
        var sets = new List<(int Set, int Place)>?[_builder.Count];
        for (var set = 0; set < _sets.Count; set++)
        {
            foreach (var (place, id) in _sets[set].Patterns.Distinct().Index()) (sets[id] ??= []).Add((set, place));
        }
        return new(_builder.Build(), uses, exact, [.. Enumerable.Range(0, _builder.Count).Select(id => readings.GetValueOrDefault(id))], [.. sets.Select(static list => list?.ToArray() ?? [])], _sets.Count, [.. Enumerable.Range(0, _builder.Count).Select(id => _guards.Contains(id) && !_accusing.Contains(id))], new(words.Keys));
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
        foreach (var word in words.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Key))
        {
            var plain = Normaliser.Normalise(word).Folded;
            foreach (var spelling in Respelling.Of(word).Concat(string.Equals(plain, word, StringComparison.Ordinal) ? [] : Respelling.Of(plain).Where(static spelling => spelling.Length > 2)))
            {
                if (!words.ContainsKey(spelling)) yield return (spelling, spelling.All(char.IsAscii) ? plain : word);
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
}
