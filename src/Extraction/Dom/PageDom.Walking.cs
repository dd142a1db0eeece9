namespace Ecom389.Monitor.Extraction;

/// <summary>Chains of elements alike: what is asked for by name is found without a look at the others.</summary>
internal sealed partial class PageDom
{
    // First and last element of the names that have a bit in common, -1 where none is.
    private readonly int[] _firstAlike = new int[Bits];
    private readonly int[] _lastAlike = new int[Bits];

    /// <summary>Elements with one of two names, in document order.</summary>
    public TagWalk All(string tag, string other) => new(this, tag, other);

    /// <summary>Elements of one name, in document order; the others are not looked at.</summary>
    public TagWalk All(string tag) => new(this, tag, null);

    /// <summary>The first element of a name, or -1.</summary>
    internal int FirstOf(string tag)
    {
        var first = _firstAlike[BitOf(tag)];
        return first < 0 || Is(first, tag) ? first : NextOf(first, tag);
    }

    /// <summary>The next element of a name behind one whose name has the same bit, or -1.</summary>
    internal int NextOf(int i, string tag)
    {
        do i = At(i).NextAlike;
        while (i > 0 && !Is(i, tag));
        return i > 0 ? i : -1;
    }
}
