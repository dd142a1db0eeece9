using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>The text heads fitted on some listings, quantised as the model file keeps them.</summary>
public sealed record TextHeads(float[] Scales, HeadWeights Listing, HeadWeights Segment, IReadOnlyList<HeadWeights> Codes)
{
    /// <summary>Code heads only tell suspicious listings apart, an easier task on a third of the rows.</summary>
    private const int CodeSteps = 15;

    /// <summary>Fits all heads on the listings named by <paramref name="rows"/>.</summary>
    /// <param name="codes">The violation codes that get a head.</param>
    public static TextHeads Fit(
        FeatureTable table,
        IReadOnlyList<PreparedListing> listings,
        IReadOnlyList<int> rows,
        IReadOnlyList<string> codes,
        TrainingSettings settings,
        CancellationToken cancellation)
    {
        var suspicious = listings.Select(listing => listing.Source.Label.Suspicious).ToArray();
        var scaling = FeatureScaling.Learn(table, rows, suspicious, [.. listings.Select(listing => listing.Source.Writer)], settings);
        var matrix = new SparseMatrix();
        foreach (var row in rows) scaling.AddRow(matrix, table.Listings[row], settings.ListingFloor);
        var positive = rows.Select(row => suspicious[row]).ToArray();
        var all = Enumerable.Range(0, rows.Count).ToList();
        var ones = Enumerable.Repeat(1f, rows.Count).ToArray();
        var listing = Head("listing", scaling, FitListing(table, rows, positive, matrix, scaling, settings, cancellation));

        return new(scaling.Scales, listing, Segments(table, rows, suspicious, scaling, settings, cancellation), FitCodes(table, listings, rows, codes, scaling, settings, cancellation));
    }

    /// <summary>One head a code, fitted on suspicious listings and, once more, on the segments with their cues.</summary>
    private static List<HeadWeights> FitCodes(FeatureTable table, IReadOnlyList<PreparedListing> listings, IReadOnlyList<int> rows, IReadOnlyList<string> codes, FeatureScaling scaling, TrainingSettings settings, CancellationToken cancellation)
    {
        var matrix = new SparseMatrix();
        var source = new List<int>();
        var weight = new List<float>();
        foreach (var row in rows.Where(row => listings[row].Source.Label.Suspicious && codes.Count > 0)) Teach(row, table.Listings[row], 1);
        var suspects = source.ToHashSet();
        if (settings.CodeCueRowWeight > 0)
            foreach (var (row, buckets) in CueRows(table, suspects)) Teach(row, buckets, settings.CodeCueRowWeight);
        List<int> all = [.. Enumerable.Range(0, matrix.Rows)];
        float[] weights = [.. weight];
        return [.. codes.Select(code =>
        {
            bool[] has = [.. source.Select(row => listings[row].Source.Label.Violations.Contains(code, StringComparer.Ordinal))];
            return Head(code, scaling, LogisticRegression.Fit(matrix, table.Settings.Buckets, all, has, weights, settings.CodeC, cancellation, CodeSteps));
        })];

        void Teach(int row, int[] buckets, float counts)
        {
            scaling.AddRow(matrix, buckets, settings.ListingFloor);
            source.Add(row);
            weight.Add(counts);
        }
    }

    /// <summary>Of each of these listings that has cues, the buckets of the segments that hold them.</summary>
    private static IEnumerable<(int Listing, int[] Buckets)> CueRows(FeatureTable table, HashSet<int> wanted)
    {
        for (int s = 0, at = 0; s < table.Segments.Count; s = at)
        {
            var listing = table.SegmentRows[s].Listing;
            while (at < table.Segments.Count && table.SegmentRows[at].Listing == listing) at++;
            if (!wanted.Contains(listing)) continue;
            int[] cued = [.. Enumerable.Range(s, at - s).Where(i => table.SegmentRows[i].Cue).SelectMany(i => table.Segments[i]).Distinct().Order()];
            if (cued.Length > 0) yield return (listing, cued);
        }
    }

    /// <summary>The listing head: whole listings, and what a person's cues say of their parts (Zaidan et al., "Using annotator rationales", NAACL 2007).</summary>
    private static LogisticFit FitListing(FeatureTable table, IReadOnlyList<int> rows, bool[] positive, SparseMatrix matrix, FeatureScaling scaling, TrainingSettings settings, CancellationToken cancellation)
    {
        var taught = new SparseMatrix();
        var label = new List<bool>();
        var weight = new List<float>();
        for (var i = 0; i < rows.Count; i++)
        {
            taught.Add(matrix.Columns(i), matrix.Values(i));
            label.Add(positive[i]);
            weight.Add(positive[i] ? 1 : settings.CleanWeight);
        }
        if (settings.CueRowWeight > 0)
        {
            foreach (var (_, buckets) in CueRows(table, rows.Where((_, i) => positive[i]).ToHashSet()))
            {
                scaling.AddRow(taught, buckets, settings.ListingFloor);
                label.Add(true);
                weight.Add(settings.CueRowWeight);
            }
        }
        return LogisticRegression.Fit(taught, table.Settings.Buckets, [.. Enumerable.Range(0, taught.Rows)], [.. label], [.. weight], settings.ListingC, cancellation);
    }

    private static HeadWeights Segments(FeatureTable table, IReadOnlyList<int> rows, bool[] suspicious, FeatureScaling scaling, TrainingSettings settings, CancellationToken cancellation)
    {
        var chosen = rows.ToHashSet();
        var matrix = new SparseMatrix();
        var cue = new List<bool>();
        var weight = new List<float>();
        for (var s = 0; s < table.Segments.Count; s++)
        {
            var row = table.SegmentRows[s];
            if (!chosen.Contains(row.Listing)) continue;
            scaling.AddRow(matrix, table.Segments[s], settings.SegmentFloor);
            cue.Add(row.Cue);
            weight.Add(row.Cue || !suspicious[row.Listing] ? 1f : settings.UnpointedSegmentWeight);
        }
        var fit = LogisticRegression.Fit(matrix, table.Settings.Buckets, [.. Enumerable.Range(0, matrix.Rows)], [.. cue], [.. weight], settings.SegmentC, cancellation);
        return Head("segment", scaling, fit);
    }

    private static HeadWeights Head(string name, FeatureScaling scaling, LogisticFit fit)
    {
        var weights = new float[scaling.Scales.Length];
        for (var b = 0; b < weights.Length; b++) weights[b] = (float)(fit.Weights[b] * scaling.Scales[b]);
        return ModelFile.Quantise(new HeadWeights(name, weights, (float)fit.Bias));
    }
}
