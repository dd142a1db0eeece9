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

    internal UnmaskedText(string value, string folded, int[] starts, int[] ends, bool[] loose, int length)
    {
        Value = value;
        Folded = folded;
        _starts = starts;
        _ends = ends;
        _loose = loose;
        HasLoose = loose.AsSpan(0, length).Contains(true);
    }

    /// <summary>The text as read.</summary>
    public string Value { get; }

    /// <summary>The same characters without diacritics.</summary>
    public string Folded { get; }

    /// <summary>Whether any letter is <see cref="IsLoose"/>.</summary>
    public bool HasLoose { get; }

    /// <summary>Whether the letter was written by something that cannot carry its diacritics (4 for à, 🅰 for ả): its own are unknown, not absent.</summary>
    public bool IsLoose(int index) => _loose[index];

    /// <summary>The span of the first reading's <see cref="NormalisedText.Value"/> that became <c>[start, end)</c>; <paramref name="start"/> &lt; <paramref name="end"/>.</summary>
    public (int Start, int End) ToNormalised(int start, int end) => (_starts[start], _ends[end - 1]);

    /// <summary>Where the first reading's character at <paramref name="index"/> went: the last character here that begins at or before it.</summary>
    public int FromNormalised(int index)
    {
        int low = 0, high = Value.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_starts[middle] <= index) low = middle;
            else high = middle - 1;
        }
        // Of several that begin there (an abbreviation written out) the first.
        while (low > 0 && _starts[low - 1] == _starts[low]) low--;
        return low;
    }
}
