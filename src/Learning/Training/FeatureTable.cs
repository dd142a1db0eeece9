using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>A piece of a listing as training sees it.</summary>
/// <param name="Listing">Index of the listing.</param>
/// <param name="Cue">Whether a cue that a person pointed at lies in it.</param>
public readonly record struct SegmentRow(int Listing, bool Cue);

/// <summary>
/// Features of many listings: one row of bucket numbers a listing (each bucket once) and one a segment (each occurrence).
/// Values are not scaled yet: see <see cref="FeatureScaling"/>.
/// </summary>
public sealed class FeatureTable
{
    private readonly FeatureSettings _settings;
    private readonly List<int[]> _whole = [];
    private readonly List<int[]> _segments = [];
    private readonly List<SegmentRow> _rows = [];

    public FeatureTable(FeatureSettings settings) => _settings = settings;

    public FeatureSettings Settings => _settings;

    /// <summary>Buckets of each listing, ascending.</summary>
    public IReadOnlyList<int[]> Listings => _whole;

    /// <summary>Buckets of each segment, in order of occurrence.</summary>
    public IReadOnlyList<int[]> Segments => _segments;

    public IReadOnlyList<SegmentRow> SegmentRows => _rows;

    public void Add(ListingView view, IReadOnlyList<string> cues)
    {
        var sink = new Collector(this, view, CueSpans(view, cues));
        ListingFeatureReader.Read(_settings, view, ref sink);
        sink.Complete();
    }

    private static List<(int Field, int Start, int End)> CueSpans(ListingView view, IReadOnlyList<string> cues)
    {
        var spans = new List<(int, int, int)>();
        foreach (var cue in cues)
        {
            if (cue.Length == 0) continue;
            for (var i = 0; i < view.Fields.Count; i++)
            {
                var text = view.Fields[i].Text.Original;
                for (var at = text.IndexOf(cue, StringComparison.Ordinal); at >= 0; at = text.IndexOf(cue, at + 1, StringComparison.Ordinal))
                    spans.Add((i, at, at + cue.Length));
            }
        }
        return spans;
    }

    private struct Collector : IListingFeatureSink
    {
        private readonly FeatureTable _table;
        private readonly ListingView _view;
        private readonly List<(int Field, int Start, int End)> _cues;
        private readonly uint _mask;
        private readonly List<int> _all;
        private readonly List<int> _segment;
        private bool _isCue;

        public Collector(FeatureTable table, ListingView view, List<(int Field, int Start, int End)> cues)
        {
            _table = table;
            _view = view;
            _cues = cues;
            _mask = (uint)table._settings.Buckets - 1;
            _all = [];
            _segment = [];
        }

        public readonly void Add(uint hash, int start, int end) => _segment.Add((int)(hash & _mask));

        public readonly void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) Add(hashes[i], start + i, start + i + length);
        }

        public readonly void AddWhole(uint hash) => _all.Add((int)(hash & _mask));

        public void BeginSegment(int field, int start, int end)
        {
            _segment.Clear();
            var (from, to) = _view.Fields[field].Text.ToOriginal(start, end);
            _isCue = false;
            foreach (var cue in _cues)
            {
                if (cue.Field != field) continue;
                var common = Math.Min(to, cue.End) - Math.Max(from, cue.Start);
                if (common * 2 >= Math.Min(cue.End - cue.Start, to - from)) _isCue = true;
            }
        }

        public readonly void EndSegment()
        {
            _all.AddRange(_segment);
            _table._segments.Add([.. _segment]);
            _table._rows.Add(new(_table._whole.Count, _isCue));
        }

        public readonly void Complete()
        {
            _all.Sort();
            var distinct = 0;
            for (var i = 0; i < _all.Count; i++)
                if (i == 0 || _all[i] != _all[i - 1]) _all[distinct++] = _all[i];
            _table._whole.Add([.. _all.Take(distinct)]);
        }
    }
}
