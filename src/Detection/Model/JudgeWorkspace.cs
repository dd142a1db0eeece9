using System.Runtime.Intrinsics;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>Memory that a judge reuses from listing to listing: the segment's hashes, the buckets met so far.</summary>
internal sealed class JudgeWorkspace(int buckets)
{
    private const int Block = 2048;

    /// <summary>Hashes of the segment not yet looked up.</summary>
    private readonly uint[] _hashes = new uint[Block];
    private readonly ulong[] _seen = new ulong[Math.Max(1, buckets >> 6)];
    private int[] _touched = new int[8192];
    private int _waiting;
    private int _count;

    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    public long ListingSum { get; private set; }

    public long ListingSquare { get; private set; }

    public long SegmentSum { get; private set; }

    public long SegmentSquare { get; private set; }

    /// <summary>Segments read so far.</summary>
    public int Segments { get; set; }

    public SegmentScore? Strongest { get; set; }

    public SegmentScore? Second { get; set; }

    public void Add(uint hash, ReadOnlySpan<uint> cells)
    {
        if (_waiting == Block) LookUp(cells);
        _hashes[_waiting++] = hash;
        FeatureCells.Fetch(hash, cells);
    }

    public void AddRange(scoped ReadOnlySpan<uint> hashes, ReadOnlySpan<uint> cells)
    {
        if (_waiting + hashes.Length > Block) LookUp(cells);
        hashes.CopyTo(_hashes.AsSpan(_waiting));
        _waiting += hashes.Length;
        foreach (var hash in hashes) FeatureCells.Fetch(hash, cells);
    }

    /// <summary>A feature of the listing as a whole: it speaks to the listing head only.</summary>
    public void AddWhole(uint hash, ReadOnlySpan<uint> cells)
    {
        var (sum, square) = (SegmentSum, SegmentSquare);
        Add(hash, cells);
        LookUp(cells);
        (SegmentSum, SegmentSquare) = (sum, square);
    }

    public void BeginSegment()
    {
        SegmentSum = 0;
        SegmentSquare = 0;
    }

    /// <summary>
    /// Looks up what waits: an unknown bucket has a cell of noughts, a repeated one is masked out of the listing's sums, so that the loop has
    /// no branch to guess wrong and the processor fetches many cells at once.
    /// </summary>
    public void LookUp(ReadOnlySpan<uint> cells)
    {
        if (_touched.Length < _count + _waiting) Array.Resize(ref _touched, _touched.Length * 2);
        var mask = (uint)cells.Length - 1;
        long listingSum = 0, listingSquare = 0, segmentSum = 0, segmentSquare = 0;
        var touched = _touched;
        var seen = _seen;
        var count = _count;
        foreach (var hash in _hashes.AsSpan(0, _waiting))
        {
            var bucket = (int)(hash & mask);
            var cell = cells[bucket];
            var scale = FeatureCells.Scale(cell);
            var square = scale * scale;
            segmentSum += FeatureCells.Segment(cell);
            segmentSquare += square;
            ref var word = ref seen[bucket >> 6];
            var bit = (word >> bucket) & 1;
            word |= 1UL << bucket;
            var isNew = (int)bit - 1;
            listingSum += FeatureCells.Listing(cell) & isNew;
            listingSquare += square & isNew;
            touched[count] = bucket;
            count -= isNew;
        }
        _count = count;
        _waiting = 0;
        ListingSum += listingSum;
        ListingSquare += listingSquare;
        SegmentSum += segmentSum;
        SegmentSquare += segmentSquare;
    }

    /// <summary>Sums of the code heads over the buckets met, in steps.</summary>
    public void SumCodes(FeatureCells cells, Span<int> sums)
    {
        sums.Clear();
        foreach (var bucket in Touched)
        {
            var levels = cells.CodeLevels(bucket);
            for (var at = 0; at < levels.Length; at += FeatureCells.CodeLanes)
            {
                var row = Vector256.Create(levels.Slice(at, FeatureCells.CodeLanes));
                (Vector256.Create<int>(sums.Slice(at, 8)) + Vector256.WidenLower(row)).CopyTo(sums[at..]);
                (Vector256.Create<int>(sums.Slice(at + 8, 8)) + Vector256.WidenUpper(row)).CopyTo(sums[(at + 8)..]);
            }
        }
    }

    public void Clear()
    {
        foreach (var bucket in Touched) _seen[bucket >> 6] = 0;
        _count = 0;
        _waiting = 0;
        ListingSum = 0;
        ListingSquare = 0;
        Segments = 0;
        Strongest = null;
        Second = null;
    }
}
