using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Learning.Corpus;

/// <summary>Two listings that say nearly the same.</summary>
/// <param name="First">Index into the texts; less than <paramref name="Second"/>.</param>
/// <param name="Jaccard">Shared share of their character shingles, 0 to 1.</param>
public readonly record struct NearDuplicate(int First, int Second, double Jaccard);

/// <summary>
/// Finds pairs of texts by the Jaccard similarity of their shingles of five folded characters: MinHash bands propose pairs
/// (Broder, "On the resemblance and containment of documents", 1997), the exact similarity decides. Deterministic. A pair of
/// similarity 0.5 is proposed with probability 0.995, one of 0.7 practically always.
/// </summary>
public static class NearDuplicates
{
    private const int Shingle = 5;
    private const int Bands = 40;
    private const int RowsOfABand = 3;

    /// <summary>The title and description of a listing as it is compared: folded, letters and digits only, single spaces.</summary>
    public static string TextOf(LabelledListing listing) => Squeezed($"{listing.Listing.Title} {listing.Listing.Description}");

    /// <summary>All pairs at or above <paramref name="least"/>, in order of their indices. Texts without a shingle have no duplicates.</summary>
    public static IReadOnlyList<NearDuplicate> Find(IReadOnlyList<string> texts, double least, CancellationToken cancellation)
    {
        var shingles = texts.Select(Shingles).ToArray();
        var signatures = shingles.Select(Signature).ToArray();
        var proposed = new HashSet<(int, int)>();
        for (var band = 0; band < Bands; band++)
        {
            cancellation.ThrowIfCancellationRequested();
            var buckets = new Dictionary<(uint, uint, uint), List<int>>();
            for (var i = 0; i < texts.Count; i++)
            {
                if (shingles[i].Length == 0) continue;
                var at = band * RowsOfABand;
                var key = (signatures[i][at], signatures[i][at + 1], signatures[i][at + 2]);
                if (!buckets.TryGetValue(key, out var bucket)) buckets[key] = bucket = [];
                foreach (var other in bucket) proposed.Add((other, i));
                bucket.Add(i);
            }
        }
        return [.. proposed.Select(pair => new NearDuplicate(pair.Item1, pair.Item2, Jaccard(shingles[pair.Item1], shingles[pair.Item2])))
            .Where(pair => pair.Jaccard >= least).OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    private static string Squeezed(string text)
    {
        var folded = Normaliser.Normalise(text).Folded;
        var result = new System.Text.StringBuilder(folded.Length);
        foreach (var c in folded)
        {
            if (char.IsLetterOrDigit(c)) result.Append(c);
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }
        return result.ToString().TrimEnd();
    }

    /// <summary>The distinct shingles' hashes, ascending.</summary>
    private static uint[] Shingles(string text)
    {
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

    private static uint[] Signature(uint[] shingles)
    {
        var signature = new uint[Bands * RowsOfABand];
        Array.Fill(signature, uint.MaxValue);
        for (var h = 0; h < signature.Length; h++)
        {
            // An odd multiplier and a finaliser of its own make each row a different order of the shingles.
            var factor = (0x9E3779B9u * (uint)(h + 1)) | 1u;
            var least = uint.MaxValue;
            foreach (var shingle in shingles)
            {
                var mixed = (shingle + (uint)h) * factor;
                mixed ^= mixed >> 15;
                mixed *= 0x85EBCA6Bu;
                mixed ^= mixed >> 13;
                least = Math.Min(least, mixed);
            }
            signature[h] = least;
        }
        return signature;
    }

    private static double Jaccard(uint[] a, uint[] b)
    {
        int i = 0, j = 0, common = 0;
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j])
            {
                common++;
                i++;
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return (double)common / (a.Length + b.Length - common);
    }
}
