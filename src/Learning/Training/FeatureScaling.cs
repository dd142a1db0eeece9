using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>
/// How much an occurrence of each bucket counts: inverse document frequency times how unevenly the bucket falls on suspicious and
/// clean listings (the log-count ratio of Wang and Manning, "Baselines and Bigrams", ACL 2012, here without its sign). Learnt from
/// training listings only. A bucket seen in fewer than <c>minimum</c> of them is unknown (0): it can teach nothing about the next listing.
/// </summary>
public sealed class FeatureScaling
{
    private FeatureScaling(float[] scales) => Scales = scales;

    public float[] Scales { get; }

    public static FeatureScaling Learn(FeatureTable table, IReadOnlyList<int> listings, IReadOnlyList<bool> suspicious, IReadOnlyList<string> writers, TrainingSettings settings)
    {
        var positive = new int[table.Settings.Buckets];
        var negative = new int[table.Settings.Buckets];
        var last = new int[table.Settings.Buckets];
        var seen = new int[table.Settings.Buckets];
        var number = writers.Distinct(StringComparer.Ordinal).Select((writer, i) => (writer, i)).ToDictionary(pair => pair.writer, pair => pair.i + 1, StringComparer.Ordinal);
        var positives = 0;
        foreach (var i in listings.OrderBy(i => number[writers[i]]))
        {
            var counts = suspicious[i] ? positive : negative;
            if (suspicious[i]) positives++;
            var writer = number[writers[i]];
            foreach (var bucket in table.Listings[i])
            {
                counts[bucket]++;
                if (last[bucket] == writer) continue;
                last[bucket] = writer;
                seen[bucket]++;
            }
        }
        var negatives = listings.Count - positives;
        var scales = new float[positive.Length];
        for (var b = 0; b < scales.Length; b++)
        {
            var count = positive[b] + negative[b];
            if (count < settings.MinimumListings || seen[b] < settings.MinimumWriters) continue;
            var ratio = Math.Log((positive[b] + 1.0) / (positives + 2.0) * (negatives + 2.0) / (negative[b] + 1.0));
            scales[b] = (float)(Math.Log((1.0 + listings.Count) / count) * (Math.Abs(ratio) + settings.EvenShare));
        }
        return new(ModelFile.Quantise(scales));
    }

    /// <summary>Adds the row, scaled to length one, to the matrix.</summary>
    /// <param name="floor">Added to the squared length, so that a row of few known features stays short.</param>
    public void AddRow(SparseMatrix matrix, int[] buckets, double floor)
    {
        var columns = new int[buckets.Length];
        var values = new float[buckets.Length];
        var n = 0;
        var square = floor;
        foreach (var bucket in buckets)
        {
            var scale = Scales[bucket];
            if (scale <= 0) continue;
            columns[n] = bucket;
            values[n++] = scale;
            square += scale * scale;
        }
        var length = (float)(1 / Math.Sqrt(Math.Max(square, 1e-9)));
        for (var i = 0; i < n; i++) values[i] *= length;
        matrix.Add(columns.AsSpan(0, n), values.AsSpan(0, n));
    }
}
