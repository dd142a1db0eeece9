using System.Collections.Frozen;
using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>Puts combining marks on their letters (in whatever order they were typed) and takes diacritics off.</summary>
internal static class Marks
{
    /// <summary>Vowels by tone: level, sắc, huyền, hỏi, ngã, nặng.</summary>
    private static readonly string[] Families =
    [
        "aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ", "eéèẻẽẹ", "êếềểễệ", "iíìỉĩị", "oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ", "uúùủũụ", "ưứừửữự", "yýỳỷỹỵ",
    ];

    private static readonly FrozenDictionary<int, char> Composed = BuildComposed();

    /// <summary>Each code unit without diacritics; itself where it has none.</summary>
    public static readonly char[] Folded = BuildFolded();

    /// <summary>Letters from U+00C0 on with those of their marks that Vietnamese has.</summary>
    private static readonly char[] SettledLetters =
        [.. Enumerable.Range(0xC0, 0x2000 - 0xC0).Select(static c => Settle((char)c))];

    /// <summary>The letter with the mark, or <c>'\0'</c> when there is no such letter.</summary>
    public static char Compose(char letter, char mark)
    {
        // U+0340 and U+0341 are the deprecated doubles of huyền and sắc.
        var usual = mark switch { '\u0340' => '\u0300', '\u0341' => '\u0301', _ => mark };
        return Composed.TryGetValue(Key(letter, usual), out var composed) ? composed : '\0';
    }

    /// <summary>Whether a Latin letter bears marks that Vietnamese letters do not bear.</summary>
    public static bool IsForeign(char c) => c >= 0xC0 && Folded[c] != c && c is not ('đ' or 'Đ') && Settled(char.ToLowerInvariant(c)) != char.ToLowerInvariant(c);

    /// <summary>The letter with those of its marks that Vietnamese has: ṫ as t, ȋ as i, ḅ as b; ậ stays.</summary>
    public static char Settled(char c) => c is < '\u00C0' or >= '\u2000' ? c : SettledLetters[c - 0xC0];

    private static char Settle(char c)
    {
        if (Folded[c] == c || c is 'đ' or 'Đ') return c;
        var apart = c.ToString().Normalize(NormalizationForm.FormD);
        var letter = char.ToLowerInvariant(apart[0]);
        foreach (var mark in apart.AsSpan(1))
        {
            if (Compose(letter, mark) is not '\0' and var composed && IsVietnamese(composed)) letter = composed;
        }
        return letter;
    }

    private static bool IsVietnamese(char c)
    {
        foreach (var family in Families)
        {
            if (family.Contains(c, StringComparison.Ordinal)) return true;
        }
        return c == 'đ';
    }

    private static int Key(char letter, char mark) => (letter << 16) | mark;

    private static FrozenDictionary<int, char> BuildComposed()
    {
        var map = new Dictionary<int, char>();
        for (var c = '\u00C0'; c < '\u2000'; c++)
        {
            var apart = c.ToString().Normalize(NormalizationForm.FormD);
            if (apart.Length < 2) continue;
            var head = apart[..^1].Normalize(NormalizationForm.FormC);
            if (head.Length == 1) map.TryAdd(Key(head[0], apart[^1]), c);
        }
        char[] tones = ['\0', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
        foreach (var family in Families)
        {
            for (var tone = 1; tone < 6; tone++) map[Key(family[0], tones[tone])] = family[tone];
        }
        foreach (var (plain, shaped, mark) in new[] { (0, 1, '\u0306'), (0, 2, '\u0302'), (3, 4, '\u0302'), (6, 7, '\u0302'), (6, 8, '\u031B'), (9, 10, '\u031B') })
        {
            for (var tone = 0; tone < 6; tone++) map[Key(Families[plain][tone], mark)] = Families[shaped][tone];
        }
        return map.ToFrozenDictionary();
    }

    private static char[] BuildFolded()
    {
        var folded = new char[0x10000];
        for (var c = 0; c < 0x10000; c++)
        {
            folded[c] = (char)c;
            if (c is < 0xC0 or >= 0xAC00 or (>= 0x0900 and < 0x1E00) or (>= 0x2000 and < 0x2C00) or (>= 0x3000)) continue;
            var apart = ((char)c).ToString().Normalize(NormalizationForm.FormD);
            if (apart.Length > 1) folded[c] = apart[0];
        }
        folded['đ'] = 'd';
        folded['Đ'] = 'D';
        folded['ø'] = 'o';
        folded['ł'] = 'l';
        return folded;
    }
}
