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

    /// <summary>As <see cref="Auto"/>, but a single word only with its diacritics: without them "dò", "do" and "đo" are one.</summary>
    Careful,
}

/// <summary>Turns analysts' phrases, with references to named lists (<c>@không</c>), into patterns of one automaton.</summary>
internal sealed class PhraseCompiler
{
    private readonly PhraseAutomatonBuilder _builder = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
    private readonly HashSet<int> _exact = [];
    private readonly HashSet<int> _folded = [];

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
            if (mode == PhraseMode.Exact || (mode == PhraseMode.Careful && !phrase.Contains(' ', StringComparison.Ordinal)) || string.Equals(normal.Value, normal.Folded, StringComparison.Ordinal)) continue;
            var plain = _builder.AddPhrase(normal.Folded);
            folded.Add(plain);
            _folded.Add(plain);
        }
        return new(words, [.. exact.Distinct()], [.. folded.Distinct()]);
    }

    /// <summary>Compiles the literals that gate a regular expression.</summary>
    public PhraseSet CompileLiterals(IReadOnlyList<string> literals)
    {
        var ids = literals.Select(literal => _builder.AddLiteral(literal.ToLowerInvariant())).Where(static id => id >= 0).Distinct().ToArray();
        foreach (var id in ids) _exact.Add(id);
        return new(literals, ids, []);
    }

    /// <summary>The automaton, and for each pattern whether it is only the diacritics-free form of some phrase.</summary>
    public (PhraseAutomaton Automaton, bool[] Folded) Build()
    {
        var folded = new bool[_builder.Count];
        foreach (var id in _folded)
        {
            // A pattern that somebody also asks for as it stands ("fake") needs no such proof.
            folded[id] = !_exact.Contains(id);
        }
        return (_builder.Build(), folded);
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
