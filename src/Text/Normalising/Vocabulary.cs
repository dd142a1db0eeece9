using System.Collections.Frozen;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>Tells words from noise: Vietnamese syllables by their build, and a list of disguised loan words and brands.</summary>
internal static class Vocabulary
{
    private static readonly FrozenSet<string> Words =
        EmbeddedData.Lines("words.txt").SelectMany(static line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WordLookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Rhymes without diacritics; âm đệm (hoa, quy) included.</summary>
    private static readonly FrozenSet<string> Rhymes = (
        "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu " +
        "o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong ooc oong op ot " +
        "u ua uac uach uai uan uang uanh uao uap uat uau uay uc ue uech uen uenh uet ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uyn uynh uyp uyt uyu " +
        "y yem yen yet yeu yeng").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RhymeLookup = Rhymes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Onsets =
        ["ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "r", "s", "t", "v", "x"];

    /// <summary>Whether letters (lower case, diacritics allowed) are a listed word.</summary>
    public static bool IsWord(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 16) return false;
        Span<char> folded = stackalloc char[word.Length];
        Fold(word, folded);
        return WordLookup.Contains(folded);
    }

    /// <summary>Whether letters (lower case) are built as a Vietnamese syllable; tones are not checked against codas.</summary>
    public static bool IsSyllable(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 7) return false;
        Span<char> folded = stackalloc char[word.Length];
        Fold(word, folded);
        foreach (var onset in Onsets)
        {
            if (!folded.StartsWith(onset) || folded.Length == onset.Length) continue;
            var rhyme = folded[onset.Length..];
            if (RhymeLookup.Contains(rhyme)) return true;
            if (onset is "gi" && RhymeLookup.Contains(folded[1..])) return true;
        }
        return folded.StartsWith("gi") && RhymeLookup.Contains(folded[1..]) || RhymeLookup.Contains(folded);
    }

    public static bool IsKnown(ReadOnlySpan<char> word) => IsSyllable(word) || IsWord(word);

    private static void Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        var table = Marks.Folded;
        for (var i = 0; i < word.Length; i++) folded[i] = table[word[i]];
    }
}
