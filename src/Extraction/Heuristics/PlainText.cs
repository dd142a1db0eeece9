namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Finds the seller's own text on a page that names nothing (old classifieds in tables, free-hand pages): the longest run of
/// plain text near the price that is neither links, nor a labelled row, nor part of the page's frame.
/// </summary>
internal static class PlainText
{
    private const int Shortest = 20;

    // Elements of the flattened page; the text of an offer stands close to its price, a footer does not.
    private const int Reach = 250;

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal) { "div", "p", "td", "section", "article", "dd", "pre", "blockquote", "table", "tr", "tbody", "ul", "ol", "li", "dl", "form", "h1", "h2", "h3" };

    /// <summary>Text in lines, or null.</summary>
    public static string? Find(PageContext page)
    {
        var dom = page.Dom;
        var anchor = page.RatedPrices.Best()?.Position ?? page.Heading;
        if (anchor < 0) return null;
        var rows = LabelledRows.Find(page).Select(row => row.Position).ToHashSet();
        var best = -1;
        var bestScore = 0.0;
        for (var i = Math.Max(0, anchor - Reach); i < dom.Count && i < anchor + Reach; i++)
        {
            if (!dom.IsElement(i) || dom.IsHidden(i) || dom.Tag(i) is not ("div" or "p" or "td" or "section" or "article" or "dd" or "pre" or "blockquote")) continue;
            if (page.Regions.IsChrome(i) || page.Regions.IsRelated(i) || page.Regions.IsTalk(i) || page.Cards.IsInCard(i) || dom.IsWithin(anchor, i)) continue;
            if (page.Heading >= 0 && dom.IsWithin(page.Heading, i) || InRow(dom, i, rows)) continue;
            var (lines, links) = Content(dom, i);
            if (lines < 0) continue;
            var length = dom.Length(i, 8000);
            if (length < Shortest || links * 3 > length) continue;
            var score = Math.Log(length) + (lines > 0 ? 0.7 : 0) + (dom.Tag(i) is "td" ? 0 : 0.5) - (Math.Abs(i - anchor) / 150.0);
            if (score > bestScore) (best, bestScore) = (i, score);
        }

        return best < 0 ? null : dom.Block(best, 60_000);
    }

    /// <summary>Line breaks and characters of links within an element; -1 lines when it holds blocks of its own.</summary>
    private static (int Lines, int Links) Content(PageDom dom, int element)
    {
        var lines = 0;
        var links = 0;
        for (var i = element + 1; i < dom.End(element); i++)
        {
            if (!dom.IsElement(i)) continue;
            if (Blocks.Contains(dom.Tag(i))) return (-1, 0);
            if (dom.Is(i, "br")) lines++;
            else if (dom.Is(i, "a")) links += dom.Length(i, 400);
        }

        return (lines, links);
    }

    private static bool InRow(PageDom dom, int i, HashSet<int> rows)
    {
        for (var p = i; p >= 0; p = dom.Parent(p))
            if (rows.Contains(p)) return true;
        return false;
    }
}
