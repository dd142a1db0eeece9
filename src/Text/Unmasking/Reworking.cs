using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>The second reading while it is written: characters, where each came from in the first reading, and whether its diacritics are known.</summary>
internal sealed class Reworking(int capacity)
{
    private readonly List<char> _chars = new(capacity);
    private readonly List<int> _starts = new(capacity);
    private readonly List<int> _ends = new(capacity);
    private readonly List<bool> _loose = new(capacity);

    public void Put(char c, int start, int end, bool loose)
    {
        _chars.Add(c);
        _starts.Add(start);
        _ends.Add(end);
        _loose.Add(loose);
    }

    /// <summary>The last character answers for what was left out behind it.</summary>
    public void Absorb(int end)
    {
        if (_ends.Count > 0 && _ends[^1] < end) _ends[^1] = end;
    }

    public UnmaskedText Finish()
    {
        var chars = _chars.ToArray();
        // Joined words have the tone mark wherever the seller put it.
        for (var i = 0; i < chars.Length;)
        {
            var start = i;
            while (i < chars.Length && Letters.IsLetter(chars[i])) i++;
            if (i - start > 1) ToneMark.Settle(chars.AsSpan(start, i - start));
            if (i == start) i++;
        }
        var value = new string(chars);
        var folded = string.Create(value.Length, value, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Marks.Folded[from[i]];
        });
        return new(value, folded, [.. _starts], [.. _ends], [.. _loose]);
    }
}
