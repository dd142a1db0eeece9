using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>The second reading while it is written: characters, where each came from in the first reading, and whether its diacritics are known.</summary>
internal sealed class Reworking
{
    private const int Spare = 64;

    private string _first = "";
    private char[] _chars = [];
    private int[] _starts = [];
    private int[] _ends = [];
    private bool[] _loose = [];
    private bool[] _changed = [];
    private int _length;

    /// <summary>Begins the second reading of a text; what was written before is gone.</summary>
    public void Begin(string first)
    {
        _first = first;
        _length = 0;
        if (_chars.Length < first.Length + Spare) Grow(first.Length + Spare);
    }

    public void Put(char c, int start, int end, bool loose)
    {
        if (_length == _chars.Length) Grow(_length + 1);
        _chars[_length] = c;
        _starts[_length] = start;
        _ends[_length] = end;
        _loose[_length] = loose;
        _changed[_length] = loose || end != start + 1 || _first[start] != c;
        if (_length > 0 && _ends[_length - 1] != start) _changed[_length] = _changed[_length - 1] = true;
        _length++;
    }

    /// <summary>Characters as they stand in the first reading.</summary>
    public void Copy(int from, int to)
    {
        var count = to - from;
        if (_length + count > _chars.Length) Grow(_length + count);
        _first.AsSpan(from, count).CopyTo(_chars.AsSpan(_length));
        var starts = _starts.AsSpan(_length, count);
        var ends = _ends.AsSpan(_length, count);
        for (var i = 0; i < starts.Length; i++) starts[i] = from + i;
        for (var i = 0; i < ends.Length; i++) ends[i] = from + i + 1;
        _loose.AsSpan(_length, count).Clear();
        _changed.AsSpan(_length, count).Clear();
        if (count > 0 && _length > 0 && _ends[_length - 1] != from) _changed[_length] = _changed[_length - 1] = true;
        _length += count;
    }

    /// <param name="settle">Whether words were joined: then the tone mark is where the seller put it.</param>
    public UnmaskedText Finish(bool settle)
    {
        var chars = _chars.AsSpan(0, _length);
        for (var i = 0; settle && i < chars.Length;)
        {
            var start = i;
            while (i < chars.Length && Letters.IsLetter(chars[i])) i++;
            if (i - start > 1 && ToneMark.Settle(chars[start..i])) _changed.AsSpan(start, i - start).Fill(true);
            if (i == start) i++;
        }
        var value = new string(chars);
        var fold = Marks.Folded;
        for (var i = 0; i < chars.Length; i++) chars[i] = fold[chars[i]];
        return new(value, new string(chars), _starts, _ends, _loose, _changed, _length);
    }

    private void Grow(int least)
    {
        var size = Math.Max(least, _chars.Length * 2);
        Array.Resize(ref _chars, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
        Array.Resize(ref _loose, size);
        Array.Resize(ref _changed, size);
    }
}
