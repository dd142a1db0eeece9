using System.Collections.Frozen;
using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Plain lines of a fragment of markup inside a data field: tags go, blocks become line breaks, entities characters.</summary>
internal static class Markup
{
    private static readonly FrozenSet<string> KnownTags = FrozenSet.Create(StringComparer.Ordinal,
        "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "body", "br", "button", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "embed",
        "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "label", "li", "link", "main", "meta", "nav", "noscript",
        "o", "ol", "option", "p", "picture", "pre", "q", "s", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "u", "ul", "video");

    /// <summary>Does the text hold at least one tag of HTML?</summary>
    public static bool IsMarkup(string text)
    {
        for (var at = 0; (at = text.IndexOf('<', at)) >= 0; at++)
        {
            var start = at + 1 < text.Length && text[at + 1] == '/' ? at + 2 : at + 1;
            var end = start;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (end > start && end - start < 12 && end < text.Length && text[end] is '>' or ' ' or '/' && KnownTags.Contains(text[start..end].ToLowerInvariant())) return true;
        }

        return false;
    }

    public static string ToText(string markup)
    {
        var text = new StringBuilder(markup.Length);
        for (var i = 0; i < markup.Length; i++)
        {
            var c = markup[i];
            if (c is '\n' or '\r' or '\t') c = ' ';
            if (c != '<' || i + 1 >= markup.Length || !(char.IsAsciiLetter(markup[i + 1]) || markup[i + 1] is '/' or '!'))
            {
                text.Append(c);
                continue;
            }

            var end = markup.IndexOf('>', i);
            if (end < 0)
            {
                text.Append(c);
                continue;
            }

            var nameStart = i + (markup[i + 1] == '/' ? 2 : 1);
            var nameEnd = nameStart;
            while (nameEnd < end && char.IsAsciiLetterOrDigit(markup[nameEnd])) nameEnd++;
            var name = markup[nameStart..nameEnd].ToLowerInvariant();
            if (name is "script" or "style" && markup[i + 1] != '/')
            {
                var close = markup.IndexOf("</" + name, end, StringComparison.OrdinalIgnoreCase);
                if (close > 0) end = markup.IndexOf('>', close) is var after and >= 0 ? after : markup.Length - 1;
            }

            // "Liên hệ <Zalo>" is what a seller wrote, not markup.
            if (!KnownTags.Contains(name) && markup[i + 1] is not '!')
            {
                text.Append(c);
                continue;
            }

            if (DomText.IsBlock(name)) text.Append('\n');
            else if (name is "td" or "th") text.Append(' ');
            i = end;
        }

        return DomText.CollapseLines(PageDecoder.Replace(System.Net.WebUtility.HtmlDecode(text.ToString())));
    }
}
