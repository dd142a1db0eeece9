using System.Text;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The shingles of a text and their MinHash bands. Eight bands of four: two texts of likeness 0.9 share a band practically always, of
/// 0.8 with probability 0.98, of 0.5 with 0.4.
/// </summary>
internal static class TextSketch
{
    public const int Bands = 8;

    private const int Rows = 4;
    private const int Shingle = 5;

    // Sellers repeat themselves; the first thousands of characters tell two listings apart.
    private const int Longest = 4_000;

    /// <summary>The distinct shingles of five letters or digits, ascending; none for a text too short to compare.</summary>
    public static uint[] Shingles(string title, string description)
    {
        var text = Squeezed(SearchWords.Fold(title + "\n" + (description.Length > Longest ? description[..Longest] : description)));
        var hashes = new uint[Math.Max(0, text.Length - Shingle + 1)];
        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = 2166136261u;
            for (var j = 0; j < Shingle; j++) hash = (hash ^ text[i + j]) * 16777619u;
            hashes[i] = hash;
        }
        Array.Sort(hashes);
        return [.. hashes.Distinct()];
    }

    /// <summary>One mark a band; empty where there is no shingle.</summary>
    public static long[] Marks(uint[] shingles)
    {
        if (shingles.Length == 0) return [];
        var marks = new long[Bands];
        for (var band = 0; band < Bands; band++)
        {
            var mark = 14695981039346656037ul ^ (ulong)band;
            for (var row = 0; row < Rows; row++) mark = (mark ^ Least(shingles, (uint)((band * Rows) + row))) * 1099511628211ul;
            marks[band] = unchecked((long)mark);
        }
        return marks;
    }

    /// <summary>Shared share of two ascending lists of shingles, 0 to 1.</summary>
    public static double Likeness(uint[] one, uint[] other)
    {
        if (one.Length == 0 || other.Length == 0) return 0;
        int i = 0, j = 0, common = 0;
        while (i < one.Length && j < other.Length)
        {
            if (one[i] == other[j])
            {
                common++;
                i++;
                j++;
            }
            else if (one[i] < other[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return (double)common / (one.Length + other.Length - common);
    }

    private static uint Least(uint[] shingles, uint row)
    {
        // An odd multiplier and a finaliser of its own make each row a different order of the shingles.
        var factor = (0x9E3779B9u * (row + 1)) | 1u;
        var least = uint.MaxValue;
        foreach (var shingle in shingles)
        {
            var mixed = (shingle + row) * factor;
            mixed ^= mixed >> 15;
            mixed *= 0x85EBCA6Bu;
            mixed ^= mixed >> 13;
            least = Math.Min(least, mixed);
        }
        return least;
    }

    private static string Squeezed(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) squeezed.Append(c);
            else if (squeezed.Length > 0 && squeezed[^1] != ' ') squeezed.Append(' ');
        }
        return squeezed.ToString().TrimEnd();
    }
}
