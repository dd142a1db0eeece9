namespace Ecom389.Monitor.Extraction;

/// <summary>Whether goods are <c>new</c>, <c>used</c> or <c>refurbished</c>, by schema.org's names and by sellers' words.</summary>
internal sealed class ConditionWords(Vocabulary words)
{
    private const int Reach = 400;

    private readonly Dictionary<string, PhraseList> _phrases = new[] { "usedHint", "newHint", "neverUsed", "usedPhrase", "newPhrase" }
        .ToDictionary(list => list, list => new PhraseList(words.FindAll(list).Where(word => word.Contains(' ', StringComparison.Ordinal)).Select(Vocabulary.Fold)), StringComparer.Ordinal);

    /// <summary>What a field that states the condition says, or null.</summary>
    public string? Stated(string text)
    {
        if (ByName(text) is { } named) return named;
        var folded = Vocabulary.Fold(text);
        if (words.FindFolded("refurbished", folded) is not null) return "refurbished";
        var label = Vocabulary.Label(text);
        if (label.StartsWith("chua", StringComparison.Ordinal)) return "new";
        if (words.FindFolded("used", folded) is not null) return "used";
        return words.FindFolded("new", folded) is not null ? "new" : null;
    }

    /// <summary>What title and description say, or null.</summary>
    public string? InText(string title, string description)
    {
        var (first, second) = (Spelled.Of(title), Spelled.Of(Cut(description)));
        // Each letter is folded by itself but for marks out of order, and a line's end stands apart from both sides.
        return Said(title, first) ?? Said(Cut(description), second) ?? Hinted(first.Marked + "\n" + second.Marked, first.Folded + "\n" + second.Folded);
    }

    /// <param name="Marked">A text in small letters, composed.</param>
    /// <param name="Folded">The same without marks.</param>
    private readonly record struct Spelled(string Marked, string Folded)
    {
        public static Spelled Of(string text) => new(Composed.FormC(text.ToLowerInvariant()), Vocabulary.Fold(text));
    }

    // What goes with new or with used goods, where nothing says it outright: a warranty in months, several sizes; "còn hộp".
    private string? Hinted(string marked, string folded)
    {
        if (Says("usedHint", marked, folded)) return "used";
        return Says("newHint", marked, folded) ? "new" : null;
    }

    private static string Cut(string text) => text.Length > Reach ? text[..Reach] : text;

    // "https://schema.org/UsedCondition".
    private static string? ByName(string text)
    {
        var shortName = SchemaItem.Short(text).ToString();
        if (shortName.EndsWith("Condition", StringComparison.OrdinalIgnoreCase))
        {
            if (shortName.StartsWith("New", StringComparison.OrdinalIgnoreCase)) return "new";
            if (shortName.StartsWith("Used", StringComparison.OrdinalIgnoreCase) || shortName.StartsWith("Damaged", StringComparison.OrdinalIgnoreCase)) return "used";
            if (shortName.StartsWith("Refurbished", StringComparison.OrdinalIgnoreCase)) return "refurbished";
        }

        return null;
    }

    private string? Said(string text, Spelled spelled)
    {
        if (ByName(text) is { } named) return named;
        var (marked, folded) = spelled;
        if (words.FindFolded("refurbished", folded) is not null) return "refurbished";

        // In running text single words such as "mới" and "cũ" say too little: only phrases count, with their marks where the
        // text has any (trầy is no tray). Traces of use weigh more than "nguyên hộp", and that more than "thanh lý" or "pass":
        // what is new is passed on too.
        if (Says("neverUsed", marked, folded)) return "new";
        if (Says("usedPhrase", marked, folded)) return "used";
        return Says("newPhrase", marked, folded) ? "new" : null;
    }

    private bool Says(string list, string marked, string folded)
    {
        // A text with marks is held against the words with theirs; one without against phrases, whose single words say too little.
        var hasMarks = !string.Equals(marked, folded, StringComparison.Ordinal);
        return hasMarks ? words.Stands(list, marked) : _phrases[list].StandsIn(folded);
    }
}
