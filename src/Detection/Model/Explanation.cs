using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>Words and what they add to the final log-odds.</summary>
/// <param name="Field">Index into <see cref="ListingView.Fields"/>.</param>
/// <param name="Start">First UTF-16 code unit in the field as the seller wrote it.</param>
/// <param name="End">One past the last.</param>
/// <param name="Contribution">Log-odds.</param>
public readonly record struct ExplainedSpan(int Field, int Start, int End, double Contribution);

/// <summary>
/// Takes a listing's final log-odds apart: every n-gram's exact contribution, through the listing head and through the two
/// strongest segments, is laid on the characters it covers. <see cref="Total"/> of all characters, plus what has no words, is the
/// text heads' part of the final log-odds.
/// </summary>
public sealed class Explanation
{
    private const int LongestQuote = 120;
    private readonly ListingView _view;
    private readonly double[]?[] _fields;

    private Explanation(ListingView view, double[]?[] fields, double withoutWords)
    {
        _view = view;
        _fields = fields;
        WithoutWords = withoutWords;
    }

    /// <summary>Contribution of biases and of features without words.</summary>
    public double WithoutWords { get; }

    /// <summary>Contribution of all words.</summary>
    public double Total => _fields.Sum(values => values?.Sum() ?? 0);

    /// <summary>Explains a reading of the same listing by the same model.</summary>
    public static Explanation Of(TextModel model, ListingView view, in ListingReading reading)
    {
        var header = model.Header;
        var fields = new double[view.Fields.Count][];
        var weigher = new Weigher(model, view, fields, reading);
        ListingFeatureReader.Read(header.Settings, view, ref weigher);
        var withoutWords = (header.Stack[0] * model.Listing.Bias) + weigher.WithoutWords
            + (header.Stack[1] * (reading.Strongest is { Logit: > StackInput.Floor } ? model.Segment.Bias - reading.Allowance : StackInput.Floor))
            + (header.Stack[2] * (reading.Second is { Logit: > StackInput.Floor } ? model.Segment.Bias - reading.Allowance : StackInput.Floor));
        return new(view, fields, withoutWords);
    }

    /// <summary>The spans that add most, whole words, strongest first, without overlap.</summary>
    /// <param name="count">At most this many.</param>
    /// <param name="least">Leaves out what adds less.</param>
    public IReadOnlyList<ExplainedSpan> Strongest(int count, double least)
    {
        var taken = _fields.Select(field => field is null ? null : (double[])field.Clone()).ToArray();
        var spans = new List<ExplainedSpan>();
        while (spans.Count < count)
        {
            (int Field, int Start, int End, double Sum) best = (0, 0, 0, 0);
            for (var f = 0; f < taken.Length; f++)
            {
                if (taken[f] is not { } values) continue;
                var candidate = Densest(values);
                if (candidate.Sum > best.Sum) best = (f, candidate.Start, candidate.End, candidate.Sum);
            }
            if (best.Sum <= 0) break;
            var (start, end) = WholeWords(_view.Fields[best.Field].Text.Value, taken[best.Field]!, best.Start, best.End);
            double sum = 0;
            for (var i = start; i < end; i++) sum += _fields[best.Field]![i];
            Array.Fill(taken[best.Field]!, double.NegativeInfinity, start, end - start);
            if (sum < least) break;
            var (from, to) = _view.Fields[best.Field].Text.ToOriginal(start, end);
            spans.Add(new(best.Field, from, to, sum));
        }
        return [.. spans.OrderByDescending(span => span.Contribution)];
    }

    /// <summary>The stretch with the largest sum after a toll on every character, which keeps a quote to the words that matter.</summary>
    private static (int Start, int End, double Sum) Densest(double[] values)
    {
        double peak = 0;
        foreach (var value in values) peak = Math.Max(peak, value);
        var toll = peak * 0.15;
        (int Start, int End, double Sum) best = (0, 0, 0);
        double sum = 0;
        var start = 0;
        for (var i = 0; i < values.Length - 1; i++)
        {
            if (sum <= 0 || i - start >= LongestQuote)
            {
                sum = 0;
                start = i;
            }
            sum += values[i] - toll;
            if (sum > best.Sum) best = (start, i + 1, sum);
        }
        return best;
    }

    private static (int Start, int End) WholeWords(string text, double[] taken, int start, int end)
    {
        while (start > 0 && char.IsLetterOrDigit(text[start - 1]) && char.IsLetterOrDigit(text[start]) && !double.IsNegativeInfinity(taken[start - 1])) start--;
        while (end < text.Length && char.IsLetterOrDigit(text[end]) && char.IsLetterOrDigit(text[end - 1]) && !double.IsNegativeInfinity(taken[end])) end++;
        while (start < end - 1 && !char.IsLetterOrDigit(text[start])) start++;
        while (end > start + 1 && !char.IsLetterOrDigit(text[end - 1])) end--;
        return (start, end);
    }

    private ref struct Weigher : IListingFeatureSink
    {
        private readonly TextModel _model;
        private readonly ListingView _view;
        private readonly double[]?[] _fields;
        private readonly ListingReading _reading;
        private readonly ReadOnlySpan<uint> _cells;
        private readonly double _listingWorth;
        private readonly HashSet<int> _seen = new(4096);
        private readonly List<(int Start, int End, int Weight)> _grams = [];
        private double[] _values = [];
        private int _segmentStart;
        private int _segmentEnd;
        private double _factor;
        private long _square;

        public Weigher(TextModel model, ListingView view, double[]?[] fields, in ListingReading reading)
        {
            _model = model;
            _view = view;
            _fields = fields;
            _reading = reading;
            _cells = model.Cells.Cells;
            _listingWorth = model.Header.Stack[0] * model.Cells.ListingStep * reading.Scale;
        }

        public double WithoutWords { get; private set; }

        public void BeginSegment(int field, int start, int end)
        {
            // One more than the characters: a contribution is laid on at its start and taken off at its end, and summed along at the end.
            _values = _fields[field] ??= new double[_view.Fields[field].Text.Value.Length + 1];
            (_segmentStart, _segmentEnd) = (start, end);
            _factor = Is(_reading.Strongest, field, start) ? _model.Header.Stack[1] : Is(_reading.Second, field, start) ? _model.Header.Stack[2] : 0;
            _grams.Clear();
            _square = 0;
        }

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) Add(hashes[i], start + i, start + i + length);
        }

        public void Add(uint hash, int start, int end)
        {
            var bucket = (int)(hash & (uint)(_cells.Length - 1));
            var cell = _cells[bucket];
            if (cell == 0) return;
            if (_factor != 0)
            {
                _square += FeatureCells.Scale(cell) * FeatureCells.Scale(cell);
                _grams.Add((start, end, FeatureCells.Segment(cell)));
            }
            if (FeatureCells.Listing(cell) is not 0 and var level && _seen.Add(bucket)) Lay(start, end, level * _listingWorth);
        }

        public void AddWhole(uint hash)
        {
            var bucket = (int)(hash & (uint)(_cells.Length - 1));
            if (_seen.Add(bucket)) WithoutWords += FeatureCells.Listing(_cells[bucket]) * _listingWorth;
        }

        public readonly void EndSegment()
        {
            if (_factor != 0)
            {
                var worth = ListingJudge.Scale(_square * _model.Cells.SquareStep, _model.Header.SegmentFloor) * _factor * _model.Cells.SegmentStep;
                foreach (var (start, end, weight) in _grams) Lay(start, end, weight * worth);
            }
            double sum = 0;
            for (var i = _segmentStart; i <= _segmentEnd; i++)
            {
                sum += _values[i];
                _values[i] = i == _segmentEnd ? 0 : sum;
            }
        }

        private readonly void Lay(int start, int end, double contribution)
        {
            var share = contribution / (end - start);
            _values[start] += share;
            _values[end] -= share;
        }

        private static bool Is(SegmentScore? segment, int field, int start) =>
            segment is { Logit: > StackInput.Floor } s && s.Field == field && s.Start == start;
    }
}
