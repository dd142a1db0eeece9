namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Looks up short names of Latin letters, thousands a page: by length, first, middle and last letter, which tell the names of HTML
/// apart nearly always. Made once; safe for concurrent use.
/// </summary>
internal sealed class NameTable
{
    // Eight places a name: few share one.
    private const int Room = 8;

    private readonly string[] _names;

    // By place the first of its names, by name the next of its place; -1 where there is none.
    private readonly int[] _first;
    private readonly int[] _next;

    public NameTable(IEnumerable<string> names)
    {
        _names = [.. names];
        _first = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, _names.Length * Room))];
        _next = new int[_names.Length];
        _first.AsSpan().Fill(-1);
        for (var i = _names.Length - 1; i >= 0; i--)
        {
            ref var first = ref _first[PlaceOf(_names[i]) & (_first.Length - 1)];
            (_next[i], first) = (first, i);
        }
    }

    /// <summary>The place of a name among those given, or -1.</summary>
    public int Find(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty) return -1;
        var at = _first[PlaceOf(name) & (_first.Length - 1)];
        while (at >= 0 && !name.SequenceEqual(_names[at])) at = _next[at];
        return at;
    }

    private static int PlaceOf(ReadOnlySpan<char> name) => name.Length + (name[0] * 31) + (name[name.Length / 2] * 7) + (name[^1] * 131);
}
