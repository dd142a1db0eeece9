using System.Text;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// The index's lines that stand in no run yet: found by their key, each once. Kept as UTF-8 side by side in pieces of memory that are
/// used again after <see cref="Clear"/>. As strings, each living for minutes, they reached the collector's oldest generation and died
/// there: 0.9 KB a capture that stayed until the next collection of the whole heap, which a crawl may not need for 100,000 pages.
/// </summary>
/// <remarks>Not for concurrent use.</remarks>
internal sealed class FreshLines
{
    /// <summary>Bytes of a piece: some 600 lines.</summary>
    internal const int PieceSize = 1 << 18;

    private const int None = -1;

    private readonly List<byte[]> _pieces = [];
    private Line[] _lines = new Line[256];
    private int[] _heads = NewHeads(256);
    private int _piece;
    private int _used;

    /// <summary>Lines held.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes set aside for lines, full or not.</summary>
    public long BytesHeld => _pieces.Sum(piece => (long)piece.Length);

    /// <summary>Takes a line, UTF-8 without its end; one that is there already is left.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        var hash = HashOf(KeyOf(line));
        for (var at = Head(hash); at != None; at = _lines[at].Next)
            if (_lines[at].Hash == hash && TextOf(_lines[at]).SequenceEqual(line)) return;
        if (Count == _lines.Length) Grow();
        var start = Room(line.Length);
        line.CopyTo(_pieces[_piece].AsSpan(start));
        ref var head = ref Head(hash);
        _lines[Count] = new(_piece, start, line.Length, hash, head);
        head = Count++;
    }

    /// <summary>Lines under a key, in no order.</summary>
    /// <param name="key">As <see cref="Surt"/> makes it: without a space.</param>
    public List<string> Find(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var hash = HashOf(bytes);
        var found = new List<string>();
        for (var at = Head(hash); at != None; at = _lines[at].Next)
        {
            if (_lines[at].Hash != hash) continue;
            var text = TextOf(_lines[at]);
            if (KeyOf(text).SequenceEqual(bytes)) found.Add(Encoding.UTF8.GetString(text));
        }

        return found;
    }

    /// <summary>All lines in <see cref="LineOrder"/>, as they lie: to be done with before the next change.</summary>
    public ReadOnlyMemory<byte>[] Sorted()
    {
        var lines = new ReadOnlyMemory<byte>[Count];
        for (var at = 0; at < lines.Length; at++) lines[at] = _pieces[_lines[at].Piece].AsMemory(_lines[at].Start, _lines[at].Length);
        Array.Sort(lines, LineOrder.Instance);
        return lines;
    }

    /// <summary>Forgets all lines and keeps the memory for the next ones.</summary>
    public void Clear()
    {
        // A piece made for one outsize line is not worth keeping.
        _pieces.RemoveAll(piece => piece.Length > PieceSize);
        Array.Fill(_heads, None);
        (Count, _piece, _used) = (0, 0, 0);
    }

    private static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> line) => line.IndexOf((byte)' ') is var space and >= 0 ? line[..space] : line;

    private static int HashOf(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    private static int[] NewHeads(int count)
    {
        var heads = new int[count];
        Array.Fill(heads, None);
        return heads;
    }

    private ReadOnlySpan<byte> TextOf(in Line line) => _pieces[line.Piece].AsSpan(line.Start, line.Length);

    // As many lists as there is room for lines, a power of two.
    private ref int Head(int hash) => ref _heads[hash & (_heads.Length - 1)];

    /// <summary>Where in the piece in hand a line of so many bytes begins.</summary>
    private int Room(int length)
    {
        while (_piece < _pieces.Count && _used + length > _pieces[_piece].Length) (_piece, _used) = (_piece + 1, 0);
        if (_piece == _pieces.Count) _pieces.Add(new byte[Math.Max(PieceSize, length)]);
        _used += length;
        return _used - length;
    }

    private void Grow()
    {
        Array.Resize(ref _lines, _lines.Length * 2);
        _heads = NewHeads(_lines.Length);
        for (var at = 0; at < Count; at++)
        {
            ref var head = ref Head(_lines[at].Hash);
            _lines[at] = _lines[at] with { Next = head };
            head = at;
        }
    }

    private readonly record struct Line(int Piece, int Start, int Length, int Hash, int Next);
}
