using System.Buffers;

namespace Ecom389.Monitor.Extraction;

/// <summary>A card: one of several alike blocks, each with a link and a price.</summary>
/// <param name="Root">Index of the card's element.</param>
/// <param name="Link">Index of the link that leads to its listing.</param>
/// <param name="Url">Where that leads, absolute.</param>
internal sealed record Card(int Root, int Link, string Url);

/// <summary>
/// The cards of a page: innermost blocks that stand beside at least two others of the same shape, each with a price and a link.
/// Shape is tag and first class name, so that a mutated stylesheet does not matter.
/// </summary>
internal sealed class CardGroups
{
    private const int FewestAlike = 3;
    private const int LongestCard = 700;
    private const int MostPrices = 8;

    private readonly List<Card> _cards;

    // A bit for each entry of the page: set within cards.
    private readonly ulong[] _within;

    private CardGroups(PageDom dom, List<Card> cards)
    {
        _cards = cards;
        _within = cards.Count == 0 ? [] : new ulong[(dom.Count >> 6) + 1];
        foreach (var card in cards)
            for (var i = card.Root; i < dom.End(card.Root); i++) _within[i >> 6] |= 1UL << i;
    }

    /// <summary>In document order, one a URL.</summary>
    public IReadOnlyList<Card> Cards => _cards;

    /// <summary>Do at least half of the cards show a picture?</summary>
    public bool HavePictures { get; private init; }

    public bool IsInCard(int i) => _within.Length > 0 && i >= 0 && (_within[i >> 6] >> i & 1) != 0;

    public static CardGroups Find(PageContext page)
    {
        var dom = page.Dom;
        var roots = new SortedSet<int>();
        var groups = new Dictionary<(int Parent, string Shape), int>();
        var links = LinkCounts(dom);
        foreach (var price in page.Prices.All)
        {
            if (page.Regions.IsChrome(price.Position)) continue;
            if (RootOf(page, price.Position, links, groups) is { } root) roots.Add(root);
        }

        ArrayPool<int>.Shared.Return(links);

        var cards = new List<Card>();
        var end = -1;
        foreach (var root in roots)
        {
            if (root < end) continue;
            if (Primary(page, root) is not { } card) continue;
            cards.Add(card);
            end = dom.End(root);
        }

        // One link for all is a set of options of one product, not a list.
        if (cards.Select(c => c.Url).Distinct(StringComparer.Ordinal).Count() < FewestAlike) cards.Clear();
        return new(dom, cards) { HavePictures = cards.Count(c => HasPicture(dom, c.Root)) * 2 >= cards.Count };
    }

    private static int? RootOf(PageContext page, int position, int[] links, Dictionary<(int, string), int> groups)
    {
        var dom = page.Dom;
        for (int cur = position, step = 0; cur > 0 && step < 14; cur = dom.Parent(cur), step++)
        {
            var parent = dom.Parent(cur);
            if (parent < 0 || dom.Tag(cur) is "body" or "main") return null;

            // A block with much text, many prices or the page's own heading is a part of the page, not a card.
            if (dom.Length(cur, LongestCard) > LongestCard || page.Prices.CountWithin(dom, cur) > MostPrices || (page.Heading >= 0 && dom.IsWithin(page.Heading, cur))) return null;
            if (links[dom.End(cur)] - links[cur] == 0) continue;
            var shape = Shape(dom, cur);
            if (!groups.TryGetValue((parent, shape), out var alike))
            {
                foreach (var sibling in dom.Children(parent))
                {
                    if (Shape(dom, sibling) is not { } other || links[dom.End(sibling)] - links[sibling] == 0 || page.Prices.CountWithin(dom, sibling) == 0) continue;
                    groups[(parent, other)] = groups.GetValueOrDefault((parent, other)) + 1;
                }

                alike = groups.GetValueOrDefault((parent, shape));
            }

            if (alike >= FewestAlike) return cur;
        }

        return null;
    }

    private static string Shape(PageDom dom, int i)
    {
        var name = dom.Attribute(i, "class");
        if (string.IsNullOrEmpty(name)) return dom.Tag(i);
        name = name.TrimStart();
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return string.Concat(dom.Tag(i), ".", space < 0 ? name : name[..space]);
    }

    private static int[] LinkCounts(PageDom dom)
    {
        var counts = ArrayPool<int>.Shared.Rent(dom.Count + 1);
        counts.AsSpan(0, dom.Count + 1).Clear();
        foreach (var i in dom.All("a"))
            if (Leads(dom, i)) counts[i + 1] = 1;
        for (var i = 1; i <= dom.Count; i++) counts[i] += counts[i - 1];
        return counts;
    }

    // A path or an address leads somewhere, whatever character references follow its first letter; each of those stands for one at least.
    private static bool Leads(PageDom dom, int link)
    {
        if (!dom.TryRawAttribute(link, "href", out var raw, out _)) return false;
        if (raw is ['/' or 'h' or '.', _, ..]) return true;
        return dom.Attribute(link, "href") is { Length: > 1 } href && href[0] != '#' && !href.StartsWith("javascript", StringComparison.OrdinalIgnoreCase);
    }

    private static Card? Primary(PageContext page, int root)
    {
        var dom = page.Dom;
        Card? best = null;
        var bestScore = 0.0;
        for (var i = root; i < dom.End(root); i++)
        {
            if (!dom.Is(i, "a") || page.Absolute(dom.Attribute(i, "href")) is not { } url) continue;
            var text = Math.Min(dom.Length(i, 200), 120);
            var score = 1 + text / 20.0 + (dom.Attribute(i, "title") is { Length: > 8 } ? 2 : 0) + (InHeading(dom, i, root) ? 4 : 0);
            if (score <= bestScore) continue;
            bestScore = score;
            best = new(root, i, url);
        }

        return best;
    }

    private static bool HasPicture(PageDom dom, int root)
    {
        for (var i = root; i < dom.End(root); i++)
            if (dom.Tag(i) is "img" or "picture" || (dom.Attribute(i, "style") is { } style && style.Contains("background", StringComparison.OrdinalIgnoreCase))) return true;
        return false;
    }

    private static bool InHeading(PageDom dom, int link, int root)
    {
        for (var i = link; i > root; i = dom.Parent(i))
            if (dom.Tag(i) is "h2" or "h3" or "h4" or "h5") return true;
        for (var i = link; i < dom.End(link); i++)
            if (dom.Tag(i) is "h2" or "h3" or "h4" or "h5") return true;
        return false;
    }
}
