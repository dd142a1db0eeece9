using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>Unicode's composed form (NFC) of what sellers write, which need not be text by Unicode's own rules.</summary>
internal static class Composition
{
    /// <summary>
    /// The composed form. Lone surrogates and U+FFFE, which <see cref="string.Normalize()"/> refuses with an exception, count as U+FFFD,
    /// the sign of what cannot be read. Never throws.
    /// </summary>
    public static string Compose(string text) => (IsText(text) ? text : Replace(text)).Normalize(NormalizationForm.FormC);

    private static bool IsText(string text) => !text.Contains('\uFFFE', StringComparison.Ordinal) && IsPaired(text);

    private static bool IsPaired(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    private static string Replace(string text)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) replaced.Append(rune.Value == 0xFFFE ? "\uFFFD" : rune.ToString());
        return replaced.ToString();
    }
}
