using Ecom389.Monitor.Text.Unmasking;

namespace Ecom389.Monitor.Text;

/// <summary>Memory that second readings are written to, used again from listing to listing: not for concurrent use.</summary>
public sealed class ReadingMemory
{
    private readonly List<Reworking> _reworkings = [];
    private int _used;

    /// <summary>Gives the memory of all readings back: none of them may be looked at any more.</summary>
    public void Reset() => _used = 0;

    internal Reworking Take(string first)
    {
        if (_used == _reworkings.Count) _reworkings.Add(new());
        var reworking = _reworkings[_used++];
        reworking.Begin(first);
        return reworking;
    }
}
