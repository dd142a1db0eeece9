using AngleSharp.Dom;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads the posts of a timeline: free text from which price, phone and condition are mined; no title; the permalink is the
/// identity.
/// </summary>
internal static class PostReader
{
    private static readonly string[] PostParts = ["post", "status", "feed-item", "feeditem", "timeline-item", "bai-viet", "baiviet", "bai-dang", "tin-nhan", "story", "tweet", "message"];
    private static readonly string[] PermalinkParts = ["/posts/", "/permalink", "story_fbid", "/p/", "/status/", "/bai-viet/", "/post/", "/groups/", "fbid=", "/bai-dang/", "/posts", "/video/", "/reel/"];

    /// <summary>Posts by the source's selectors.</summary>
    public static List<(ListingDraft Draft, string Url)> BySelectors(PageContext page, SelectorSet selectors, int limit)
    {
        if (!selectors.Post.TryGetValue("root", out var root)) return [];
        var posts = new List<(ListingDraft, string)>();
        foreach (var element in SelectorReader.All(page.Document, root))
        {
            if (posts.Count >= limit) break;
            var position = page.Dom.IndexOf(element);
            if (position < 0) continue;
            string? url = null;
            if (selectors.Post.TryGetValue("link", out var link))
            {
                var (selector, attribute) = SelectorReader.Split(link);
                url = page.Absolute(SelectorReader.First(element, selector)?.GetAttribute(attribute ?? "href"));
            }

            var draft = new ListingDraft();
            SelectorReader.Map(selectors.Post, draft, page, element);
            Mine(draft, page, position);
            if (draft.Has(Fields.Description)) posts.Add((draft, url ?? Permalink(page, position) ?? Fragment(page, element.GetAttribute("data-post-id") ?? element.GetAttribute("id")) ?? ""));
        }

        return posts;
    }

    /// <summary>Posts found without selectors: articles alike, each with a time or permalink and running text.</summary>
    public static List<(ListingDraft Draft, string Url)> ByShape(PageContext page, int limit)
    {
        var posts = new List<(ListingDraft, string)>();
        foreach (var root in Roots(page))
        {
            if (posts.Count >= limit) break;
            var draft = new ListingDraft();
            Mine(draft, page, root);
            if (draft[Fields.Description] is { Length: > 0 }) posts.Add((draft, Permalink(page, root) ?? Fragment(page, page.Dom.Attribute(root, "data-post-id") ?? page.Dom.Attribute(root, "id")) ?? ""));
        }

        return posts;
    }

    private static List<int> Roots(PageContext page)
    {
        var (dom, regions) = (page.Dom, page.Regions);
        var roots = new List<int>();
        for (var i = 0; i < dom.Count; i++)
        {
            if (!dom.IsElement(i)) continue;
            if (!dom.IsHidden(i) && !regions.IsChrome(i))
            {
                if (!LooksLikePost(page, i)) continue;
                roots.Add(i);
            }

            i = dom.End(i) - 1;
        }

        return roots;
    }

    private static bool LooksLikePost(PageContext page, int i)
    {
        var dom = page.Dom;
        var tag = dom.Tag(i);
        if (tag is not ("article" or "div" or "li" or "section")) return false;
        var type = dom.Attribute(i, "itemtype") ?? "";
        var declared = type.EndsWith("SocialMediaPosting", StringComparison.OrdinalIgnoreCase) || type.EndsWith("DiscussionForumPosting", StringComparison.OrdinalIgnoreCase)
            || dom.Attribute(i, "role") is "article" || dom.Attribute(i, "data-post-id") is not null;
        if (!declared && tag is not "article" && !HasPostName(dom, i)) return false;
        if (dom.Length(i, 20) < 20) return false;
        var hasTime = false;
        var hasLink = false;
        for (var c = i; c < dom.End(i) && !(hasTime && hasLink); c++)
        {
            if (dom.Is(c, "time") || dom.Attribute(c, "data-utime") is not null || dom.Attribute(c, "datetime") is not null) hasTime = true;
            if (dom.Is(c, "a") && dom.Attribute(c, "href") is { } href && IsPermalink(href)) hasLink = true;
            if (!hasTime && dom.OwnText(c) is { Length: > 3 and < 40 } text && !string.IsNullOrWhiteSpace(text) && text.AsSpan().ContainsAnyInRange('0', '9') && PageDates.Read(text, page.CapturedAt) is not null) hasTime = true;
        }

        return declared ? hasTime || hasLink : hasTime && hasLink;
    }

    private static bool HasPostName(PageDom dom, int i)
    {
        var name = dom.Attribute(i, "class");
        if (name is null || name.Length > 200) return false;
        var lower = name.ToLowerInvariant();
        foreach (var part in PostParts)
            if (lower.Contains(part, StringComparison.Ordinal)) return true;
        return false;
    }

    private static bool IsPermalink(string href)
    {
        foreach (var part in PermalinkParts)
            if (href.Contains(part, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static string? Permalink(PageContext page, int root)
    {
        var dom = page.Dom;
        string? byTime = null;
        string? byPath = null;
        for (var i = root; i < dom.End(root); i++)
        {
            if (!dom.Is(i, "a") || page.Absolute(dom.Attribute(i, "href")) is not { } url) continue;
            var holdsTime = false;
            for (var c = i; c < dom.End(i); c++) if (dom.Is(c, "time")) holdsTime = true;
            if (holdsTime || (dom.Length(i, 40) <= 40 && PageDates.Read(dom.Line(i), page.CapturedAt) is not null)) byTime ??= url;
            if (IsPermalink(url)) byPath ??= url;
        }

        return byTime ?? byPath;
    }

    private static string? Fragment(PageContext page, string? id) =>
        id is { Length: > 0 and < 200 } && page.Url is { } url ? LinkFinder.WithoutFragment(url.AbsoluteUri) + "#" + Uri.EscapeDataString(id) : null;

    private static void Mine(ListingDraft draft, PageContext page, int root)
    {
        var dom = page.Dom;
        if (!draft.Has(Fields.PostedAt) && TimeOf(page, root) is { } time) draft.Offer(Fields.PostedAt, time, "heuristic:post time");
        if (!draft.Has(Fields.SellerName)) draft.Offer(Fields.SellerName, AuthorOf(page, root), "heuristic:post author");
        if (!draft.Has(Fields.Description)) draft.Offer(Fields.Description, BodyOf(page, root), "heuristic:post text");
        if (!draft.Has(Fields.Images))
        {
            var urls = new List<string>();
            for (var i = root; i < dom.End(root); i++)
                if (dom.Is(i, "img") && !NameHas(dom, i, "avatar") && page.Absolute(dom.Attribute(i, "data-src") ?? dom.Attribute(i, "src")) is { } url) urls.Add(url);
            draft.OfferImages(urls, "heuristic:post");
        }

        MineText(draft, page.Words);
    }

    /// <summary>What a post's own words say: the first price of the goods, the first phone.</summary>
    public static void MineText(ListingDraft draft, Vocabulary words)
    {
        if (draft[Fields.Description] is not { } text) return;
        if (!draft.Has(Fields.PriceText) && new OfferedPrice(words).In(text) is { } price)
        {
            draft.Offer(Fields.PriceText, price.Text, "text:price");
            draft.OfferPrice(new(price.Amount, price.Currency), "text:price");
        }

        OfferDetailsReader.MapPost(draft, words);
        if (!draft.Has(Fields.SellerPhone) && PhoneReader.Find(text) is [var phone, ..]) draft.Offer(Fields.SellerPhone, phone.Text, "text:phone");
    }

    private static string? TimeOf(PageContext page, int root)
    {
        var dom = page.Dom;
        for (var i = root; i < dom.End(root); i++)
        {
            if (dom.Is(i, "time")) return dom.Attribute(i, "datetime") ?? dom.Line(i, 80);
            if (dom.Attribute(i, "data-utime") is { } epoch) return epoch;
        }

        for (var i = root; i < dom.End(root); i++)
            if (dom.OwnText(i) is { Length: > 3 and < 40 } text && PageDates.Read(text, page.CapturedAt) is not null) return text.Trim();
        return null;
    }

    private static string? AuthorOf(PageContext page, int root)
    {
        var dom = page.Dom;
        for (var i = root; i < dom.End(root); i++)
        {
            if (!dom.IsElement(i) || dom.Length(i, 60) is < 2 or > 60) continue;
            if (NameHas(dom, i, "author") || NameHas(dom, i, "user") || NameHas(dom, i, "actor") || NameHas(dom, i, "profile") || NameHas(dom, i, "nguoi-dang") || dom.Attribute(i, "itemprop") is "author" || dom.Attribute(i, "rel") is "author")
                return dom.Line(i);
        }

        for (var i = root; i < dom.End(root); i++)
            if (dom.Tag(i) is "h2" or "h3" or "h4" or "strong" && dom.Length(i, 60) is > 1 and <= 60) return dom.Line(i);
        return null;
    }

    // The longest block that is neither the author's line nor the row of buttons. One pass counts, for every element of the
    // post, its text and what tells that it is more than the body.
    private static string? BodyOf(PageContext page, int root)
    {
        var dom = page.Dom;
        var size = dom.End(root) - root;
        var text = new int[size + 1];
        var furniture = new int[size + 1];
        for (var i = 0; i < size; i++)
        {
            var at = root + i;
            text[i + 1] = text[i] + (dom.OwnText(at) is { } own && !dom.IsHidden(at) && !string.IsNullOrWhiteSpace(own) ? own.AsSpan().Trim().Length : 0);
            furniture[i + 1] = furniture[i] + (dom.IsElement(at) && IsFurniture(dom, at) ? 1 : 0);
        }

        var best = -1;
        var bestScore = 0.0;
        for (var i = 1; i < size; i++)
        {
            var at = root + i;
            if (!dom.IsElement(at) || dom.IsHidden(at) || dom.Tag(at) is not ("div" or "p" or "section" or "span" or "blockquote" or "pre")) continue;
            var end = dom.End(at) - root;
            var length = text[end] - text[i];
            if (length < 10 || NameHas(dom, at, "comment") || NameHas(dom, at, "action") || NameHas(dom, at, "footer")) continue;
            var score = length * (HasTextName(dom, at) ? 3.0 : 1.0) - (0.6 * length * Math.Min(10, furniture[end] - furniture[i + 1]));
            if (score <= bestScore) continue;
            best = at;
            bestScore = score;
        }

        return dom.Block(best >= 0 ? best : root, 60_000);
    }

    private static bool IsFurniture(PageDom dom, int i) =>
        dom.Tag(i) is "time" or "button" or "form" or "h2" or "h3" or "h4" or "header" or "footer" || NameHas(dom, i, "comment");

    private static bool HasTextName(PageDom dom, int i) =>
        NameHas(dom, i, "content") || NameHas(dom, i, "text") || NameHas(dom, i, "body") || NameHas(dom, i, "message") || NameHas(dom, i, "noi-dung") || dom.Attribute(i, "itemprop") is "articleBody" or "text";

    private static bool NameHas(PageDom dom, int i, string part) =>
        dom.Attribute(i, "class") is { } name && name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
