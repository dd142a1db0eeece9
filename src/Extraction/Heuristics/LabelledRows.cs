namespace Ecom389.Monitor.Extraction;

/// <summary>Rows of a name and a value on a page: th/td, dt/dd, "<c>Hãng: X</c>" list items and paired blocks.</summary>
internal static class LabelledRows
{
    /// <param name="Name">The label, without its colon.</param>
    /// <param name="Value">The value on one line.</param>
    /// <param name="Position">Index of the row's element.</param>
    /// <param name="IsTable">From a table or definition list: an item-specifics table rather than a loose line.</param>
    internal sealed record Row(string Name, string Value, int Position, bool IsTable);

    private const int MaxRows = 600;

    public static List<Row> Find(PageContext page)
    {
        var dom = page.Dom;
        var regions = page.Regions;
        var rows = new List<Row>();
        for (var i = 0; i < dom.Count && rows.Count < MaxRows; i++)
        {
            if (dom.IsHidden(i) || regions.IsAny(i, PageRegions.Inherited))
            {
                i = dom.End(i) - 1;
                continue;
            }

            switch (dom.Tag(i))
            {
                case "tr": TableRow(dom, i, rows); break;
                case "dt": Pair(dom, i, "dd", rows); break;
                case "li" or "p" or "div" or "span": Line(page, i, rows); break;
            }
        }

        return rows;
    }

    private static void TableRow(PageDom dom, int row, List<Row> rows)
    {
        var cells = dom.Children(row).Where(c => dom.Tag(c) is "th" or "td").Take(5).ToList();
        if (cells.Count == 2) Add(dom, cells[0], cells[1], row, rows);
        else if (cells.Count == 4 && dom.Is(cells[0], "th") == dom.Is(cells[2], "th"))
        {
            Add(dom, cells[0], cells[1], row, rows);
            Add(dom, cells[2], cells[3], row, rows);
        }
    }

    private static void Pair(PageDom dom, int name, string tag, List<Row> rows)
    {
        var value = dom.NextSibling(name);
        if (value >= 0 && dom.Is(value, tag)) Add(dom, name, value, name, rows);
    }

    private static void Add(PageDom dom, int name, int value, int position, List<Row> rows)
    {
        if (dom.Length(name, 100) > 100 || dom.Length(value, 1000) > 1000) return;
        var label = dom.Line(name);
        var text = dom.Line(value);
        if (label.Length > 1 && text.Length > 0) rows.Add(new(label.TrimEnd(':', '：', ' '), text, position, IsTable: true));
    }

    // <li><b>Hãng:</b> Sony</li>, <div><span>Tình trạng</span><span>Mới</span></div>, <p>Bảo hành: 12 tháng</p>
    private static void Line(PageContext page, int i, List<Row> rows)
    {
        var dom = page.Dom;
        if (dom.Length(i, 160) is var length && (length > 160 || length < 4)) return;
        var (first, second, count) = (-1, -1, 0);
        for (var c = i + 1; c < dom.End(i) && count < 3; c = dom.End(c))
        {
            if (!dom.IsElement(c)) continue;
            if (count == 0) first = c;
            else if (count == 1) second = c;
            count++;
        }

        if (count == 2 && dom.End(second) == dom.End(i) && NoOwnText(dom, i) && DomText.IsBlock(dom.Tag(i)))
        {
            var label = dom.Line(first);
            var value = dom.Line(second);
            if (label.Length is > 1 and < 60 && value.Length > 0 && (label[^1] is ':' or '：' || IsKnown(page.Words, label)))
                rows.Add(new(label.TrimEnd(':', '：', ' '), value, i, dom.Is(i, "li")));
            return;
        }

        if (count > 2) return;
        var line = dom.Line(i);
        var colon = line.AsSpan().IndexOfAny(':', '：');
        if (colon is < 2 or > 40 || colon >= line.Length - 1 || line.AsSpan(colon + 1).StartsWith("//")) return;
        if (char.IsAsciiDigit(line[colon - 1]) && char.IsAsciiDigit(line[colon + 1])) return;

        // A block inside a block was or will be read by itself.
        if (IsAllOf(first) || IsAllOf(second)) return;
        rows.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim(), i, dom.Is(i, "li")));

        bool IsAllOf(int child) => child >= 0 && DomText.IsBlock(dom.Tag(child)) && dom.Length(child, length) == length;
    }

    private static bool NoOwnText(PageDom dom, int i)
    {
        for (var c = i + 1; c < dom.End(i); c = dom.End(c))
            if (!dom.OwnSpan(c).IsWhiteSpace()) return false;
        return true;
    }

    internal static readonly (string List, string Field)[] KnownLabels =
    [
        ("brandLabel", Fields.Brand), ("conditionLabel", Fields.Condition), ("sellerLabel", Fields.SellerName), ("locationLabel", Fields.SellerLocation),
        ("joinedLabel", Fields.SellerJoined), ("soldLabel", Fields.SellerSold), ("postedLabel", Fields.PostedAt), ("skuLabel", Fields.Sku),
        ("gtinLabel", Fields.Gtin), ("availabilityLabel", Fields.Availability), ("phoneLabel", Fields.SellerPhone),
    ];

    private static bool IsKnown(Vocabulary words, string label)
    {
        if (label.Length > Vocabulary.LongestLabel) return false;
        label = Vocabulary.Label(label);
        foreach (var (list, _) in KnownLabels)
            if (words.IsLabel(list, label)) return true;
        return words.IsLabel("priceLabel", label);
    }
}
