namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// Which phrases of which sets occur in the listing at hand. A set may list hundreds of phrases of which one or two occur: those are kept
/// together, so that nobody asks for the others. Reused from listing to listing: not for concurrent use.
/// </summary>
internal sealed class OccurringSets(int count)
{
    /// <summary>By set, the listing it last occurred in: nothing has to be wiped.</summary>
    private readonly int[] _seen = new int[count];

    /// <summary>By set, one more than the first of its links; below 0 where they are not in order yet.</summary>
    private readonly int[] _first = new int[count];
    private (int Pattern, int Place, int Next)[] _links = new (int, int, int)[256];
    private int[] _order = [];
    private int _used;
    private int _listing;

    /// <summary>Begins with another listing.</summary>
    public void Reset()
    {
        _listing++;
        _used = 0;
    }

    /// <summary>Whether any phrase of a set occurs.</summary>
    public bool Occurs(int set) => _seen[set] == _listing;

    /// <summary>Notes that a pattern occurs; once a pattern and set.</summary>
    /// <param name="place">Where the set lists it.</param>
    public void Add(int set, int place, int pattern)
    {
        if (_used == _links.Length) Array.Resize(ref _links, _used * 2);
        var isFirst = _seen[set] != _listing;
        _seen[set] = _listing;
        _links[_used++] = (pattern, place, isFirst ? 0 : Math.Abs(_first[set]));
        _first[set] = isFirst ? _used : -_used;
    }

    /// <summary>The patterns of a set that occur, in the order in which the set lists them.</summary>
    public PatternEnumerator PatternsOf(int set)
    {
        if (_seen[set] != _listing) return new(_links, 0);
        if (_first[set] < 0) Arrange(set);
        return new(_links, _first[set]);
    }

    private void Arrange(int set)
    {
        var number = 0;
        for (var link = -_first[set]; link > 0; link = _links[link - 1].Next)
        {
            if (number == _order.Length) Array.Resize(ref _order, Math.Max(64, number * 2));
            _order[number++] = link;
        }
        var order = _order.AsSpan(0, number);
        order.Sort((a, b) => _links[a - 1].Place.CompareTo(_links[b - 1].Place));
        for (var i = 0; i < number; i++) _links[order[i] - 1].Next = i + 1 < number ? order[i + 1] : 0;
        _first[set] = order[0];
    }

    /// <summary>Walks the patterns of one set.</summary>
    public struct PatternEnumerator((int Pattern, int Place, int Next)[] links, int first)
    {
        private int _next = first;

        public int Current { get; private set; }

        public readonly PatternEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == 0) return false;
            (Current, _, _next) = links[_next - 1];
            return true;
        }
    }
}
