namespace Ecom389.Monitor.Detection.Matching;

/// <summary>
/// What a character means to the matcher: part of a word, a gap between words, or the end of a sentence. Gaps of any length and
/// kind are one gap, so that "không, hoá-đơn" is found by "không hoá đơn".
/// </summary>
internal static class LetterClass
{
    /// <summary>A gap between words.</summary>
    public const ushort Gap = 0;

    /// <summary>The end of a sentence or line.</summary>
    public const ushort Break = 1;

    /// <summary>Full stop: a break before white space, part of a number between digits, else a gap.</summary>
    public const ushort Dot = 2;

    /// <summary>Hyphen: a break between blanks (it parts two thoughts), else a gap.</summary>
    public const ushort Dash = 3;

    /// <summary>Part of a word, but of none that is looked for.</summary>
    public const ushort OtherLetter = 4;

    /// <summary>First class that stands for one letter of the patterns.</summary>
    public const ushort FirstLetter = 5;

    /// <summary>The class of a character apart from any pattern.</summary>
    public static ushort Of(char c) => c switch
    {
        '.' => Dot,
        '\n' or '\r' or '!' or '?' or ';' or '…' or '–' or '—' or '|' or '•' or '→' or '\u2028' or '\u2029' => Break,
        '-' => Dash,
        '%' or '+' or '@' or '$' or '_' => OtherLetter,
        _ when char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark => OtherLetter,
        _ => Gap,
    };

    /// <summary>A new table of <see cref="Of"/> by character.</summary>
    public static ushort[] OfAll() => [.. Table];

    /// <summary>Worked out once: each table of rules has an automaton of its own.</summary>
    private static readonly ushort[] Table = [.. Enumerable.Range(0, char.MaxValue + 1).Select(static c => Of((char)c))];

    /// <summary>Whether the full stop at <paramref name="index"/> belongs to a number such as 6.0.</summary>
    public static bool IsDecimalPoint(ReadOnlySpan<char> text, int index) =>
        index > 0 && index + 1 < text.Length && char.IsAsciiDigit(text[index - 1]) && char.IsAsciiDigit(text[index + 1]);

    /// <summary>Whether the hyphen at <paramref name="index"/> stands between blanks.</summary>
    public static bool IsFreeDash(ReadOnlySpan<char> text, int index) =>
        (index == 0 || char.IsWhiteSpace(text[index - 1])) && (index + 1 >= text.Length || char.IsWhiteSpace(text[index + 1]));

    /// <summary>Whether the full stop at <paramref name="index"/> ends a sentence.</summary>
    public static bool EndsSentence(ReadOnlySpan<char> text, int index) =>
        index + 1 >= text.Length || char.IsWhiteSpace(text[index + 1]);
}
