using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Lower case without diacritics, đ as d: the form that words are compared in. Letters of Latin, Greek, Cyrillic and the signs of shops
/// are looked up in a table made once of what Unicode's decomposition (FormD) says of each; texts with others are decomposed themselves.
/// </summary>
internal static class Folding
{
    private const int TableEnd = 0x3000;
    private const int StackRoom = 256;
    private const char Dropped = '\0';
    private const char NotAlone = '\uFFFF';

    private static readonly char[] Table = MakeTable();

    /// <summary>The folded text; its length may differ from the text's.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        char[]? borrowed = null;
        var folded = text.Length <= StackRoom ? stackalloc char[StackRoom] : (borrowed = ArrayPool<char>.Shared.Rent(text.Length));
        try
        {
            var length = 0;
            foreach (var c in text)
            {
                var one = c < TableEnd ? Table[c] : NotAlone;
                if (one == NotAlone) return FoldWhole(text);
                if (one != Dropped) folded[length++] = one;
            }

            return folded[..length].SequenceEqual(text) ? text : folded[..length].ToString();
        }
        finally
        {
            if (borrowed is not null) ArrayPool<char>.Shared.Return(borrowed);
        }
    }

    /// <summary>Writes the folded text and returns its length; -1 where there is no room for it or a letter must be decomposed.</summary>
    public static int TryFold(ReadOnlySpan<char> text, Span<char> folded)
    {
        if (text.Length > folded.Length) return -1;
        var length = 0;
        foreach (var c in text)
        {
            var one = c < TableEnd ? Table[c] : NotAlone;
            if (one == NotAlone) return -1;
            if (one != Dropped) folded[length++] = one;
        }

        return length;
    }

    /// <summary>The folded text where each character folds into one, in its place; else null.</summary>
    public static string? InPlace(string text)
    {
        var room = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            for (var i = 0; i < text.Length; i++)
            {
                var one = text[i] < TableEnd ? Table[text[i]] : NotAlone;
                if (one is NotAlone or Dropped) return null;
                room[i] = one;
            }

            return new(room, 0, text.Length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(room);
        }
    }

    private static string FoldWhole(string text)
    {
        var decomposed = PageDecoder.Replace(text).Normalize(NormalizationForm.FormD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            if (char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c is 'đ' or 'Đ' ? 'd' : c == '\u00A0' ? ' ' : char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }

    private static char[] MakeTable()
    {
        var table = new char[TableEnd];
        for (var c = 0; c < TableEnd; c++)
        {
            // Marks that stand in a place of their own may change places with others: those texts are decomposed whole.
            var folded = char.GetUnicodeCategory((char)c) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? null : FoldWhole(((char)c).ToString());
            table[c] = folded switch { null => NotAlone, "" => Dropped, [var one] => one, _ => NotAlone };
        }

        return table;
    }
}
