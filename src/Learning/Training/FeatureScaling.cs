namespace Ecom389.Monitor.Learning.Training;

/// <summary>
/// Inverse document frequency by bucket, learnt from training listings only. A bucket seen in fewer than two of them is
/// unknown (0): it can teach nothing about the next listing.
/// </summary>
public sealed class FeatureScaling
{
    private FeatureScaling(float[] idf) => Idf = idf;

    public float[] Idf { get; }

    public static FeatureScaling Learn(FeatureTable table, IReadOnlyList<int> listings, int minimum)
    {
        var counts = new int[table.Settings.Buckets];
        foreach (var i in listings)
            foreach (var bucket in table.Listings[i]) counts[bucket]++;
        var idf = new float[counts.Length];
        for (var b = 0; b < counts.Length; b++)
            if (counts[b] >= minimum) idf[b] = (float)Math.Log((1.0 + listings.Count) / counts[b]);
        return new(idf);
    }

    /// <summary>The row scaled to length one, all buckets known or not counting alike in the length's floor.</summary>
    /// <param name="floor">Added to the squared length, so that a row of few known features stays short.</param>
    public void AddRow(SparseMatrix matrix, int[] buckets, double floor)
    {
        var columns = new int[buckets.Length];
        var values = new float[buckets.Length];
        var n = 0;
        double square = floor;
        foreach (var bucket in buckets)
        {
            var idf = Idf[bucket];
            if (idf <= 0) continue;
            columns[n] = bucket;
            values[n++] = idf;
            square += idf * idf;
        }
        var scale = (float)(1 / Math.Sqrt(Math.Max(square, 1e-9)));
        for (var i = 0; i < n; i++) values[i] *= scale;
        matrix.Add(columns.AsSpan(0, n), values.AsSpan(0, n));
    }
}
