using Ecom389.Monitor.Core;
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
    private const int Bands = 40;
    private const int RowsOfABand = 3;

    /// <summary>The title and description of a listing as it is compared: folded, letters and digits only, single spaces.</summary>
    public static string TextOf(LabelledListing listing) => Shingles.Squeezed(Normaliser.Normalise($"{listing.Listing.Title} {listing.Listing.Description}").Folded);

    /// <summary>All pairs at or above <paramref name="least"/>, in order of their indices. Texts without a shingle have no duplicates.</summary>
    public static IReadOnlyList<NearDuplicate> Find(IReadOnlyList<string> texts, double least, CancellationToken cancellation)
    {
        var shingles = texts.Select(Shingles.Of).ToArray();
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
        return [.. proposed.Select(pair => new NearDuplicate(pair.Item1, pair.Item2, Shingles.Likeness(shingles[pair.Item1], shingles[pair.Item2])))
            .Where(pair => pair.Jaccard >= least).OrderBy(pair => pair.First).ThenBy(pair => pair.Second)];
    }

    private static uint[] Signature(uint[] shingles) => [.. Enumerable.Range(0, Bands * RowsOfABand).Select(row => Shingles.Least(shingles, (uint)row))];
}
