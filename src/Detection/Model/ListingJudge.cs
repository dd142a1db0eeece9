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
    private readonly FeatureCells _cells;
    private readonly ConcurrentBag<JudgeWorkspace> _pool = [];

    public ListingJudge(TextModel model)
    {
        _model = model;
        _cells = model.Cells;
    }

    /// <summary>What the heads say.</summary>
    /// <param name="codes">Told the log-odds of listing, strongest and second segment; says whether the code heads are to be run too.</param>
    public ListingReading Read(ListingView view, Func<double, double, double, bool>? codes = null)
    {
        if (!_pool.TryTake(out var work)) work = new(_model.Header.Settings.Buckets);
        var sink = new Sink(this, work);
        ListingFeatureReader.Read(_model.Header.Settings, view, ref sink);
        var scale = Scale(work.ListingSquare * _cells.SquareStep, _model.Header.ListingFloor);
        var listing = _model.Listing.Bias + (work.ListingSum * _cells.ListingStep * scale);
        var allowance = Math.Log(Math.Max(1, work.Segments));
        var (strongest, second) = (Less(work.Strongest, allowance), Less(work.Second, allowance));
        var wanted = codes is not null && codes(listing, strongest?.Logit ?? StackInput.Floor, second?.Logit ?? StackInput.Floor);
        var reading = new ListingReading(listing, strongest, second, wanted ? Codes(work, scale) : [], scale, allowance);
        work.Clear();
        _pool.Add(work);
        return reading;
    }

    /// <summary>The factor that scales a row of this squared length to length one.</summary>
    internal static double Scale(double square, double floor) => 1 / Math.Sqrt(Math.Max(square + floor, 1e-9));

    private static SegmentScore? Less(SegmentScore? segment, double allowance) => segment is { } score ? score with { Logit = score.Logit - allowance } : null;

    private double[] Codes(JudgeWorkspace work, double scale)
    {
        Span<int> sums = stackalloc int[_cells.Rows * FeatureCells.CodeLanes];
        work.SumCodes(_cells, sums);
        var result = new double[_model.Codes.Count];
        for (var c = 0; c < result.Length; c++) result[c] = _model.Codes[c].Bias + (sums[c] * _cells.CodeSteps[c] * scale);
        return result;
    }

    private ref struct Sink(ListingJudge judge, JudgeWorkspace work) : IListingFeatureSink
    {
        private readonly ReadOnlySpan<uint> _cells = judge._cells.Cells;
        private (int Field, int Start, int End) _segment;

        public readonly void Add(uint hash, int start, int end) => work.Add(hash, _cells);

        public readonly void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length) => work.AddRange(hashes, _cells);

        public readonly void AddWhole(uint hash) => work.AddWhole(hash, _cells);

        public void BeginSegment(int field, int start, int end)
        {
            _segment = (field, start, end);
            work.BeginSegment();
        }

        public readonly void EndSegment()
        {
            work.LookUp(_cells);
            var scale = Scale(work.SegmentSquare * judge._cells.SquareStep, judge._model.Header.SegmentFloor);
            var logit = judge._model.Segment.Bias + (work.SegmentSum * judge._cells.SegmentStep * scale);
            work.Segments++;
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
        }
    }
}
