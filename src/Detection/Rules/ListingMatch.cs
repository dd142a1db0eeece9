using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// One listing's hits, field by field, looked up by pattern. Reused from listing to listing: not for concurrent use.
/// </summary>
internal sealed class ListingMatch(PhraseAutomaton automaton, FactSources sources)
{
    private readonly List<PhraseHit> _scanned = [];
    private readonly List<(int Field, PhraseHit Hit, int Next)> _hits = [];
    private readonly int[] _first = new int[automaton.PatternCount];
    private readonly List<int> _touched = [];

    /// <summary>The listing being judged.</summary>
    public ListingView View { get; private set; } = null!;

    /// <summary>The date it is judged as of.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>What is known of the listing apart from its words.</summary>
    public ListingFacts Facts { get; private set; } = null!;

    /// <summary>Patterns with at least one hit.</summary>
    public IReadOnlyList<int> Touched => _touched;

    /// <summary>Scans all fields of a listing.</summary>
    public void Load(ListingView view, DateOnly asOf, bool[] foldedPattern)
    {
        foreach (var pattern in _touched) _first[pattern] = 0;
        _touched.Clear();
        _hits.Clear();
        View = view;
        AsOf = asOf;
        Facts = new(sources, view, asOf);
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var text = view.Fields[field].Text;
            _scanned.Clear();
            automaton.Scan(text.Value, _scanned);
            foreach (var hit in _scanned)
            {
                if (foldedPattern[hit.Pattern] && !StandsWithoutDiacritics(text.Value, text.Folded, hit)) continue;
                if (_first[hit.Pattern] == 0) _touched.Add(hit.Pattern);
                _hits.Add((field, hit, _first[hit.Pattern]));
                _first[hit.Pattern] = _hits.Count;
            }
        }
    }

    /// <summary>The hits of a pattern, last first, with the index of their field.</summary>
    public HitEnumerator Of(int pattern) => new(_hits, _first[pattern]);

    /// <summary>"hang gia" in a text with diacritics is not "hàng giả": only a neighbourhood without any may have dropped them.</summary>
    private static bool StandsWithoutDiacritics(string value, string folded, PhraseHit hit)
    {
        const int Neighbourhood = 40;
        var from = Math.Max(0, hit.Start - Neighbourhood);
        var to = Math.Min(value.Length, hit.End + Neighbourhood);
        return value.AsSpan(from, to - from).SequenceEqual(folded.AsSpan(from, to - from));
    }

    /// <summary>Walks the hits of one pattern.</summary>
    public struct HitEnumerator(List<(int Field, PhraseHit Hit, int Next)> hits, int first)
    {
        private int _next = first;

        public (int Field, PhraseHit Hit) Current { get; private set; }

        public readonly HitEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == 0) return false;
            var (field, hit, following) = hits[_next - 1];
            Current = (field, hit);
            _next = following;
            return true;
        }
    }
}
