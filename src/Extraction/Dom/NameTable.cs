namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Looks up short names of Latin letters, thousands a page: by length, first, middle and last letter, which tell the names of HTML
/// apart nearly always. Made once; safe for concurrent use.
/// </summary>
/// <typeparam name="T">What stands for a name.</typeparam>
internal sealed class NameTable<T> where T : class
{
    // Eight places a name: few share one.
    private const int Room = 8;

    private readonly (string Name, T Value)[][] _places;

    public NameTable(IEnumerable<(string Name, T Value)> names)
    {
        var all = names.ToList();
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, all.Count * Room));
        _places = new (string Name, T Value)[size][];
        foreach (var place in all.GroupBy(name => PlaceOf(name.Name) & (size - 1))) _places[place.Key] = [.. place];
    }

    /// <summary>What stands for the name, or null.</summary>
    public T? Find(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || _places[PlaceOf(name) & (_places.Length - 1)] is not { } place) return null;
        foreach (var (known, value) in place)
            if (name.SequenceEqual(known)) return value;
        return null;
    }

    private static int PlaceOf(ReadOnlySpan<char> name) => name.Length + (name[0] * 31) + (name[name.Length / 2] * 7) + (name[^1] * 131);
}
