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

    /// <summary>Part of a word, but of none that is looked for.</summary>
    public const ushort OtherLetter = 3;

    /// <summary>First class that stands for one letter of the patterns.</summary>
    public const ushort FirstLetter = 4;

    /// <summary>The class of a character apart from any pattern.</summary>
    public static ushort Of(char c) => c switch
    {
        '.' => Dot,
        '\n' or '\r' or '!' or '?' or ';' or '…' or '\u2028' or '\u2029' => Break,
        '%' or '+' or '@' or '$' or '_' => OtherLetter,
        _ when char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark => OtherLetter,
        _ => Gap,
    };

    /// <summary>Whether the full stop at <paramref name="index"/> belongs to a number such as 6.0.</summary>
    public static bool IsDecimalPoint(ReadOnlySpan<char> text, int index) =>
        index > 0 && index + 1 < text.Length && char.IsAsciiDigit(text[index - 1]) && char.IsAsciiDigit(text[index + 1]);

    /// <summary>Whether the full stop at <paramref name="index"/> ends a sentence.</summary>
    public static bool EndsSentence(ReadOnlySpan<char> text, int index) =>
        index + 1 >= text.Length || char.IsWhiteSpace(text[index + 1]);
}
