using Ecom389.Monitor.Text.Normalising;
using Ecom389.Monitor.Text.Unmasking;

namespace Ecom389.Monitor.Text;

/// <summary>
/// How people in a hurry, or in hiding, spell a word: fá for phá, hàg for hàng, kần for cần, kí for ký. Letter for letter; whole
/// words are in <c>teencode.txt</c>, brands in <c>brands.txt</c>.
/// </summary>
public static class Respelling
{
    private static readonly (string Right, string[] Wrong)[] Openings =
    [
        ("ngh", ["ng"]), ("ph", ["f"]), ("qu", ["w", "q"]), ("gi", ["z", "j", "d"]), ("kh", ["x"]), ("tr", ["ch"]), ("c", ["k"]), ("k", ["c"]), ("b", ["p"]), ("d", ["z", "j"]), ("v", ["z"]), ("đ", ["d"]),
    ];

    private static readonly (string Right, string[] Wrong)[] Endings =
    [
        ("ng", ["g", "nq", "gf"]), ("nh", ["h"]), ("ch", ["k"]), ("c", ["k"]), ("y", ["i"]), ("ý", ["í"]), ("ỳ", ["ì"]), ("ỷ", ["ỉ"]), ("ỹ", ["ĩ"]), ("ỵ", ["ị"]), ("i", ["j"]),
    ];

    /// <summary>Rhymes that lose their glide in haste: người → ngừi, nhiều → nhìu, rồi → rùi, biết → bít.</summary>
    private static readonly (string Right, string Wrong)[] Rhymes =
    [
        ("ươi", "ưi"), ("ười", "ừi"), ("ưới", "ứi"), ("ưởi", "ửi"), ("iêu", "iu"), ("iều", "ìu"), ("iếu", "íu"), ("iểu", "ỉu"), ("ồi", "ùi"), ("ôi", "ui"), ("ối", "úi"), ("iết", "ít"), ("iệt", "ịt"), ("oại", "ọai"), ("oai", "ai"),
    ];

    /// <summary>
    /// Spellings of a word (normalised, one syllable) that are no word themselves: a spelling that is a Vietnamese syllable of its
    /// own ("chá" for "trá") is left out, because most people who write it mean it.
    /// </summary>
    public static IEnumerable<string> Of(string word)
    {
        if (word.Length < 2 || !Vocabulary.IsSyllable(word)) yield break;
        foreach (var (right, wrongs) in Openings)
        {
            if (word.Length <= right.Length || !word.StartsWith(right, StringComparison.Ordinal)) continue;
            // c of ch and k of kh open another sound.
            if (right.Length == 1 && word[1] is 'h' or 'r') continue;
            foreach (var wrong in wrongs)
            {
                if (IsNoWord(wrong + word[right.Length..], word)) yield return wrong + word[right.Length..];
            }
            break;
        }
        foreach (var (right, wrongs) in Endings)
        {
            if (word.Length <= right.Length || !word.EndsWith(right, StringComparison.Ordinal)) continue;
            foreach (var wrong in wrongs)
            {
                var spelt = word[..^right.Length] + wrong;
                if (IsNoWord(spelt, word) || IsLoneVowel(word, right) && !string.Equals(word, Normaliser.Normalise(word).Folded, StringComparison.Ordinal)) yield return spelt;
            }
            break;
        }
        foreach (var (right, wrong) in Rhymes)
        {
            if (word.EndsWith(right, StringComparison.Ordinal) && IsNoWord(word[..^right.Length] + wrong, word)) yield return word[..^right.Length] + wrong;
        }
    }

    /// <summary>Whether a word typed without diacritics is still itself: of the words that become "khong", "không" is the commonest.</summary>
    public static bool IsClearWithoutDiacritics(string word) =>
        CommonWords.Rank(word) is >= 0 and var rank && rank == CommonWords.Rank(Normaliser.Normalise(word).Folded);

    /// <summary>y and i are one after a consonant only: ký is kí, máy is never mái.</summary>
    private static bool IsLoneVowel(string word, string ending) =>
        Marks.Folded[ending[0]] == 'y' && ending.Length == 1 && Marks.Folded[word[^2]] is not ('a' or 'e' or 'i' or 'o' or 'u');

    /// <summary>Whether a spelling means nothing else: its letters or their order are not Vietnamese, or k stands where the script has c.</summary>
    private static bool IsNoWord(string spelling, string word)
    {
        if (spelling.Length < 2 || string.Equals(spelling, word, StringComparison.Ordinal) || Vocabulary.IsWord(spelling)) return false;
        if (!Vocabulary.IsSyllable(spelling)) return true;
        var second = Marks.Folded[spelling[1]];
        return spelling[0] switch
        {
            'k' => second is 'a' or 'o' or 'u',
            'c' => second is 'e' or 'i' or 'y',
            'n' => spelling.StartsWith("ng", StringComparison.Ordinal) && spelling.Length > 2 && Marks.Folded[spelling[2]] is 'e' or 'i',
            _ => false,
        };
    }
}
