using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>
/// Hides telephone numbers from those who need not ring them. Only what is shown changes, never what is kept; the length stays,
/// so that offsets of quotes stay right.
/// </summary>
public static class PersonalData
{
    private const int Kept = 3;

    /// <summary>A text with the middle of every telephone number starred: <c>0900 000 123</c> becomes <c>090* *** 123</c>.</summary>
    public static string Mask(string text)
    {
        var mentions = PhoneReader.Find(text);
        if (mentions.Count == 0) return text;
        var characters = text.ToCharArray();
        foreach (var mention in mentions) MaskSpan(characters, mention.Start, mention.End);
        return new string(characters);
    }

    /// <summary>A field that is nothing but a number, whatever its spelling.</summary>
    public static string MaskWhole(string number)
    {
        var characters = number.ToCharArray();
        MaskSpan(characters, 0, characters.Length);
        return new string(characters);
    }

    private static void MaskSpan(char[] characters, int start, int end)
    {
        var significant = 0;
        for (var i = start; i < end; i++)
            if (IsSignificant(characters[i])) significant++;
        var seen = 0;
        for (var i = start; i < end; i++)
        {
            if (!IsSignificant(characters[i])) continue;
            seen++;
            if (seen > Kept && seen <= significant - Kept) characters[i] = '*';
        }
    }

    private static bool IsSignificant(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c);
}
