namespace Ecom389.Monitor.Evidence;

/// <summary>
/// The order of the index's lines, in which they are UTF-8: that of <see cref="StringComparer.Ordinal"/>, by which runs have always been
/// sorted and are searched. There what takes two UTF-16 units comes before U+E000, in UTF-8 behind it.
/// </summary>
internal sealed class LineOrder : IComparer<ReadOnlyMemory<byte>>
{
    public static LineOrder Instance { get; } = new();

    public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y)
    {
        var one = x.Span;
        var other = y.Span;
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length) return one.Length.CompareTo(other.Length);
        return Rank(one[same]).CompareTo(Rank(other[same]));

        static int Rank(byte value) => value is 0xEE or 0xEF ? value + 0x10 : value;
    }
}
