using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// A model's weights as scoring reads them: what a listing's n-gram needs lies in four bytes, so that the table stays in a core's
/// cache; what its codes need lies in one cache line. Weights are the steps that the model file keeps, so sums are whole numbers,
/// exact whatever their order.
/// </summary>
internal sealed class FeatureCells
{
    /// <summary>Code heads side by side in one bucket's row of <see cref="CodeLevels"/>.</summary>
    public const int CodeLanes = 16;

    private readonly uint[] _cells;
    private readonly short[] _codes;
    private readonly double[] _codeSteps;

    public FeatureCells(TextModel model)
    {
        var count = model.Scales.Length;
        var levels = new short[count];
        _cells = GC.AllocateArray<uint>(count, pinned: true);
        // Scale, listing and segment lie side by side, ten and eleven and eleven bits.
        var scaleStep = Levels(model.Scales, levels);
        for (var b = 0; b < count; b++) _cells[b] = (uint)levels[b] << 22;
        ListingStep = Levels(model.Listing.Weights, levels);
        for (var b = 0; b < count; b++) _cells[b] |= ((uint)levels[b] & 0x7FF) << 11;
        SegmentStep = Levels(model.Segment.Weights, levels);
        for (var b = 0; b < count; b++) _cells[b] |= (uint)levels[b] & 0x7FF;
        SquareStep = scaleStep * scaleStep;
        Rows = (model.Codes.Count + CodeLanes - 1) / CodeLanes;
        _codes = new short[count * Rows * CodeLanes];
        _codeSteps = new double[model.Codes.Count];
        for (var c = 0; c < model.Codes.Count; c++)
        {
            _codeSteps[c] = Levels(model.Codes[c].Weights, levels);
            for (int b = 0, place = c; b < count; b++, place += Rows * CodeLanes) _codes[place] = levels[b];
        }
    }

    /// <summary>By bucket, see <see cref="Scale"/>, <see cref="Listing"/> and <see cref="Segment"/>; 0: unknown.</summary>
    public ReadOnlySpan<uint> Cells => _cells;

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

    /// <summary>
    /// Asks the processor for a hash's cell before it is wanted. Between two pages the table falls out of a core's cache, and by the time a
    /// segment's hashes are looked up their cells have arrived: text heads take 32 µs a listing of 1,000 characters, 50 to 60 without.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(uint hash, ReadOnlySpan<uint> cells)
    {
        // A hint and no access: it changes nothing, and a place that is not there would be passed over.
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), hash & (uint)(cells.Length - 1))));
    }

    /// <summary>How much an occurrence counts, in steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Scale(uint cell) => (int)(cell >> 22);

    /// <summary>What it says to the listing head, in steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Listing(uint cell) => (int)(cell << 10) >> 21;

    /// <summary>What it says to the segment head, in steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Segment(uint cell) => (int)(cell << 21) >> 21;

    /// <summary>Fills in the levels; the worth of a step.</summary>
    private static double Levels(float[] weights, short[] levels)
    {
        var step = ModelFile.Step(weights);
        ModelFile.Levels(weights, step, levels);
        return step;
    }
}
