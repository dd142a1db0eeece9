namespace Ecom389.Monitor.Extraction;

/// <summary>Scores visible prices for being the price of the goods the page offers: by name, place and surroundings.</summary>
internal static class PriceScores
{
    /// <summary>Scores the candidates once cards and heading are known.</summary>
    public static void Rate(PageContext page, IReadOnlyList<PriceCandidate> all)
    {
        var amounts = new Dictionary<decimal, int>();
        foreach (var candidate in all)
            if (!candidate.IsOld && !candidate.IsOther) amounts[candidate.Price.Amount] = amounts.GetValueOrDefault(candidate.Price.Amount) + 1;
        var buttons = page.Buttons;
        foreach (var candidate in all) candidate.Score = ScoreOf(page, candidate, amounts, buttons);
    }

    private static double ScoreOf(PageContext page, PriceCandidate candidate, Dictionary<decimal, int> amounts, IReadOnlyList<int> buttons)
    {
        var (dom, regions, at) = (page.Dom, page.Regions, candidate.Position);
        var score = 0.0;
        if (regions.IsPrice(dom, at)) score += 2;
        if (regions.IsCurrentPrice(dom, at)) score += 1.5;
        if (candidate.HasCurrency) score += 2;
        if (dom.Attribute(at, "itemprop") is "price") score += 2;
        if (regions.IsRelated(at)) score -= 4;
        if (regions.IsChrome(at)) score -= 5;
        if (regions.IsTalk(at)) score -= 3;
        if (page.Cards.IsInCard(at)) score -= 5;
        var (inLink, inChoice) = (false, false);
        for (var i = at; i >= 0; i = dom.Parent(i))
        {
            inLink |= dom.Is(i, "a");
            inChoice |= dom.Tag(i) is "option" or "select";
        }

        if (inLink) score -= 2;
        if (inChoice) score -= 2;
        var letters = 0;
        foreach (var c in candidate.Text) letters += char.IsLetter(c) ? 1 : 0;
        score -= Math.Max(0, letters - 8) / 4.0;
        if (page.Heading >= 0)
        {
            var distance = at - page.Heading;
            score += distance >= 0 ? 4 * Math.Exp(-distance / 250.0) : 2 * Math.Exp(distance / 120.0);
        }

        if (buttons.Count > 0)
        {
            var nearest = int.MaxValue;
            foreach (var button in buttons) nearest = Math.Min(nearest, Math.Abs(button - at));
            score += 2.5 * Math.Exp(-nearest / 120.0);
        }

        if (amounts.TryGetValue(candidate.Price.Amount, out var times)) score += 0.25 * Math.Min(2, times - 1);
        if (IsLarge(dom, at)) score += 1;
        if (candidate.IsLabelled) score += 1;
        if (IsBesideLinkedPicture(page, at)) score -= 1.5;
        return score;
    }

    // A lone card: a small block with a linked picture, too few of them to count as cards.
    private static bool IsBesideLinkedPicture(PageContext page, int at)
    {
        var dom = page.Dom;
        for (int i = at, step = 0; i >= 0 && step < 4; i = dom.Parent(i), step++)
        {
            if (dom.Length(i, 250) > 250 || (page.Heading >= 0 && dom.IsWithin(page.Heading, i))) return false;
            var linkEnd = -1;
            for (var c = i; c < dom.End(i); c++)
            {
                if (dom.Is(c, "a") && page.Absolute(dom.Attribute(c, "href")) is not null) linkEnd = dom.End(c);
                else if (c < linkEnd && dom.Is(c, "img")) return true;
            }
        }

        return false;
    }

    // Set large by its element or inline style: the price is the one figure a shop prints big.
    private static bool IsLarge(PageDom dom, int at)
    {
        for (int i = at, step = 0; i >= 0 && step < 3; i = dom.Parent(i), step++)
        {
            if (dom.Tag(i) is "h1" or "h2" or "h3" or "big") return true;
            if (dom.Attribute(i, "style") is not { } style || !style.Contains("font", StringComparison.OrdinalIgnoreCase)) continue;
            var px = style.IndexOf("px", StringComparison.OrdinalIgnoreCase);
            var start = px;
            while (start > 0 && (char.IsAsciiDigit(style[start - 1]) || style[start - 1] == '.')) start--;
            if (px > start && double.TryParse(style.AsSpan(start, px - start), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var size) && size >= 18) return true;
        }

        return false;
    }
}
