using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Every visible price of a page, with a score for being the price of the goods the page offers.</summary>
internal sealed class PriceCandidates
{
    private const int MaxTextLength = 48;

    /// <summary>Characters; a line with more holds more than an amount and its cents.</summary>
    private const int LongestWithCents = 20;

    private const int MaxCandidates = 2000;

    /// <summary>Elements from the figure's own upwards.</summary>
    private const int MostSteps = 4;

    private PriceCandidates(List<PriceCandidate> all, int[] counts)
    {
        All = all;
        _counts = counts;
    }

    // Prefix sums over positions: how many current prices lie before an index.
    private readonly int[] _counts;

    /// <summary>In document order.</summary>
    public IReadOnlyList<PriceCandidate> All { get; }

    /// <summary>How many current prices lie in the subtree of an element.</summary>
    public int CountWithin(PageDom dom, int element) => _counts[dom.End(element)] - _counts[element];

    /// <summary>The visible price of that amount that scores highest, or null.</summary>
    public PriceCandidate? OfAmount(decimal amount) => All.Where(c => c.Price.Amount == amount && !c.IsOther).MaxBy(c => c.Score);

    /// <summary>The price of the goods the page offers, or null.</summary>
    public PriceCandidate? Best()
    {
        if (All.Where(c => !c.IsOld && !c.IsOther).MaxBy(c => c.Score) is { Score: > 2.5 } best) return best;

        // Some shops name the one price they show after the old one; a price alone is the price, unless it is struck out.
        return All.Where(c => c is { IsOld: true, IsOther: false, IsStruckOut: false }).MaxBy(c => c.Score) is { Score: > 5 } alone ? alone : null;
    }

    public static PriceCandidates Find(PageContext page)
    {
        var dom = page.Dom;
        var found = new List<PriceCandidate>();
        var seen = new HashSet<int>();
        for (var i = 0; i < dom.Count && found.Count < MaxCandidates; i++)
        {
            if (dom.IsHidden(i))
            {
                i = dom.End(i) - 1;
                continue;
            }

            var text = dom.OwnSpan(i);
            if (text.Length > 400 || !text.ContainsAnyInRange('0', '9')) continue;
            if (Candidate(page, i) is { } candidate && seen.Add(candidate.Position)) found.Add(candidate);
        }

        MarkPairs(dom, found);
        var counts = new int[dom.Count + 1];
        foreach (var candidate in found)
            if (!candidate.IsOld && !candidate.IsOther) counts[candidate.Position + 1]++;
        for (var i = 1; i < counts.Length; i++) counts[i] += counts[i - 1];
        return new(found, counts);
    }

    // "18.990.000₫ 31.900.000₫ (-40%)": where the percentage fits the two amounts, the higher one is the old price.
    private static void MarkPairs(PageDom dom, List<PriceCandidate> found)
    {
        for (var i = 0; i + 1 < found.Count; i++)
        {
            var (a, b) = (found[i], found[i + 1]);
            if (a.IsOld || b.IsOld || b.Position - a.Position > 16 || a.Price.Amount == b.Price.Amount) continue;
            var (low, high) = a.Price.Amount < b.Price.Amount ? (a.Price.Amount, b.Price.Amount) : (b.Price.Amount, a.Price.Amount);
            var off = 100 * (1 - (low / high));
            for (var t = a.Position; t < Math.Min(dom.Count, b.Position + 14); t++)
            {
                var text = dom.OwnSpan(t);
                if (text.Length >= 24 || text.IndexOf('%') is not (> 0 and var percent)) continue;
                var start = percent;
                while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
                if (!int.TryParse(text[start..percent], out var stated) || Math.Abs(stated - off) > 1.5m) continue;
                var old = a.Price.Amount == high ? i : i + 1;
                found[old] = found[old] with { IsOld = true, IsOldByPair = true };
                break;
            }
        }
    }

    /// <summary>Scores the candidates once cards and heading are known.</summary>
    public void Rate(PageContext page) => PriceScores.Rate(page, All);

    private static PriceCandidate? Candidate(PageContext page, int text)
    {
        var (dom, regions) = (page.Dom, page.Regions);
        var element = dom.Parent(text);
        if (element < 0 || !MayBePrice(page, element)) return null;

        // The amount, its cents and its sign are often spans of their own: climb while it is the same amount.
        PriceLine? read = null;
        string? words = null;
        var at = -1;
        for (int cur = element, step = 0; cur >= 0 && step < MostSteps; cur = dom.Parent(cur), step++)
        {
            if (dom.Tag(cur) is "body" or "html" || dom.Length(cur, MaxTextLength) > MaxTextLength) break;
            var line = dom.Line(cur);
            if (string.Equals(line, words, StringComparison.Ordinal)) continue;

            // An amount that has its currency is only widened by its cents.
            if (read is { NamesCurrency: true } && line.Length >= LongestWithCents) break;
            var next = page.ReadPrice(line);
            if (read is null)
            {
                // A number in a name ("số 3") must not fetch the price that stands elsewhere in the block.
                if (next.Price is null || (step > 0 && !Overlaps(line, next.Price, dom.Line(text)))) continue;
            }
            else if (!Widens(read, next, line))
            {
                break;
            }

            (read, words, at) = (next, line, cur);
        }

        if (read?.Price is null) return null;
        var own = words!;

        // "<span>294</span> <span>元</span>" among other words: the sign is the next text.
        if (!read.NamesCurrency && BesideCurrency(dom, at, own) is { } joined && page.ReadPrice(joined) is { Price: not null } withSign && withSign.Price.Amount == read.Price.Amount)
            (read, words) = (withSign, joined);

        if (read.Price.Amount <= 0) return null;
        var hasCurrency = read.NamesCurrency;
        string? label = null;
        if (!hasCurrency && !regions.IsPrice(dom, at) && dom.Attribute(at, "itemprop") is not "price" && (label = LabelBefore(page, at, own)) is not ("priceLabel" or "oldPriceLabel")) return null;
        if (words!.Contains('%', StringComparison.Ordinal) && !hasCurrency) return null;
        if (read.IsCount) return null;
        label ??= LabelBefore(page, at, own);
        var isOld = regions.IsOldPrice(dom, at) || string.Equals(label, "oldPriceLabel", StringComparison.Ordinal);
        var isOther = regions.IsOtherAmount(dom, at) || string.Equals(label, "otherAmountLabel", StringComparison.Ordinal) || IsDifference(words) || read.IsOther;
        return new(at, words, new(read.Price.Amount, read.Price.Currency), isOld, isOther, hasCurrency) { IsStruckOut = regions.IsStruckOut(dom, at), IsLabelled = label is "priceLabel" };
    }

    // Counts, ratings and dates: no currency in any line around the figure, no name and no label that says price. What they would be read
    // as is not asked: without one of these it is no price.
    private static bool MayBePrice(PageContext page, int element)
    {
        var dom = page.Dom;
        string? before = null;
        for (int cur = element, step = 0; cur >= 0 && step < MostSteps; cur = dom.Parent(cur), step++)
        {
            if (dom.Tag(cur) is "body" or "html" || dom.Length(cur, MaxTextLength) > MaxTextLength) return false;
            var line = dom.Line(cur);
            if (!string.Equals(line, before, StringComparison.Ordinal) && PriceLines.NamesCurrency(line)) return true;
            if (page.Regions.IsPrice(dom, cur) || dom.Attribute(cur, "itemprop") is "price" || BesideCurrency(dom, cur, line) is not null || LabelBefore(page, cur, line) is "priceLabel" or "oldPriceLabel") return true;
            before = line;
        }

        return false;
    }

    private static bool Widens(PriceLine read, PriceLine wider, string line) => wider.Price is not null
        && (wider.Price.Amount == read.Price!.Amount ? !read.NamesCurrency && wider.NamesCurrency : IsFraction(read.Price, wider.Price) && line.Length < LongestWithCents);

    private static bool Overlaps(string line, PriceMention mention, string own)
    {
        var at = line.IndexOf(own, StringComparison.Ordinal);
        if (at < 0 || mention.Start >= at + own.Length || mention.End <= at) return false;

        // "Tai nghe T1" before "690.000₫" is no 1690000: a name's last figure is no part of the amount after it.
        var end = at + own.Length;
        return !(mention.End > end && end < line.Length && char.IsWhiteSpace(line[end]) && own.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 && own.Any(char.IsLetter));
    }

    // "-40.000đ", "(+ 12 €)": what an option adds or a coupon takes off.
    private static bool IsDifference(string words)
    {
        var sign = words.AsSpan().IndexOfAny('-', '+', '−');
        if (sign < 0 || (sign > 0 && words[sign - 1] is not ('(' or ' '))) return false;
        var rest = words.AsSpan(sign + 1).TrimStart();
        return rest.Length > 0 && (char.IsAsciiDigit(rest[0]) || char.GetUnicodeCategory(rest[0]) == System.Globalization.UnicodeCategory.CurrencySymbol) && !words.AsSpan(0, sign).ContainsAnyInRange('0', '9');
    }

    private static string? BesideCurrency(PageDom dom, int at, string words)
    {
        for (int i = dom.End(at), step = 0; i < dom.Count && step < 4; i++, step++)
        {
            var text = dom.OwnSpan(i).Trim();
            if (text.IsEmpty) continue;
            if (text.Length <= 5 && CurrencyWords.Names(text)) return string.Concat(words, " ", text);
            break;
        }

        for (int i = at - 1, step = 0; i >= 0 && step < 4; i--, step++)
        {
            var text = dom.OwnSpan(i).Trim();
            if (text.IsEmpty) continue;
            return text.Length <= 5 && CurrencyWords.Names(text) ? string.Concat(text, " ", words) : null;
        }

        return null;
    }

    // "12" then "12.99": the cents stand in an element of their own.
    private static bool IsFraction(PriceMention whole, PriceMention wider) => decimal.Truncate(wider.Amount) == whole.Amount;

    /// <summary>Which list the words right before an element belong to, or null.</summary>
    /// <param name="page">The page.</param>
    /// <param name="at">The element.</param>
    /// <param name="own">Its line.</param>
    private static string? LabelBefore(PageContext page, int at, string own)
    {
        var dom = page.Dom;
        var digit = own.AsSpan().IndexOfAnyInRange('0', '9');
        if (digit > 2 && page.Words.Prices.LabelOf(own.AsSpan(0, digit)) is { } inside) return inside;
        var looked = 0;
        for (var i = at - 1; i >= 0 && looked < 12; i--, looked++)
        {
            var text = dom.OwnSpan(i);
            if (dom.IsHidden(i) || text.IsWhiteSpace()) continue;
            if (text.Length > 60 || text.ContainsAnyInRange('0', '9')) return null;
            return page.LabelAt(i);
        }

        return null;
    }
}
