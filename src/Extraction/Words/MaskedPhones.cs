using System.Buffers;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Finds telephone numbers shown in part only: "0912.xxx.678", "0912 345 ***", "09*** bấm để hiện số". They are kept as shown:
/// the rest is asked of nobody and made up by nobody.
/// </summary>
internal static partial class MaskedPhones
{
    private const int Shortest = 9;
    private const int Longest = 12;

    private static readonly SearchValues<char> Masks = SearchValues.Create("xX*•#");

    /// <summary>The first one as written, or null.</summary>
    public static string? Find(string text)
    {
        if (!HasTwoMasks(text)) return null;
        foreach (Match match in Masked().Matches(text))
        {
            var shown = match.Value.TrimEnd(' ', '.', '-');
            var signs = 0;
            foreach (var c in shown) signs += char.IsAsciiDigit(c) || IsMask(c) ? 1 : 0;
            if (signs is >= Shortest and <= Longest) return shown;

            // "09***": so little of a number is one only where the page says that the rest can be shown.
            if (signs < Shortest && Reveal().IsMatch(Vocabulary.Fold(text[match.Index..Math.Min(text.Length, match.Index + match.Length + 40)]))) return shown;
        }

        return null;
    }

    // A number shown in part has two masks side by side; few texts do.
    private static bool HasTwoMasks(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny(Masks); at >= 0 && at + 1 < text.Length;)
        {
            if (IsMask(text[at + 1])) return true;
            text = text[(at + 1)..];
            at = text.IndexOfAny(Masks);
        }

        return false;
    }

    private static bool IsMask(char c) => c is 'x' or 'X' or '*' or '•' or '#';

    [GeneratedRegex(@"(?<![\d.,/\p{L}])(?:\+?84[ .\-]?|0)\d(?:[ .\-]?\d){0,7}[ .\-]?(?:[xX]{2,6}|[*•#]{2,8})(?:[ .\-]?[\dxX*•#]{1,4}){0,3}(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Masked();

    [GeneratedRegex(@"(?:bam|nhan|click|an) .{0,12}(?:hien|xem|goi)|(?:hien|xem) so|show (?:phone|number)", RegexOptions.CultureInvariant)]
    private static partial Regex Reveal();
}
