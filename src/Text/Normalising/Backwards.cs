using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// Words typed backwards under a right-to-left override (UAX 9): the reader sees "fake", the text says U+202E "ekaf". They are read
/// as they are seen, and every character of them leads back to the whole of what was typed, so that offsets stay in order.
/// </summary>
internal static class Backwards
{
    public const char Override = '\u202E';

    private const char Pop = '\u202C';

    /// <summary>Longest stretch that is turned round; beyond it the override is dropped like any other invisible character.</summary>
    private const int Longest = 200;

    /// <summary>Reads the stretch that opens at <paramref name="at"/>; returns the index of its last character.</summary>
    public static int Put(string text, int at, CharacterTable table, Draft draft)
    {
        var end = at + 1;
        while (end < text.Length && end - at <= Longest && text[end] is not (Pop or Override or '\n' or '\r')) end++;
        if (end - at > Longest) return at;
        var close = end < text.Length && text[end] == Pop ? end + 1 : end;
        var written = text[(at + 1)..end];
        var turned = Turn(written);
        if (Words(turned, table) < Words(written, table)) return at;
        using var inner = new Draft(turned.Length);
        CharacterPass.Run(turned, table, inner);
        foreach (var c in inner.Text) draft.Append(c, at, close);
        return close - 1;
    }

    /// <summary>Letters that stand in words: a stretch that reads forwards was typed forwards, whatever the override shows.</summary>
    private static int Words(string text, CharacterTable table)
    {
        using var draft = new Draft(text.Length);
        CharacterPass.Run(text, table, draft);
        var letters = 0;
        var chars = draft.Text;
        for (var i = 0; i < chars.Length;)
        {
            var start = i;
            while (i < chars.Length && Letters.IsLetter(chars[i])) i++;
            if (i - start > 1 && Vocabulary.IsKnown(chars[start..i])) letters += i - start;
            if (i == start) i++;
        }
        return letters;
    }

    /// <summary>Back to front, surrogate pairs and letters with their marks kept whole.</summary>
    private static string Turn(string text)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var turned = new StringBuilder(text.Length);
        for (var i = starts.Length - 1; i >= 0; i--) turned.Append(text, starts[i], (i + 1 < starts.Length ? starts[i + 1] : text.Length) - starts[i]);
        return turned.ToString();
    }
}
