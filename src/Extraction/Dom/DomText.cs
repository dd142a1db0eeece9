using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// The text of an element as a reader sees it: white space collapsed as HTML does, blocks and <c>br</c> on lines of their own.
/// Everything else, zero-width characters too, stays as the seller wrote it.
/// </summary>
internal static class DomText
{
    /// <summary>On one line.</summary>
    public static string Line(this PageDom dom, int i, int limit = int.MaxValue) => Read(dom, i, lines: false, limit);

    /// <summary>With line breaks between blocks.</summary>
    public static string Block(this PageDom dom, int i, int limit = int.MaxValue) => Read(dom, i, lines: true, limit);

    /// <summary>White space collapsed on one line.</summary>
    public static string Collapse(string text)
    {
        var writer = new Writer(new StringBuilder(text.Length), lines: false);
        writer.Text(text);
        return writer.ToString();
    }

    /// <summary>Collapses white space inside lines, keeps the lines, drops empty ones at both ends and runs of them.</summary>
    public static string CollapseLines(string text)
    {
        var writer = new Writer(new StringBuilder(text.Length), lines: true);
        foreach (var line in text.Split('\n'))
        {
            writer.Text(line);
            writer.Break();
        }

        return writer.ToString();
    }

    /// <summary>Length of the visible text up to a limit; cheaper than reading it.</summary>
    public static int Length(this PageDom dom, int i, int limit)
    {
        var length = 0;
        for (var c = i; c < dom.End(i) && length <= limit; c++)
        {
            if (dom.IsElement(c))
            {
                if (c > i && dom.IsHidden(c) && !dom.IsHidden(i)) c = dom.End(c) - 1;
                continue;
            }

            var space = true;
            foreach (var ch in dom.OwnText(c)!)
            {
                var isSpace = ch is ' ' or '\n' or '\t' or '\r' or '\f';
                if (!isSpace || !space) length++;
                space = isSpace;
            }
        }

        return length;
    }

    internal static bool IsBlock(string tag) => tag is "p" or "div" or "li" or "ul" or "ol" or "tr" or "table" or "section" or "article" or "h1" or "h2" or "h3"
        or "h4" or "h5" or "h6" or "br" or "dt" or "dd" or "dl" or "blockquote" or "pre" or "header" or "footer" or "aside" or "main" or "form" or "figure"
        or "figcaption" or "hr" or "address" or "fieldset" or "nav" or "tbody" or "thead" or "option" or "details" or "summary";

    private static string Read(PageDom dom, int i, bool lines, int limit)
    {
        if (!dom.IsElement(i)) return Collapse(dom.OwnText(i)!);
        var writer = new Writer(new StringBuilder(), lines);
        var open = new Stack<int>();
        for (var c = i + 1; c < dom.End(i) && writer.Length < limit; c++)
        {
            while (open.TryPeek(out var end) && c >= end)
            {
                open.Pop();
                writer.Break();
            }

            if (dom.IsElement(c))
            {
                if (dom.IsHidden(c) && !dom.IsHidden(i))
                {
                    c = dom.End(c) - 1;
                    continue;
                }

                var tag = dom.Tag(c);
                if (IsBlock(tag))
                {
                    writer.Break();
                    open.Push(dom.End(c));
                }
                else if (tag is "td" or "th")
                {
                    writer.Space();
                }
            }
            else
            {
                writer.Text(dom.OwnText(c)!);
            }
        }

        return writer.ToString();
    }

    private struct Writer(StringBuilder text, bool lines)
    {
        private bool _space;
        private bool _break;

        public readonly int Length => text.Length;

        public void Break()
        {
            if (lines) _break = true;
            else _space = true;
        }

        public void Space() => _space = true;

        public void Text(string value)
        {
            foreach (var c in value)
            {
                if (c is ' ' or '\n' or '\t' or '\r' or '\f')
                {
                    _space = true;
                    continue;
                }

                if (text.Length > 0)
                {
                    if (_break) text.Append('\n');
                    else if (_space) text.Append(' ');
                }

                _break = _space = false;
                text.Append(c);
            }
        }

        public override readonly string ToString() => text.ToString().Trim();
    }
}
