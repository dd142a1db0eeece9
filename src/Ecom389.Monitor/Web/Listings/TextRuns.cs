using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Listings;

/// <summary>A signal as the item page numbers it.</summary>
/// <param name="Number">1-based, the same in the text and in the list beside it.</param>
/// <param name="Signal">The signal.</param>
public sealed record NumberedSignal(int Number, Signal Signal);

/// <summary>A stretch of a field that the same signals cover.</summary>
/// <param name="Text">Exactly the field's characters.</param>
/// <param name="Signals">Signals that cover it, by number; empty for plain text.</param>
/// <param name="Ending">Those of them whose quote ends with this run: where their number is shown.</param>
public sealed record TextRun(string Text, IReadOnlyList<NumberedSignal> Signals, IReadOnlyList<NumberedSignal> Ending);

/// <summary>Cuts a field at the ends of its quotes, however they overlap.</summary>
public static class TextRuns
{
    /// <summary>
    /// The runs of a field; joined they are the text. A signal whose offsets do not lie in the text, or do not give its quote, is
    /// left out: highlighting the wrong words would be worse than none.
    /// </summary>
    /// <param name="text">The field as the seller wrote it.</param>
    /// <param name="field">Its name in signals: <c>title</c>, <c>attributes/Xuất xứ</c>.</param>
    /// <param name="signals">All signals of the finding.</param>
    public static IReadOnlyList<TextRun> Of(string text, string field, IReadOnlyList<NumberedSignal> signals)
    {
        var spans = new List<(int Start, int End, NumberedSignal Signal)>();
        foreach (var numbered in signals)
            if (Span(text, field, numbered.Signal) is { } span) spans.Add((span.Start, span.End, numbered));
        if (spans.Count == 0) return text.Length == 0 ? [] : [new(text, [], [])];

        var cuts = new SortedSet<int> { 0, text.Length };
        foreach (var (start, end, _) in spans)
        {
            cuts.Add(start);
            cuts.Add(end);
        }

        var runs = new List<TextRun>(cuts.Count);
        var from = 0;
        foreach (var to in cuts.Skip(1))
        {
            var covering = spans.Where(span => span.Start <= from && span.End >= to).ToList();
            runs.Add(new(
                text[from..to],
                [.. covering.Select(span => span.Signal).OrderBy(signal => signal.Number)],
                [.. covering.Where(span => span.End == to).Select(span => span.Signal).OrderBy(signal => signal.Number)]));
            from = to;
        }

        return runs;
    }

    /// <summary>True when the signal's quote can be shown in this field.</summary>
    public static bool IsIn(string text, string field, Signal signal) => Span(text, field, signal) is not null;

    private static (int Start, int End)? Span(string text, string field, Signal signal)
    {
        if (!string.Equals(signal.Field, field, StringComparison.Ordinal)) return null;
        if (signal is not { Start: { } start, End: { } end } || start < 0 || end <= start || end > text.Length) return null;
        if (signal.Quote is { } quote && !text.AsSpan(start, end - start).SequenceEqual(quote)) return null;

        // A cut inside a surrogate pair would make two broken characters of a whole one.
        if (start > 0 && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1])) start--;
        if (end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1])) end++;
        return (start, end);
    }
}
