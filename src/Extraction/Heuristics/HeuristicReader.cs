using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads a listing from what a reader sees: headings, price blocks, tables, labels, words.</summary>
internal static class HeuristicReader
{
    public static void Map(ListingDraft draft, PageContext page)
    {
        if (page.Heading >= 0) draft.Offer(Fields.Title, page.Dom.Line(page.Heading, 500), "heuristic:h1");
        var rows = LabelledRows.Find(page);
        MapRows(draft, page, rows);
        MapItemprops(draft, page);
        MapDescription(draft, page);
        SellerBlock.Map(draft, page);
        MapBreadcrumb(draft, page);
        MapAvailability(draft, page);
        MapPosted(draft, page);
        MapImages(draft, page);
        MapPhone(draft, page);
    }

    public static void MapTitleFallback(ListingDraft draft, PageContext page)
    {
        if (page.Meta.DocumentTitle is not { } title) return;

        // "Name | Shop" and "Name - Shop": the shop's name stands last, after a bar or a spaced dash.
        var cut = title.LastIndexOf(" | ", StringComparison.Ordinal);
        if (cut < 0) cut = title.LastIndexOf(" - ", StringComparison.Ordinal);
        draft.Offer(Fields.Title, cut > 8 ? title[..cut] : title, "heuristic:title");
    }

    private static void MapRows(ListingDraft draft, PageContext page, List<LabelledRows.Row> rows)
    {
        foreach (var row in rows)
        {
            if (page.Cards.IsInCard(row.Position)) continue;
            var field = FieldOf(page.Words, row.Name);
            if (row.IsTable || field is Fields.Brand or Fields.Condition)
            {
                if (field is not null || row.IsTable && row.Name.Length < 80) draft.OfferAttribute(row.Name, row.Value, "heuristic:rows");
            }

            if (field is null || row.Value.Length > 200) continue;
            if (field is Fields.SellerPhone)
            {
                if (PhoneReader.Find(row.Value) is [var phone, ..]) draft.Offer(field, phone.Text, "heuristic:label " + row.Name);
            }
            else if (field is not (Fields.Sku or Fields.Gtin) || row.Value.Length <= 40 && row.Value.AsSpan().ContainsAnyInRange('0', '9'))
            {
                // "Samsung. Xem thông tin hãng": what follows the sentence end is the shop's.
                var value = field is Fields.Brand && row.Value.IndexOf(". ", StringComparison.Ordinal) is > 1 and var stop ? row.Value[..stop] : row.Value;
                draft.Offer(field, value, "heuristic:label " + row.Name);
            }
        }
    }

    private static string? FieldOf(Vocabulary words, string label)
    {
        if (label.Length > Vocabulary.LongestLabel) return null;
        label = Vocabulary.Label(label);
        foreach (var (list, field) in LabelledRows.KnownLabels)
            if (words.IsLabel(list, label)) return field;
        return null;
    }

    // Properties without a scope: templates lose their itemscope and keep the rest.
    private static void MapItemprops(ListingDraft draft, PageContext page)
    {
        var dom = page.Dom;
        if (!dom.MayHave("itemprop")) return;
        for (var i = 0; i < dom.Count; i++)
        {
            if (dom.Attribute(i, "itemprop") is not { } property || page.Cards.IsInCard(i)) continue;
            var field = property switch { "sku" or "productID" => Fields.Sku, "brand" => Fields.Brand, "gtin13" or "gtin" or "isbn" => Fields.Gtin, "availability" => Fields.Availability, "itemCondition" => Fields.Condition, _ => null };
            if (field is null) continue;
            var value = dom.Attribute(i, "content") ?? dom.Attribute(i, "href") ?? dom.Line(i, 200);
            if (value.Length <= 120) draft.Offer(field, value, "heuristic:itemprop " + property);
        }
    }

    private static void MapDescription(ListingDraft draft, PageContext page)
    {
        var known = draft[Fields.Description];

        // The definition's own selector knows best; only data are often cut short.
        if (known is not null && draft.Provenance[Fields.Description].StartsWith("selector:", StringComparison.Ordinal)) return;
        var block = DescriptionBlock.Find(page);
        if (block is not { } found)
        {
            if (known is null && PlainText.Find(page) is { } plain) draft.Offer(Fields.Description, plain, "heuristic:text");
            return;
        }

        if (known is null) draft.Offer(Fields.Description, found.Text, "heuristic:" + found.Where);
        else if (found.Text.Length > known.Length * 1.3 && IsBeginning(known, found.Text)) draft.Put(Fields.Description, found.Text, "heuristic:" + found.Where);
    }

    // Structured data often carries only the first lines of what the page says in full.
    private static bool IsBeginning(string shorter, string longer)
    {
        var a = Letters(shorter, 40);
        return a.Length >= 20 && Letters(longer, 4000).Contains(a, StringComparison.Ordinal);

        static string Letters(string text, int limit) => string.Concat(text.Where(char.IsLetterOrDigit).Take(limit));
    }

    private static void MapBreadcrumb(ListingDraft draft, PageContext page)
    {
        if (draft.Has(Fields.Category)) return;
        var dom = page.Dom;
        for (var i = 0; i < dom.Count; i++)
        {
            if (!dom.IsElement(i) || dom.IsHidden(i) || dom.Tag(i) is not ("ol" or "ul" or "nav" or "div")) continue;
            var name = dom.Attribute(i, "class") ?? dom.Attribute(i, "aria-label") ?? dom.Attribute(i, "id");
            if (name is null || !(name.Contains("breadcrumb", StringComparison.OrdinalIgnoreCase) || name.Equals("bc", StringComparison.OrdinalIgnoreCase))) continue;
            var text = dom.Line(i, 300);
            if (text.Length is 0 or > 300) continue;
            draft.Offer(Fields.Category, text, "heuristic:breadcrumb");
            return;
        }
    }

    private static void MapAvailability(ListingDraft draft, PageContext page)
    {
        if (draft.Has(Fields.Availability)) return;
        if (page.Availability is { } found) draft.Offer(Fields.Availability, found.State, "heuristic:words " + found.Text);
        if (page.Buttons.Count > 0) draft.Offer(Fields.Availability, "InStock", "heuristic:buy button");
    }

    private static void MapPosted(ListingDraft draft, PageContext page)
    {
        if (draft.Has(Fields.PostedAt)) return;
        if (page.Meta.First("article:published_time", "og:published_time", "datepublished", "date") is { } meta) draft.Offer(Fields.PostedAt, meta.Content, "opengraph:" + meta.Name);
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        for (var i = Math.Max(0, page.Heading - 60); i < dom.Count && i < page.Heading + 800; i++)
        {
            if (regions.IsAny(i, PageRegions.Region.Related | PageRegions.Region.Talk) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            if (dom.Is(i, "time"))
            {
                draft.Offer(Fields.PostedAt, dom.Attribute(i, "datetime") ?? dom.Line(i, 80), "heuristic:time");
                return;
            }

            var own = dom.OwnSpan(i);
            if (own.Length is <= 8 or >= 80 || dom.IsHidden(i) || !MayBePosted(own)) continue;
            var text = dom.OwnText(i)!;
            var folded = Vocabulary.Fold(text).Trim();
            if (!folded.StartsWith("dang ", StringComparison.Ordinal) && !folded.StartsWith("dang:", StringComparison.Ordinal) && !folded.StartsWith("ngay dang", StringComparison.Ordinal) && !folded.StartsWith("tin dang", StringComparison.Ordinal)
                && !(folded.EndsWith(" truoc", StringComparison.Ordinal) && folded.AsSpan().ContainsAnyInRange('0', '9'))) continue;
            if (PageDates.Read(text, page.CapturedAt) is not null)
            {
                draft.Offer(Fields.PostedAt, text, "heuristic:posted");
                return;
            }
        }
    }

    // What tells when something was posted begins as "đăng", "ngày đăng" or "tin đăng" do, or holds a figure.
    private static bool MayBePosted(ReadOnlySpan<char> text) =>
        text.TrimStart() is [var first, ..] && (!char.IsAscii(first) || first is 'd' or 'D' or 'n' or 'N' or 't' or 'T' || text.ContainsAnyInRange('0', '9'));

    private static void MapImages(ListingDraft draft, PageContext page)
    {
        if (draft.Has(Fields.Images)) return;
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        var urls = new List<string>();
        for (var i = 0; i < dom.Count && urls.Count < 20; i++)
        {
            if (!dom.IsElement(i)) continue;
            if (dom.IsHidden(i) || regions.IsAny(i, PageRegions.Inherited) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            if (!dom.Is(i, "img")) continue;
            var source = dom.Attribute(i, "data-zoom-image") ?? dom.Attribute(i, "data-src") ?? dom.Attribute(i, "data-original") ?? dom.Attribute(i, "src");
            if (source is null || source.Contains("icon", StringComparison.OrdinalIgnoreCase) || source.Contains("logo", StringComparison.OrdinalIgnoreCase) || source.Contains(".svg", StringComparison.OrdinalIgnoreCase)) continue;
            if (int.TryParse(dom.Attribute(i, "width"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var width) && width < 80) continue;
            if (page.Absolute(source) is { } url) urls.Add(url);
        }

        draft.OfferImages(urls, "heuristic:img");
    }

    private static void MapPhone(ListingDraft draft, PageContext page)
    {
        if (draft.Has(Fields.SellerPhone)) return;
        var dom = page.Dom;
        foreach (var i in dom.All("a"))
        {
            // Nearly all begin as a path or an address does, whatever character references follow.
            if (page.Regions.IsChrome(i) || !dom.TryRawAttribute(i, "href", out var raw, out _) || raw is ['/' or 'h' or '#', ..]) continue;
            if (dom.Attribute(i, "href") is not { } href || !href.StartsWith("tel:", StringComparison.OrdinalIgnoreCase)) continue;
            var shown = dom.Line(i, 60);
            if (PhoneReader.Find(shown) is [var inText, ..]) draft.Offer(Fields.SellerPhone, inText.Text, "heuristic:tel");
            else if (PhoneReader.Find(Uri.UnescapeDataString(href[4..])) is [var inLink, ..]) draft.Offer(Fields.SellerPhone, inLink.Text, "heuristic:tel");
            if (draft.Has(Fields.SellerPhone)) return;
        }

        if (draft[Fields.Description] is { } text && page.PhonesIn(text) is [var mention, ..]) draft.Offer(Fields.SellerPhone, mention.Text, "text:phone");
    }
}
