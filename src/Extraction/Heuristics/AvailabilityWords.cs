namespace Ecom389.Monitor.Extraction;

/// <summary>Finds the words near the heading that say whether the goods can be had.</summary>
internal static class AvailabilityWords
{
    private const int Reach = 1500;

    /// <summary>schema.org's name of the state and the words that say it, or null.</summary>
    public static (string State, string Text)? Find(PageContext page)
    {
        if (page.Heading < 0) return null;
        var dom = page.Dom;
        for (var i = page.Heading; i < dom.Count && i < page.Heading + Reach; i++)
        {
            if (dom.OwnText(i) is not { Length: >= 4 and <= 60 } text || dom.IsHidden(i) || string.IsNullOrWhiteSpace(text)) continue;
            if (page.Regions.IsRelated(i) || page.Regions.IsChrome(i) || page.Regions.IsTalk(i) || page.Cards.IsInCard(i) || dom.Closest(i, "select") >= 0) continue;
            // "Đã bán 120" counts sales, "đã bán" alone says the thing is gone.
            if (text.AsSpan().ContainsAnyInRange('0', '9')) continue;
            var folded = Vocabulary.Fold(text);
            foreach (var (list, state) in (ReadOnlySpan<(string, string)>)[("outOfStock", "OutOfStock"), ("inStock", "InStock"), ("preOrder", "PreOrder")])
                if (page.Words.FindFolded(list, folded) is { } word && word.Length * 3 >= folded.Trim().Length) return (state, text.Trim());
        }

        return null;
    }
}
