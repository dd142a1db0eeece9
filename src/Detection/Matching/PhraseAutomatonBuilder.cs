namespace Ecom389.Monitor.Detection.Matching;

/// <summary>Collects patterns and compiles them into one <see cref="PhraseAutomaton"/>. Equal patterns share one id.</summary>
public sealed class PhraseAutomatonBuilder
{
    private readonly Dictionary<string, int> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _literals = new(StringComparer.Ordinal);
    private readonly List<(string Key, bool Whole)> _patterns = [];

    /// <summary>Number of different patterns so far.</summary>
    public int Count => _patterns.Count;

    /// <summary>Adds a phrase that is found only as whole words.</summary>
    /// <returns>Its id, or -1 where the phrase holds no letter or digit.</returns>
    public int AddPhrase(string phrase) => Add(phrase, whole: true);

    /// <summary>Adds a literal that is found anywhere, inside words too: the gate of a regular expression.</summary>
    /// <returns>Its id, or -1 where the literal holds no letter or digit.</returns>
    public int AddLiteral(string literal) => Add(literal, whole: false);

    /// <summary>A pattern as the scanner sees text: letters, and one blank for each gap.</summary>
    public string KeyOf(int id) => _patterns[id].Key;

    /// <summary>Compiles what was added.</summary>
    public PhraseAutomaton Build() => PhraseAutomaton.Compile(_patterns);

    private int Add(string text, bool whole)
    {
        var key = Collapse(text);
        if (key.Length == 0) return -1;
        var ids = whole ? _phrases : _literals;
        if (ids.TryGetValue(key, out var id)) return id;
        id = _patterns.Count;
        ids.Add(key, id);
        _patterns.Add((key, whole));
        return id;
    }

    private static string Collapse(string text)
    {
        if (IsCollapsed(text)) return text;
        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var kind = LetterClass.Of(text[i]);
            if (kind == LetterClass.OtherLetter || (kind == LetterClass.Dot && LetterClass.IsDecimalPoint(text, i))) result.Append(text[i]);
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }
        return result.ToString().TrimEnd();
    }

    /// <summary>Words with one blank between them: so most phrases are written.</summary>
    private static bool IsCollapsed(string text)
    {
        var before = ' ';
        foreach (var c in text)
        {
            if (c == ' ' ? before == ' ' : LetterClass.Of(c) != LetterClass.OtherLetter) return false;
            before = c;
        }
        return before != ' ';
    }
}
