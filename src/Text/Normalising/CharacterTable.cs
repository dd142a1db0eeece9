using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>
/// What each UTF-16 code unit becomes, worked out once. Two tables exist: with look-alike letters of other scripts read as
/// Latin (for matching), and without (for readers that must still see руб. and Р).
/// </summary>
internal sealed class CharacterTable
{
    /// <summary>Codes below <see cref="FirstPlain"/> ask for work; everything else is the character to write.</summary>
    public const char Remove = '\0', Absorb = '\u0001', Mark = '\u0002', Expand = '\u0003', Surrogate = '\u0004', FirstPlain = '\u0005';

    public static readonly CharacterTable Matching = new(lookalikeLetters: true);

    public static readonly CharacterTable Plain = new(lookalikeLetters: false);

    public readonly char[] Map = new char[0x10000];

    private readonly FrozenDictionary<int, string> _expansions;

    private CharacterTable(bool lookalikeLetters)
    {
        var expansions = new Dictionary<int, string>();
        for (var c = 0; c < 0x10000; c++) Map[c] = First((char)c, expansions);
        foreach (var (point, target) in Lookalikes.Load())
        {
            if (!lookalikeLetters && IsForeignLetter(point)) continue;
            Set(point, target, expansions);
        }
        if (lookalikeLetters) SettleAccented();
        foreach (var (first, last) in new[] { (0x1D400, 0x1D7FF), (0x1F100, 0x1F10A), (0x1FBF0, 0x1FBF9), (0x10780, 0x107BA) })
        {
            for (var point = first; point <= last; point++)
            {
                var rune = new Rune(point);
                var compatible = rune.ToString().Normalize(NormalizationForm.FormKC);
                if (!string.Equals(compatible, rune.ToString(), StringComparison.Ordinal)) expansions.TryAdd(point, compatible);
            }
        }

        // A compatibility form may lead to a letter that is itself a look-alike (mathematical Greek): follow to the end.
        for (var c = 0; c < 0x10000; c++)
        {
            var m = Map[c];
            if (m >= FirstPlain && m != c) Map[c] = Follow(m);
        }
        var done = new Dictionary<int, string>();
        foreach (var (point, text) in expansions)
        {
            var mapped = string.Concat(text.Select(Follow).Where(static c => c >= FirstPlain));
            if (point < 0x10000 && mapped.Length == 1) Map[point] = mapped[0];
            else done[point] = mapped;
        }
        // Letters written by other characters leave the fast path: whoever matches wants to know that they were.
        for (var c = 0x80; c < 0x10000; c++)
        {
            if (Map[c] is (>= 'a' and <= 'z') or 'đ' && Map[c] != char.ToLowerInvariant((char)c)) Reroute((char)c);
        }

        // Letters that Vietnamese does not have (ṫ, ḧ, ī) pass for others too.
        for (var c = 0xC0; c < 0x1F00; c++)
        {
            if (Map[c] == c && Marks.IsForeign((char)c)) Reroute((char)c);
        }
        _expansions = done.ToFrozenDictionary();

        void Reroute(char c)
        {
            done[c] = Map[c].ToString();
            Map[c] = Expand;
        }
    }

    /// <summary>What a code point marked <see cref="Expand"/>, or one beyond the BMP, is read as; null when it stays.</summary>
    public string? Expansion(int point) => _expansions.TryGetValue(point, out var text) ? text : null;

    private static bool IsForeignLetter(int point) => point is (>= 0x0370 and <= 0x058F) or (>= 0x13A0 and <= 0x13FF) or (>= 0xA4D0 and <= 0xA4FF) or 'ƒ' or '℮' || point is >= 0x0590 and <= 0x109F;

    /// <summary>Greek and Cyrillic letters with accents go the way of their base letter: ί as ι.</summary>
    private void SettleAccented()
    {
        for (var c = 0x0370; c < 0x2000; c++)
        {
            if (c == 0x0530) c = 0x1F00;
            var apart = ((char)c).ToString().Normalize(NormalizationForm.FormD);
            if (apart.Length > 1 && Map[apart[0]] is >= 'a' and <= 'z' and var letter) Map[c] = letter;
        }
    }

    private char Follow(char c)
    {
        for (var hop = 0; hop < 4 && Map[c] >= FirstPlain && Map[c] != c; hop++) c = Map[c];
        return c;
    }

    private void Set(int point, string target, Dictionary<int, string> expansions)
    {
        if (point < 0x10000 && target.Length == 1)
        {
            Map[point] = target[0];
            return;
        }
        expansions[point] = target;
        if (point < 0x10000) Map[point] = Expand;
    }

    private static char First(char c, Dictionary<int, string> expansions)
    {
        if (c is '\n') return c;
        if (c is '\t' or '\r' or '\u2028' or '\u2029' or '\u2800' or '\u3164' or '\uFFA0' or '\u115F' or '\u1160') return ' ';
        if (char.IsSurrogate(c)) return Surrogate;
        if (c is (>= '\uFE00' and <= '\uFE0F') or (>= '\u20D0' and <= '\u20FF') or '\u034F') return Absorb;
        if (c is (>= '\u0300' and <= '\u036F') or (>= '\uFE20' and <= '\uFE2F') or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF')) return Mark;
        if (c is '™' or '®' or '©' or '℠') return Absorb;
        var category = char.GetUnicodeCategory(c);
        switch (category)
        {
            case UnicodeCategory.Control or UnicodeCategory.Format:
            case UnicodeCategory.OtherNotAssigned when c is >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE':
                return Remove;
            case UnicodeCategory.SpaceSeparator:
                return ' ';
            case UnicodeCategory.DecimalDigitNumber:
                return (char)('0' + (int)char.GetNumericValue(c));
        }
        if (c < 0x80) return char.ToLowerInvariant(c);
        if (c is 'İ') return 'i';

        // Hangul and ideographs have no business here; fractions, ordinal signs and spacing accents change meaning when taken apart.
        if (c is (>= '\u3131' and <= '\u318E') or (>= '\u3400' and <= '\uD7FF') or 'º' or '½' or '¼' or '¾' or '…' or (>= '⅐' and <= '⅟')) return c;
        var compatible = c.ToString().Normalize(NormalizationForm.FormKC);
        if (compatible.Length == 0 || compatible.Any(static x => char.GetUnicodeCategory(x) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Control))
            return char.ToLowerInvariant(c);
        if (compatible.Length == 1) return char.ToLowerInvariant(compatible[0]);
        if (compatible[0] == ' ' || char.IsSurrogate(compatible[0])) return char.ToLowerInvariant(c);
        expansions[c] = compatible;
        return Expand;
    }
}
