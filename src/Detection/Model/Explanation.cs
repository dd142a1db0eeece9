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
        var measure = new Measure(model.Scales, header.Settings.Buckets);
        ListingFeatureReader.Read(header.Settings, view, ref measure);
        var fields = new double[view.Fields.Count][];
        var weigher = new Weigher(model, view, fields, reading, ListingJudge.Scale(measure.Square, header.ListingFloor));
        ListingFeatureReader.Read(header.Settings, view, ref weigher);
        var withoutWords = (header.Stack[0] * model.Listing.Bias) + weigher.WithoutWords
            + (header.Stack[1] * (reading.Strongest is { Logit: > StackInput.Floor } ? model.Segment.Bias : StackInput.Floor))
            + (header.Stack[2] * (reading.Second is { Logit: > StackInput.Floor } ? model.Segment.Bias : StackInput.Floor));
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
        for (var i = 0; i < values.Length; i++)
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

    /// <summary>The listing's squared length.</summary>
    private struct Measure(float[] scales, int buckets) : IListingFeatureSink
    {
        private readonly HashSet<int> _seen = [];

        public double Square { get; private set; }

        public void Add(uint hash, int start, int end) => AddWhole(hash);

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) Add(hashes[i], start + i, start + i + length);
        }

        public void AddWhole(uint hash)
        {
            var bucket = (int)(hash & (uint)(buckets - 1));
            if (_seen.Add(bucket)) Square += (double)scales[bucket] * scales[bucket];
        }

        public readonly void BeginSegment(int field, int start, int end)
        {
        }

        public readonly void EndSegment()
        {
        }
    }

    private struct Weigher(TextModel model, ListingView view, double[]?[] fields, ListingReading reading, double listingScale) : IListingFeatureSink
    {
        private readonly HashSet<int> _seen = [];
        private readonly List<(int Start, int End, double Weight)> _grams = [];
        private int _field;
        private double _factor;
        private double _square;

        public double WithoutWords { get; private set; }

        public void BeginSegment(int field, int start, int end)
        {
            _field = field;
            fields[field] ??= new double[view.Fields[field].Text.Value.Length];
            _factor = Is(reading.Strongest, field, start) ? model.Header.Stack[1] : Is(reading.Second, field, start) ? model.Header.Stack[2] : 0;
            _grams.Clear();
            _square = 0;
        }

        public void Add(uint hash, int start, int end)
        {
            var bucket = (int)(hash & (uint)(model.Header.Settings.Buckets - 1));
            var occurrence = model.Scales[bucket];
            if (occurrence == 0) return;
            _square += (double)occurrence * occurrence;
            if (_factor != 0) _grams.Add((start, end, model.Segment.Weights[bucket]));
            if (_seen.Add(bucket)) Lay(start, end, model.Header.Stack[0] * model.Listing.Weights[bucket] * listingScale);
        }

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) Add(hashes[i], start + i, start + i + length);
        }

        public void AddWhole(uint hash)
        {
            var bucket = (int)(hash & (uint)(model.Header.Settings.Buckets - 1));
            if (model.Scales[bucket] != 0 && _seen.Add(bucket)) WithoutWords += model.Header.Stack[0] * model.Listing.Weights[bucket] * listingScale;
        }

        public readonly void EndSegment()
        {
            var scale = ListingJudge.Scale(_square, model.Header.SegmentFloor) * _factor;
            foreach (var (start, end, weight) in _grams) Lay(start, end, weight * scale);
        }

        private readonly void Lay(int start, int end, double contribution)
        {
            var values = fields[_field]!;
            var share = contribution / (end - start);
            for (var i = start; i < end; i++) values[i] += share;
        }

        private static bool Is(SegmentScore? segment, int field, int start) =>
            segment is { Logit: > StackInput.Floor } s && s.Field == field && s.Start == start;
    }
}
