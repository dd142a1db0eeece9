using System.Buffers;
using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Text for searching: lower-case letters without diacritics, so that "điện thoại giả" and "dien thoai gia" find each other.</summary>
internal static class SearchWords
{
    // What is searched of one field; a listing's first pages hold its words, and a one-megabyte title must not fill the index.
    private const int Longest = 20_000;

    private const int ShortestBeginning = 3;

    // Latin, Greek, Cyrillic and punctuation: what each letter becomes, looked up instead of decomposed.
    private const int TableEnd = 0x2070;
    private const char Dropped = '\0';
    private const char NotAlone = '\uFFFF';

    private static readonly char[] Letters = MakeTable();

    /// <summary>What of a listing is searched, folded.</summary>
    public static (string Title, string Body) Of(ListingRecord record) =>
        (Fold(record.Title), Fold(string.Join('\n', record.Description, record.Brand, record.Seller.Name, string.Join('\n', record.Attributes.Values))));

    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var part = text.Length <= Longest ? text : text[..Longest];
        var room = ArrayPool<char>.Shared.Rent(part.Length);
        try
        {
            var length = 0;
            foreach (var c in part)
            {
                var one = c < TableEnd ? Letters[c] : NotAlone;
                if (one == NotAlone) return FoldWhole(part);
                if (one != Dropped) room[length++] = one;
            }

            return new(room, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(room);
        }
    }

    /// <summary>The same by Unicode's decomposition of the whole text, which the table was made from.</summary>
    internal static string FoldWhole(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Decompose(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            folded.Append(rune.Value is 'đ' or 'Đ' ? "d" : Rune.ToLowerInvariant(rune).ToString());
        }
        return folded.ToString();
    }

    /// <summary>The words as a query of the word index: all must be there, the last may be a beginning. Null when there is no word.</summary>
    public static string? Query(Dialect dialect, string? text)
    {
        var words = Words(text);
        return words.Count == 0 ? null : dialect.Words(words, lastIsBeginning: true);
    }

    /// <summary>
    /// Queries to be tried one after the other: whole words, then the last as a beginning where it is long enough for that to be
    /// no walk through half the index. None when there is no word.
    /// </summary>
    public static IEnumerable<string> Attempts(Dialect dialect, string? text)
    {
        var words = Words(text);
        if (words.Count == 0) yield break;
        yield return dialect.Words(words, lastIsBeginning: false);
        if (words[^1].Length >= ShortestBeginning) yield return dialect.Words(words, lastIsBeginning: true);
    }

    /// <summary>The words of a text, folded: runs of letters and digits.</summary>
    public static List<string> Words(string? text) => Split(Fold(text));

    /// <summary>The words of a text folded already.</summary>
    public static List<string> Split(string folded)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in folded.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(rune.ToString());
            else Flush();
        }
        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static char[] MakeTable()
    {
        var table = new char[TableEnd];
        for (var c = 1; c < TableEnd; c++)
        {
            // Marks that stand in a place of their own may change places with others: those texts are decomposed whole.
            var folded = char.GetUnicodeCategory((char)c) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? null : FoldWhole(((char)c).ToString());
            table[c] = folded switch { null => NotAlone, "" => Dropped, [var one] => one, _ => NotAlone };
        }

        table[0] = NotAlone;
        return table;
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // A lone surrogate, from a cut in the middle of a pair for instance; or the one character that no text may hold.
            return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKD);
        }
    }
}
