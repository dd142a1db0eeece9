using System.Text;

namespace Ecom389.Monitor.Core;

/// <summary>
/// What two texts share: the hashes of their runs of five letters or digits, and MinHash over them (Broder, "On the resemblance and
/// containment of documents", 1997). Deterministic; kept marks depend on every constant here.
/// </summary>
public static class Shingles
{
    private const int Length = 5;

    /// <summary>A text as it is compared: letters and digits only, single spaces. The caller has folded case and diacritics.</summary>
    public static string Squeezed(string folded)
    {
        var squeezed = new StringBuilder(folded.Length);
        foreach (var c in folded)
        {
            if (char.IsLetterOrDigit(c)) squeezed.Append(c);
            else if (squeezed.Length > 0 && squeezed[^1] != ' ') squeezed.Append(' ');
        }

        return squeezed.ToString().TrimEnd();
    }

    /// <summary>The distinct shingles' hashes, ascending; none for a text too short to compare.</summary>
    public static uint[] Of(string squeezed)
    {
        var hashes = new uint[Math.Max(0, squeezed.Length - Length + 1)];
        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = 2166136261u;
            for (var j = 0; j < Length; j++) hash = (hash ^ squeezed[i + j]) * 16777619u;
            hashes[i] = hash;
        }

        Array.Sort(hashes);
        return [.. hashes.Distinct()];
    }

    /// <summary>One row of the MinHash signature; <see cref="uint.MaxValue"/> where there is no shingle.</summary>
    public static uint Least(uint[] shingles, uint row)
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

    /// <summary>Jaccard likeness: the shared share of two ascending lists of shingles, 0 to 1.</summary>
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
}
