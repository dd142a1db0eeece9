namespace Ecom389.Monitor.Text;

/// <summary>
/// A seller's text in the form that is matched, with the way back. <see cref="Value"/> keeps diacritics ("giả" is not "gia");
/// <see cref="Folded"/> is the same characters without them, position by position, so one offset map serves both views.
/// Offsets are UTF-16 code units.
/// </summary>
public sealed class NormalisedText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    /// <param name="starts">For each character of <paramref name="value"/> where its source begins; null: it stands where it stood.</param>
    /// <param name="ends">One past its source; null together with <paramref name="starts"/>.</param>
    internal NormalisedText(string original, string value, string folded, int[]? starts, int[]? ends, bool mayHide = false)
    {
        MayHide = mayHide;
        Original = original;
        Value = value;
        Folded = folded;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>As the seller wrote it.</summary>
    public string Original { get; }

    /// <summary>Lower-case, composed, without invisible characters and tricks.</summary>
    public string Value { get; }

    /// <summary><see cref="Value"/> without diacritics; the same length.</summary>
    public string Folded { get; }

    /// <summary>Whether the spelling gives reason for a second, bolder reading (<see cref="Unmasker"/>): plain texts do not.</summary>
    public bool MayHide { get; }

    /// <summary>The span of <see cref="Original"/> that became <c>[start, end)</c> of <see cref="Value"/> or <see cref="Folded"/>; <paramref name="start"/> &lt; <paramref name="end"/>.</summary>
    public (int Start, int End) ToOriginal(int start, int end) =>
        _starts is null ? (start, end) : (_starts[start], _ends![end - 1]);

    /// <summary>Whether every character stands where it stood: no text has become longer or shorter.</summary>
    internal bool IsInPlace => _starts is null;

    /// <summary>The first character of what became the character at <paramref name="index"/>.</summary>
    internal char Written(int index) => Original[_starts is null ? index : _starts[index]];

    /// <summary>The seller's words that became <c>[start, end)</c>.</summary>
    internal string Quote(int start, int end)
    {
        var (from, to) = ToOriginal(start, end);
        return Original[from..to];
    }
}
