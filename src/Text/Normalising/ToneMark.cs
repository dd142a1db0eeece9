namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// The two places of the tone mark on oa, oe and uy: hoá and hóa, thuỷ and thủy are one word. An open syllable carries it on
/// the first vowel (the commoner of the two in sellers' texts), a closed one on the second (hoàn, never hòan).
/// </summary>
internal static class ToneMark
{
    private const string O = "oóòỏõọ", A = "aáàảãạ", E = "eéèẻẽẹ", U = "uúùủũụ", Y = "yýỳỷỹỵ";

    public static bool Settle(Span<char> word)
    {
        var changed = false;
        for (var i = 0; i + 1 < word.Length; i++)
        {
            var first = word[i];
            if (first is 'o' or 'u')
            {
                if (word[i + 1] < 0x80 || i + 2 < word.Length && Letters.IsLetter(word[i + 2])) continue;
                if (first == 'u' && i > 0 && word[i - 1] == 'q') continue;
                changed |= Move(word, i, first == 'o' ? O : U, toFirst: true);
            }
            else if (first >= 0x80 && i + 2 < word.Length && word[i + 2] is 'n' or 'c' or 't' or 'p' or 'm' or 'i' or 'y')
            {
                if (O.Contains(first, StringComparison.Ordinal)) changed |= Move(word, i, O, toFirst: false);
                else if (U.Contains(first, StringComparison.Ordinal)) changed |= Move(word, i, U, toFirst: false);
            }
        }
        return changed;
    }

    private static bool Move(Span<char> word, int i, string firsts, bool toFirst)
    {
        var from = toFirst ? word[i + 1] : word[i];
        string[] seconds = ReferenceEquals(firsts, U) ? [Y] : [A, E];
        foreach (var second in seconds)
        {
            var tone = toFirst ? second.IndexOf(from, StringComparison.Ordinal) : firsts.IndexOf(from, StringComparison.Ordinal);
            if (tone <= 0 || !toFirst && word[i + 1] != second[0]) continue;
            word[i] = toFirst ? firsts[tone] : firsts[0];
            word[i + 1] = toFirst ? second[0] : second[tone];
            return true;
        }
        return false;
    }
}
