using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Plain lines of a fragment of markup inside a data field: tags go, blocks become line breaks, entities characters.</summary>
internal static class Markup
{
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

            if (DomText.IsBlock(name)) text.Append('\n');
            else if (name is "td" or "th") text.Append(' ');
            i = end;
        }

        return DomText.CollapseLines(PageDecoder.Replace(System.Net.WebUtility.HtmlDecode(text.ToString())));
    }
}
