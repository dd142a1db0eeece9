using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The text of an element as a reader sees it: white space collapsed as HTML does, blocks and <c>br</c> on lines of their own.
/// Everything else, zero-width characters too, stays as the seller wrote it.
/// </summary>
internal static class DomText
{
    private const int LongestKnown = 200;

    /// <summary>On one line.</summary>
    public static string Line(this PageDom dom, int i, int limit = int.MaxValue)
    {
        if (limit != int.MaxValue) return Read(dom, i, lines: false, limit);
        // Short elements are read again and again: for prices, labels, buttons.
        if (dom.KnownLine(i) is { } known) return known;
        var line = Read(dom, i, lines: false, limit);
        if (line.Length <= LongestKnown) dom.KeepLine(i, line);
        return line;
    }

    /// <summary>With line breaks between blocks.</summary>
    public static string Block(this PageDom dom, int i, int limit = int.MaxValue) => Read(dom, i, lines: true, limit);

    /// <summary>White space collapsed on one line.</summary>
    public static string Collapse(string text)
    {
        if (IsCollapsed(text)) return text;
        using var writer = new TextWriter(stackalloc char[TextWriter.Room], lines: false);
        writer.Text(text);
        return writer.ToString();
    }

    /// <summary>Collapses white space inside lines, keeps the lines, drops empty ones at both ends and runs of them.</summary>
    public static string CollapseLines(string text)
    {
        using var writer = new TextWriter(stackalloc char[TextWriter.Room], lines: true);
        foreach (var line in text.AsSpan().Split('\n'))
        {
            writer.Text(text.AsSpan(line));
            writer.Break();
        }

        return writer.ToString();
    }

    /// <summary>Length of the visible text, up to the first text beyond a limit; cheaper than reading it.</summary>
    public static int Length(this PageDom dom, int i, int limit)
    {
        if (dom.IsHidden(i)) return HiddenLength(dom, i, limit);
        var lengths = dom.Lengths;
        var end = dom.End(i);
        var length = lengths[end] - lengths[i];
        if (length <= limit) return length;
        // The text that goes beyond the limit is counted whole, those behind it not.
        var (low, high) = (i + 1, end);
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (lengths[mid] - lengths[i] > limit) high = mid;
            else low = mid + 1;
        }

        return lengths[low] - lengths[i];
    }

    private static int HiddenLength(PageDom dom, int i, int limit)
    {
        var length = 0;
        for (var c = i; c < dom.End(i) && length <= limit; c++)
            if (!dom.IsElement(c)) length += LengthOf(dom.OwnSpan(c));
        return length;
    }

    /// <summary>Characters of a text, a run of white space counted as one and not at the beginning.</summary>
    internal static int LengthOf(ReadOnlySpan<char> text)
    {
        // What is not counted is white space at the beginning or behind white space.
        if (text.IsEmpty) return 0;
        var length = IsSpace(text[0]) ? 0 : 1;
        var at = 1;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var first = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
            for (; at + Vector256<ushort>.Count <= text.Length; at += Vector256<ushort>.Count)
            {
                var both = Spaces(Vector256.LoadUnsafe(ref first, (nuint)at)) & Spaces(Vector256.LoadUnsafe(ref first, (nuint)at - 1));
                length += Vector256<ushort>.Count - BitOperations.PopCount(both.ExtractMostSignificantBits());
            }
        }

        var before = at > 0 && at <= text.Length && IsSpace(text[at - 1]);
        for (; at < text.Length; at++)
        {
            var space = IsSpace(text[at]);
            if (!space || !before) length++;
            before = space;
        }

        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSpace(char c) => c <= ' ' && c is ' ' or '\n' or '\t' or '\r' or '\f';

    private static Vector256<ushort> Spaces(Vector256<ushort> text) =>
        Vector256.Equals(text, Vector256.Create((ushort)' ')) | Vector256.Equals(text, Vector256.Create((ushort)'\n')) | Vector256.Equals(text, Vector256.Create((ushort)'\t'))
        | Vector256.Equals(text, Vector256.Create((ushort)'\r')) | Vector256.Equals(text, Vector256.Create((ushort)'\f'));

    // Nothing to collapse: no white space but single spaces inside. Other sorts of space at the ends are trimmed too.
    private static bool IsCollapsed(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return true;
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) return false;
        for (var i = 1; i < text.Length; i++)
            if (text[i] <= ' ' && (text[i] is '\n' or '\t' or '\r' or '\f' || (text[i] == ' ' && text[i - 1] == ' '))) return false;
        return true;
    }

    internal static bool IsBlock(string tag) => tag is "p" or "div" or "li" or "ul" or "ol" or "tr" or "table" or "section" or "article" or "h1" or "h2" or "h3"
        or "h4" or "h5" or "h6" or "br" or "dt" or "dd" or "dl" or "blockquote" or "pre" or "header" or "footer" or "aside" or "main" or "form" or "figure"
        or "figcaption" or "hr" or "address" or "fieldset" or "nav" or "tbody" or "thead" or "option" or "details" or "summary";

    private static string Read(PageDom dom, int i, bool lines, int limit)
    {
        var own = dom.End(i) - 1;
        // Most asked for are elements with one text.
        if (own == i || (own == i + 1 && limit > 0))
            if (dom.OwnText(own) is { } only) return Collapse(only);
        var writer = new TextWriter(stackalloc char[TextWriter.Room], lines);
        var open = new OpenBlocks(stackalloc int[OpenBlocks.Room]);
        try
        {
            Write(dom, i, limit, ref writer, ref open);
            return writer.ToString();
        }
        finally
        {
            writer.Dispose();
            open.Dispose();
        }
    }

    private static void Write(PageDom dom, int i, int limit, ref TextWriter writer, ref OpenBlocks open)
    {
        var isHidden = dom.IsHidden(i);
        for (var c = i + 1; c < dom.End(i) && writer.Length < limit; c++)
        {
            if (open.CloseBefore(c)) writer.Break();
            if (!dom.IsElement(c))
            {
                writer.Text(dom.OwnSpan(c));
                continue;
            }

            if (dom.IsHidden(c) && !isHidden)
            {
                c = dom.End(c) - 1;
                continue;
            }

            var tag = dom.Tag(c);
            if (IsBlock(tag))
            {
                writer.Break();
                open.Add(dom.End(c));
            }
            else if (tag is "td" or "th")
            {
                writer.Space();
            }
        }
    }
}
