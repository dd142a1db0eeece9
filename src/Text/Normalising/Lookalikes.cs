using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Text.Normalising;

/// <summary>Reads <c>lookalikes.txt</c>: code point to the text it is read as.</summary>
internal static class Lookalikes
{
    public static Dictionary<int, string> Load()
    {
        var map = new Dictionary<int, string>(1200);
        foreach (var line in EmbeddedData.Lines("lookalikes.txt"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var target = line[0] == '=' ? line[1..space] : line[..space];
            foreach (var rune in line[(space + 1)..].EnumerateRunes()) map[rune.Value] = target;
        }
        AddEnclosed(map);
        return map;
    }

    /// <summary>The enclosed letters of U+1F100…: squared, negative circled, negative squared. Regional indicators depend on their neighbours and are not here.</summary>
    private static void AddEnclosed(Dictionary<int, string> map)
    {
        for (var i = 0; i < 26; i++)
        {
            var letter = ((char)('a' + i)).ToString(CultureInfo.InvariantCulture);
            map[0x249C + i] = letter;   // parenthesised small
            map[0x1F110 + i] = letter;  // parenthesised capital
            map[0x1F130 + i] = letter;  // squared
            map[0x1F150 + i] = letter;  // negative circled
            map[0x1F170 + i] = letter;  // negative squared: the emoji A, B, O, P among them
        }
    }
}
