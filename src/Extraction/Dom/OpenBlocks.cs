using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>Where the blocks end that a walk over the tree stands in.</summary>
/// <param name="room">Where the ends are kept as long as they fit.</param>
internal ref struct OpenBlocks(Span<int> room)
{
    /// <summary>Deeper nesting than this is rare.</summary>
    public const int Room = 32;

    private Span<int> _ends = room;
    private int[]? _borrowed;
    private int _count;

    public void Add(int end)
    {
        if (_count == _ends.Length)
        {
            var larger = ArrayPool<int>.Shared.Rent(_count * 2);
            _ends.CopyTo(larger);
            Dispose();
            _ends = _borrowed = larger;
        }

        _ends[_count++] = end;
    }

    /// <summary>Forgets the blocks that end at a place or before; true when there were any.</summary>
    public bool CloseBefore(int at)
    {
        var before = _count;
        while (_count > 0 && at >= _ends[_count - 1]) _count--;
        return _count < before;
    }

    public void Dispose()
    {
        if (_borrowed is not null) ArrayPool<int>.Shared.Return(_borrowed);
        _borrowed = null;
    }
}
