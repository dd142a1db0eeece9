namespace Ecom389.Monitor.Extraction;

/// <summary>Finds the words near the heading that say whether the goods can be had.</summary>
internal static class AvailabilityWords
{
    private const int Reach = 1500;

    private static readonly string[] SchemaNames = ["InStock", "OutOfStock", "PreOrder", "PreSale", "SoldOut", "Discontinued", "InStoreOnly", "OnlineOnly", "LimitedAvailability", "BackOrder", "MadeToOrder", "Reserved"];

    /// <summary>schema.org's name of an availability, from its URL, a system's word for it or a button's text; null when none tells.</summary>
    public static string? StateOf(Vocabulary words, string text)
    {
        var shortName = SchemaItem.Short(text).ToString().Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        foreach (var name in SchemaNames)
            if (name.Equals(shortName, StringComparison.OrdinalIgnoreCase)) return name;
        switch (shortName.ToLowerInvariant())
        {
            case "true" or "available" or "instoc" or "1" or "yes" or "y": return "InStock";
            case "false" or "unavailable" or "oos" or "0" or "no" or "n": return "OutOfStock";
            case "upcoming" or "comingsoon": return "PreOrder";
            case "pending": return "LimitedAvailability";
        }

        if (words.Contains("outOfStock", text)) return "OutOfStock";
        if (words.Contains("preOrder", text)) return "PreOrder";
        return words.Contains("inStock", text) || words.Contains("buy", text) ? "InStock" : null;
    }

    /// <summary>schema.org's name of the state and the words that say it, or null.</summary>
    public static (string State, string Text)? Find(PageContext page)
    {
        if (page.Heading < 0) return null;
        var (dom, regions, cards) = (page.Dom, page.Regions, page.Cards);
        for (var i = page.Heading; i < dom.Count && i < page.Heading + Reach; i++)
        {
            if (dom.IsHidden(i) || regions.IsAny(i, PageRegions.Inherited) || cards.IsInCard(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            var own = dom.OwnSpan(i);
            if (own.Length is < 4 or > 60 || own.IsWhiteSpace() || dom.Closest(i, "select") >= 0) continue;
            // "Đã bán 120" counts sales, "đã bán" alone says the thing is gone.
            if (own.ContainsAnyInRange('0', '9')) continue;
            var text = dom.OwnText(i)!;
            var folded = Vocabulary.Fold(text);
            foreach (var (list, state) in (ReadOnlySpan<(string, string)>)[("outOfStock", "OutOfStock"), ("inStock", "InStock"), ("preOrder", "PreOrder")])
                if (page.Words.FindFolded(list, folded) is { } word && word.Length * 3 >= folded.Trim().Length) return (state, text.Trim());
        }

        return null;
    }
}
