using AngleSharp.Dom;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads comments of a timeline that offer something: "em có sẵn, 1tr2, zalo 09…" under somebody else's post is an offer of its own. A
/// comment without price and telephone number is talk and left out.
/// </summary>
internal static class CommentReader
{
    public static List<(ListingDraft Draft, string Url)> BySelectors(PageContext page, SelectorSet selectors, int limit)
    {
        var comments = new List<(ListingDraft, string)>();
        if (!selectors.Comment.TryGetValue("root", out var root)) return comments;
        foreach (var element in SelectorReader.All(page.Document, root))
        {
            if (comments.Count >= limit) break;
            var draft = new ListingDraft();
            SelectorReader.Map(selectors.Comment, draft, page, element);
            PostReader.MineText(draft, page.Words);
            if (draft[Fields.Description] is not { } text || (!draft.Has(Fields.Price) && !draft.Has(Fields.PriceText) && !draft.Has(Fields.SellerPhone))) continue;
            var (link, post) = (Link(page, element, selectors.Comment), PostOf(page, element, selectors));
            // Without a permalink of its own a comment is known by its post and its words: the post's address alone is the post's.
            if (link is null) draft.Offer(Fields.ItemId, $"binh-luan-{ContentHash.Of($"{post}\n{text}")[..16]}", "comment");
            comments.Add((draft, link ?? post));
        }

        return comments;
    }

    private static string? Link(PageContext page, IElement within, IReadOnlyDictionary<string, string> selectors)
    {
        if (!selectors.TryGetValue("link", out var link)) return null;
        var (selector, attribute) = SelectorReader.Split(link);
        return page.Absolute(SelectorReader.First(within, selector)?.GetAttribute(attribute ?? "href"));
    }

    private static string PostOf(PageContext page, IElement comment, SelectorSet selectors)
    {
        var post = selectors.Post.TryGetValue("root", out var root) && comment.Closest(root) is { } found ? Link(page, found, selectors.Post) : null;
        return post ?? page.Url?.AbsoluteUri ?? "";
    }
}
