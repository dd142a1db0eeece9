using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Composes texts (Unicode normalisation forms C and KC, UAX #15). Text in Vietnamese letters nearly always is so already: seen in one
/// pass over its letters, where the platform's tables are asked for each text anew.
/// </summary>
internal static class Composed
{
    /// <summary>The text in form C.</summary>
    public static string FormC(string text) => IsPlain(text, compatible: false) ? text : text.Normalize(NormalizationForm.FormC);

    /// <summary>The text in form KC.</summary>
    public static string FormKC(string text) => IsPlain(text, compatible: true) ? text : text.Normalize(NormalizationForm.FormKC);

    // Below U+0300 form C changes nothing, nor do the letters of Vietnamese beyond; in form KC some signs of Latin-1 and Latin letters that stand for
    // two are others. None of them combines with the one before it.
    private static bool IsPlain(ReadOnlySpan<char> text, bool compatible)
    {
        foreach (var c in text)
            if (!(compatible ? IsPlainKC(c) : c < '\u0300' || c is (>= '\u1EA0' and <= '\u1EF9') or '₫')) return false;
        return true;
    }

    /// <summary>Does form KC leave the letter as it is, whatever stands around it? No may be wrong.</summary>
    internal static bool IsPlainKC(char c) =>
        c < '\u00A0' || c is (>= '\u00C0' and <= '\u0131') or (>= '\u1EA0' and <= '\u1EF9') or '₫' or '–' or (>= '\u0180' and <= '\u01B0');
}
