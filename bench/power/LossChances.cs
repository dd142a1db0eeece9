namespace Ecom389.Monitor.Bench.Power;

/// <summary>How one power loss treats what was not flushed; drawn anew for each, from a seed, so that it can be had again.</summary>
internal sealed class LossChances
{
    private static readonly double[] Shares = [0, 0, 0.1, 0.5, 0.9, 1];

    private readonly Random _random;
    private readonly double _share;
    private readonly bool _inOrder;

    public LossChances(int seed)
    {
        _random = new Random(seed);
        _share = Shares[_random.Next(Shares.Length)];
        Sector = _random.Next(2) == 0 ? 512 : 4096;
        _inOrder = _random.Next(2) == 0;
    }

    /// <summary>Bytes that are written whole or not at all.</summary>
    public int Sector { get; }

    /// <summary>Whether a change that was not flushed had reached the disk.</summary>
    public bool Keep() => _random.NextDouble() < _share;

    /// <summary>A number from 0 to <paramref name="most"/>: how many changes of a folder were written down.</summary>
    public int UpTo(int most) => _share switch { 0 => 0, 1 => most, _ => _random.Next(most + 1) };

    public IEnumerable<DiskRecord> Reordered(List<DiskRecord> changes)
    {
        var order = changes.ToArray();
        if (!_inOrder) _random.Shuffle(order);
        return order;
    }

    public override string ToString() => FormattableString.Invariant($"{_share:P0} of unflushed sectors of {Sector} kept, {(_inOrder ? "in order" : "in any order")}");
}
