using System.Runtime.InteropServices;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// One listing's hits, field by field, looked up by pattern. A field that may hide words is read twice; hits of both readings are
/// counted in the words of the second and placed in the characters of the first. Reused from listing to listing: not for
/// concurrent use.
/// </summary>
internal sealed class ListingMatch(PhraseTable phrases, FactSources sources)
{
    private readonly List<PhraseHit> _scanned = [];
    private readonly List<(int Field, PhraseHit Hit, int Next)> _hits = [];
    private readonly int[] _first = new int[phrases.Automaton.PatternCount];
    private readonly List<int> _touched = [];
    private readonly OccurringSets _sets = new(phrases.SetCount);
    private readonly List<bool> _ordinary = [];
    private readonly SecondReader _second = new(phrases);
    private readonly List<UnmaskedText?> _readings = [];
    private readonly List<List<(int Field, PhraseHit Hit)>> _groups = [];

    /// <summary>What is worth evaluating, while it is evaluated.</summary>
    public List<int> Candidates { get; } = [];

    /// <summary>The listing being judged.</summary>
    public ListingView View { get; private set; } = null!;

    /// <summary>The date it is judged as of.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>What is known of the listing apart from its words.</summary>
    public ListingFacts Facts { get; private set; } = null!;

    /// <summary>Patterns with at least one hit.</summary>
    public List<int> Touched => _touched;

    /// <summary>The second reading of a field, or null where the first says all.</summary>
    public UnmaskedText? SecondReading(int field) => _readings[field];

    /// <summary>Scans all fields of a listing.</summary>
    public void Load(ListingView view, DateOnly asOf)
    {
        foreach (var pattern in _touched) _first[pattern] = 0;
        _touched.Clear();
        _hits.Clear();
        _readings.Clear();
        _second.Reset();
        View = view;
        AsOf = asOf;
        Facts = new(sources, view, asOf);
        _ordinary.Clear();
        _sets.Reset();
        for (var field = 0; field < view.Fields.Count; field++)
        {
            var text = view.Fields[field].Text;
            _ordinary.Add(view.Fields[field].Name is "title" or "description" or "priceText" || view.Fields[field].Name.StartsWith("attributes/", StringComparison.Ordinal));
            _scanned.Clear();
            phrases.Telling.Scan(text.Value, _scanned);
            var second = _second.Read(text, _scanned);
            _readings.Add(second);
            if (second is null)
            {
                foreach (var hit in _scanned)
                {
                    if (Counts(hit, text.Value, text.Folded)) Add(field, hit);
                }
                continue;
            }
            foreach (var hit in _second.Merge(text, _scanned)) Add(field, hit);
        }
    }

    /// <summary>Whether any phrase of a set occurs.</summary>
    public bool Occurs(PhraseSet set) => _sets.Occurs(set.Id);

    /// <summary>Whether any phrase of a set occurs, by its number.</summary>
    public bool Occurs(int set) => _sets.Occurs(set);

    /// <summary>The patterns of a set that occur, in the order in which the set lists them.</summary>
    public OccurringSets.PatternEnumerator PatternsOf(PhraseSet set) => _sets.PatternsOf(set.Id);

    /// <summary>Empty lists for the hits of so many groups, until they are asked for again.</summary>
    public Span<List<(int Field, PhraseHit Hit)>> NearGroups(int count)
    {
        while (_groups.Count < count) _groups.Add([]);
        var groups = CollectionsMarshal.AsSpan(_groups)[..count];
        foreach (var group in groups) group.Clear();
        return groups;
    }

    /// <summary>Whether a field is one of those that rules read unless they say otherwise.</summary>
    public bool IsOrdinary(int field) => _ordinary[field];

    /// <summary>The hits of a pattern, last first, with the index of their field.</summary>
    public HitEnumerator Of(int pattern) => new(_hits, _first[pattern]);

    private bool Counts(in PhraseHit hit, string value, string folded) => phrases.Uses[hit.Pattern] switch
    {
        PatternUse.Always => true,
        PatternUse.WithoutDiacritics => Diacritics.AreAbsent(value, folded, hit.Start, hit.End),
        _ => false,
    };

    private void Add(int field, in PhraseHit hit)
    {
        if (_first[hit.Pattern] == 0)
        {
            _touched.Add(hit.Pattern);
            foreach (var (set, place) in phrases.Sets[hit.Pattern]) _sets.Add(set, place, hit.Pattern);
        }
        _hits.Add((field, hit, _first[hit.Pattern]));
        _first[hit.Pattern] = _hits.Count;
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
