using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads fields by a source's own selectors. A selector that is not CSS finds nothing: the validator reports it, not the crawl.</summary>
internal static class SelectorReader
{
    public static void Map(IReadOnlyDictionary<string, string> selectors, ListingDraft draft, PageContext page, IParentNode? within)
    {
        foreach (var (field, expression) in selectors)
        {
            if (field is "root" or "link") continue;
            var (selector, attribute) = Split(expression);
            var from = "selector:" + expression;
            switch (field)
            {
                case Fields.Attributes:
                    foreach (var element in All(within, selector)) MapRow(draft, page, element, from);
                    break;
                case Fields.Images:
                    draft.OfferImages(All(within, selector).Select(e => page.Absolute(attribute is null ? e.GetAttribute("data-src") ?? e.GetAttribute("src") ?? e.GetAttribute("href") : e.GetAttribute(attribute))).OfType<string>(), from);
                    break;
                case Fields.Availability:
                    // A text that tells nothing must not stand in the way of data that do.
                    if (First(within, selector) is { } shown && Value(page, shown, attribute, lines: false) is { } text && AvailabilityWords.StateOf(page.Words, text) is not null) draft.Offer(field, text, from);
                    break;
                default:
                    if (First(within, selector) is { } found) draft.Offer(field, Value(page, found, attribute, field is Fields.Description), from);
                    break;
            }
        }
    }

    /// <summary>Elements a selector finds, in document order.</summary>
    public static IReadOnlyList<IElement> All(IParentNode? within, string selector)
    {
        if (within is null) return [];
        try
        {
            return selector.Length == 0 ? (within is IElement self ? [self] : []) : [.. within.QuerySelectorAll(selector)];
        }
        catch (DomException)
        {
            return [];
        }
    }

    public static IElement? First(IParentNode? within, string selector)
    {
        if (within is null) return null;
        try
        {
            return selector.Length == 0 ? within as IElement : within.QuerySelector(selector);
        }
        catch (DomException)
        {
            return null;
        }
    }

    public static string? Value(PageContext page, IElement element, string? attribute, bool lines)
    {
        if (attribute is not null) return element.GetAttribute(attribute);
        var position = page.Dom.IndexOf(element);
        if (position < 0) return null;
        if (element.LocalName is "meta") return element.GetAttribute("content");
        return lines ? page.Dom.Block(position) : page.Dom.Line(position);
    }

    /// <summary><c>css@attr</c>: the attribute is what follows the last @ outside brackets.</summary>
    public static (string Selector, string? Attribute) Split(string expression)
    {
        var at = expression.LastIndexOf('@');
        if (at < 0 || expression.IndexOf(']', at) >= 0) return (expression.Trim(), null);
        return (expression[..at].Trim(), expression[(at + 1)..].Trim());
    }

    private static void MapRow(ListingDraft draft, PageContext page, IElement row, string from)
    {
        var position = page.Dom.IndexOf(row);
        if (position < 0) return;
        var cells = page.Dom.Children(position).ToList();
        if (cells.Count == 1 && page.Dom.Children(cells[0]).Count() == 2) cells = [.. page.Dom.Children(cells[0])];
        if (cells.Count >= 2)
        {
            draft.OfferAttribute(page.Dom.Line(cells[0]), page.Dom.Line(cells[1]), from);
            return;
        }

        var line = page.Dom.Line(position);
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) draft.OfferAttribute(line[..colon], line[(colon + 1)..], from);
        else if (page.Dom.Is(position, "dt") && page.Dom.NextSibling(position) is var value and >= 0) draft.OfferAttribute(line, page.Dom.Line(value), from);
    }
}
