using System.Runtime.InteropServices;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// A model's weights as scoring reads them: what a listing's n-gram needs lies in eight bytes, what its codes need in one cache line.
/// Weights are the 16-bit steps that the model file keeps, so sums are whole numbers, exact whatever their order.
/// </summary>
internal sealed class FeatureCells
{
    /// <summary>Code heads side by side in one bucket's row of <see cref="CodeLevels"/>.</summary>
    public const int CodeLanes = 16;

    private readonly Cell[] _cells;
    private readonly short[] _codes;
    private readonly double[] _codeSteps;

    public FeatureCells(TextModel model)
    {
        var (scales, scaleStep) = Levels(model.Scales);
        var (listing, listingStep) = Levels(model.Listing.Weights);
        var (segment, segmentStep) = Levels(model.Segment.Weights);
        _cells = new Cell[scales.Length];
        for (var b = 0; b < _cells.Length; b++) _cells[b] = new(scales[b], listing[b], segment[b]);
        (SquareStep, ListingStep, SegmentStep) = (scaleStep * scaleStep, listingStep, segmentStep);
        Rows = (model.Codes.Count + CodeLanes - 1) / CodeLanes;
        _codes = new short[_cells.Length * Rows * CodeLanes];
        _codeSteps = new double[model.Codes.Count];
        for (var c = 0; c < model.Codes.Count; c++)
        {
            var (levels, step) = Levels(model.Codes[c].Weights);
            _codeSteps[c] = step;
            for (var b = 0; b < levels.Length; b++) _codes[(((b * Rows) + (c / CodeLanes)) * CodeLanes) + (c % CodeLanes)] = levels[b];
        }
    }

    public ReadOnlySpan<Cell> Cells => _cells;

    /// <summary>The worth of one step of a squared scale, of a listing weight, of a segment weight.</summary>
    public double SquareStep { get; }

    public double ListingStep { get; }

    public double SegmentStep { get; }

    /// <summary>Rows of <see cref="CodeLanes"/> that a bucket has.</summary>
    public int Rows { get; }

    /// <summary>The worth of one step of each code head.</summary>
    public ReadOnlySpan<double> CodeSteps => _codeSteps;

    /// <summary>The code heads' levels in a bucket.</summary>
    public ReadOnlySpan<short> CodeLevels(int bucket) => _codes.AsSpan(bucket * Rows * CodeLanes, Rows * CodeLanes);

    private static (short[] Levels, double Step) Levels(float[] weights)
    {
        var largest = 0f;
        foreach (var weight in weights) largest = Math.Max(largest, Math.Abs(weight));
        var step = largest / short.MaxValue;
        return (Array.ConvertAll(weights, weight => step == 0 ? (short)0 : (short)Math.Round(weight / step)), step);
    }

    /// <summary>A bucket: how much an occurrence counts, what it says to the two text heads.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 2, Size = 8)]
    public readonly record struct Cell(short Scale, short Listing, short Segment);
}
