namespace Ecom389.Monitor.Detection.Products;

/// <summary>One word, number or plus sign of a title.</summary>
/// <param name="Start">UTF-16 offset in the normalised text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Break">Whether a comma, stroke, bracket, bar or line end stands before it.</param>
internal readonly record struct TitleToken(int Start, int End, bool Break);

/// <summary>
/// Cuts a normalised title into words and numbers: "ip15prm" is three tokens, "9.7" one, "+" one, so that spelling with or without
/// blanks makes no difference. Linear.
/// </summary>
internal static class TitleTokens
{
    /// <summary>Adds the tokens of a text.</summary>
    public static void Cut(ReadOnlySpan<char> text, List<TitleToken> tokens)
    {
        var broken = true;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (char.IsLetter(c))
            {
                var end = i + 1;
                while (end < text.Length && char.IsLetter(text[end])) end++;
                Add(end);
            }
            else if (char.IsAsciiDigit(c))
            {
                var end = i + 1;
                while (end < text.Length && (char.IsAsciiDigit(text[end]) || IsPoint(text, end))) end++;
                Add(end);
            }
            else if (c is '+' or '%')
            {
                Add(i + 1);
            }
            else
            {
                if (c is ',' or '/' or '|' or '\n' or '(' or ')' or '[' or ']' or '-' or '–' or ';' or ':' or '.' or '&') broken = true;
                i++;
            }

            void Add(int end)
            {
                tokens.Add(new(i, end, broken));
                broken = false;
                i = end;
            }
        }
    }

    private static bool IsPoint(ReadOnlySpan<char> text, int at) =>
        text[at] is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
}
