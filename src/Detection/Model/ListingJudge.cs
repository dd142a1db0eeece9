using System.Collections.Concurrent;
using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// Runs the model's text heads over a listing in one pass over its n-grams. Safe for concurrent use; memory is reused from
/// listing to listing.
/// </summary>
public sealed class ListingJudge
{
    private readonly TextModel _model;
    private readonly Cell[] _cells;
    private readonly ConcurrentBag<Workspace> _pool = [];

    public ListingJudge(TextModel model)
    {
        _model = model;
        _cells = new Cell[model.Header.Settings.Buckets];
        for (var i = 0; i < _cells.Length; i++)
        {
            var scale = model.Scales[i];
            if (scale > 0) _cells[i] = new(scale * scale, model.Listing.Weights[i], model.Segment.Weights[i]);
        }
    }

    /// <summary>What the heads say.</summary>
    /// <param name="codes">Told the log-odds of listing, strongest and second segment; says whether the code heads are to be run too.</param>
    public ListingReading Read(ListingView view, Func<double, double, double, bool>? codes = null)
    {
        if (!_pool.TryTake(out var work)) work = new(_cells.Length);
        var sink = new Sink(this, work);
        ListingFeatureReader.Read(_model.Header.Settings, view, ref sink);
        var scale = Scale(work.ListingSquare, _model.Header.ListingFloor);
        var listing = _model.Listing.Bias + (work.ListingSum * scale);
        var wanted = codes is not null && codes(listing, work.Strongest?.Logit ?? StackInput.Floor, work.Second?.Logit ?? StackInput.Floor);
        var reading = new ListingReading(listing, work.Strongest, work.Second, wanted ? Codes(work, scale) : []);
        work.Clear();
        _pool.Add(work);
        return reading;
    }

    /// <summary>The factor that scales a row of this squared length to length one.</summary>
    internal static double Scale(double square, double floor) => 1 / Math.Sqrt(Math.Max(square + floor, 1e-9));

    private double[] Codes(Workspace work, double scale)
    {
        var result = new double[_model.Codes.Count];
        for (var c = 0; c < result.Length; c++)
        {
            var head = _model.Codes[c];
            double sum = 0;
            foreach (var bucket in work.Touched) sum += head.Weights[bucket];
            result[c] = head.Bias + (sum * scale);
        }
        return result;
    }

    private readonly record struct Cell(float Square, float Listing, float Segment);

    private sealed class Workspace(int buckets)
    {
        private readonly ulong[] _seen = new ulong[buckets >> 6];
        private int[] _touched = new int[4096];
        private int _count;

        public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

        public double ListingSum { get; set; }

        public double ListingSquare { get; set; }

        public SegmentScore? Strongest { get; set; }

        public SegmentScore? Second { get; set; }

        public bool IsNew(int bucket)
        {
            ref var word = ref _seen[bucket >> 6];
            var bit = 1UL << (bucket & 63);
            if ((word & bit) != 0) return false;
            word |= bit;
            if (_count == _touched.Length) Array.Resize(ref _touched, _count * 2);
            _touched[_count++] = bucket;
            return true;
        }

        public void Clear()
        {
            foreach (var bucket in Touched) _seen[bucket >> 6] = 0;
            _count = 0;
            ListingSum = 0;
            ListingSquare = 0;
            Strongest = null;
            Second = null;
        }
    }

    private struct Sink(ListingJudge judge, Workspace work) : IListingFeatureSink
    {
        private readonly Cell[] _cells = judge._cells;
        private readonly uint _mask = (uint)judge._cells.Length - 1;
        private double _listingSum;
        private double _listingSquare;
        private double _sum;
        private double _square;
        private (int Field, int Start, int End) _segment;

        public void Add(uint hash, int start, int end)
        {
            var bucket = (int)(hash & _mask);
            ref readonly var cell = ref _cells[bucket];
            if (cell.Square == 0) return;
            _sum += cell.Segment;
            _square += cell.Square;
            Whole(bucket, cell);
        }

        public void AddWhole(uint hash)
        {
            var bucket = (int)(hash & _mask);
            ref readonly var cell = ref _cells[bucket];
            if (cell.Square != 0) Whole(bucket, cell);
            work.ListingSum = _listingSum;
            work.ListingSquare = _listingSquare;
        }

        public void BeginSegment(int field, int start, int end)
        {
            _segment = (field, start, end);
            _sum = 0;
            _square = 0;
        }

        public void EndSegment()
        {
            var logit = judge._model.Segment.Bias + (_sum * Scale(_square, judge._model.Header.SegmentFloor));
            var score = new SegmentScore(_segment.Field, _segment.Start, _segment.End, logit);
            if (work.Strongest is not { } first || logit > first.Logit)
            {
                work.Second = work.Strongest;
                work.Strongest = score;
            }
            else if (work.Second is not { } second || logit > second.Logit)
            {
                work.Second = score;
            }
            work.ListingSum = _listingSum;
            work.ListingSquare = _listingSquare;
        }

        private void Whole(int bucket, in Cell cell)
        {
            if (!work.IsNew(bucket)) return;
            _listingSum += cell.Listing;
            _listingSquare += cell.Square;
        }
    }
}
