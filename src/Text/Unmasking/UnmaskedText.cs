namespace Ecom389.Monitor.Text;

/// <summary>Words of a normalised text to be read as others: chat spellings, misspelt brands.</summary>
/// <param name="Start">UTF-16 offset into the normalised text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Reading">What they stand for.</param>
public readonly record struct Respelt(int Start, int End, string Reading);

/// <summary>
/// A second, bolder reading of a normalised text: letters set apart are joined, digits read as letters, drawn-out letters cut,
/// chat spellings written out, wherever that gives a word. It stands beside the first reading and never in its place: what it
/// finds counts only where it differs. Offsets lead to the first reading.
/// </summary>
public sealed class UnmaskedText
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly bool[] _loose;
    private readonly bool[] _changed;

    internal UnmaskedText(string value, string folded, int[] starts, int[] ends, bool[] loose, bool[] changed, int length)
    {
        Value = value;
        Folded = folded;
        _starts = starts;
        _ends = ends;
        _loose = loose;
        _changed = changed;
        HasLoose = loose.AsSpan(0, length).Contains(true);
        IsChanged = changed.AsSpan(0, length).Contains(true);
    }

    /// <summary>The text as read.</summary>
    public string Value { get; }

    /// <summary>The same characters without diacritics.</summary>
    public string Folded { get; }

    /// <summary>Whether any letter is <see cref="IsLoose"/>.</summary>
    public bool HasLoose { get; }

    /// <summary>Whether this reading differs from the first anywhere.</summary>
    public bool IsChanged { get; }

    /// <summary>Whether any character of <c>[start, end)</c> is read otherwise than the first time.</summary>
    public bool Differs(int start, int end) => _changed.AsSpan(start, end - start).Contains(true);

    /// <summary>Whether the letter was written by something that cannot carry its diacritics (4 for à, 🅰 for ả): its own are unknown, not absent.</summary>
    public bool IsLoose(int index) => _loose[index];

    /// <summary>The span of the first reading's <see cref="NormalisedText.Value"/> that became <c>[start, end)</c>; <paramref name="start"/> &lt; <paramref name="end"/>.</summary>
    public (int Start, int End) ToNormalised(int start, int end) => (_starts[start], _ends[end - 1]);

    /// <summary>Fills, for each character of the first reading, where it went: the first character here that came from it or from what stands before it.</summary>
    /// <param name="places">At least as long as the first reading.</param>
    public void FromNormalised(Span<int> places)
    {
        var at = 0;
        for (var i = 0; i < places.Length; i++)
        {
            while (at + 1 < Value.Length && _starts[at + 1] <= i && _starts[at + 1] > _starts[at]) at++;
            // Of several that come from one (an abbreviation written out) the first: the rest is passed over.
            if (at + 1 < Value.Length && _starts[at + 1] == _starts[at])
            {
                var next = at + 1;
                while (next < Value.Length && _starts[next] == _starts[at]) next++;
                if (next < Value.Length && _starts[next] <= i)
                {
                    at = next;
                    i--;
                    continue;
                }
            }
            places[i] = at;
        }
    }
}
