using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>What a page names as its successor where a source's series go by cursor: a link of kind <c>cursor</c> whose address is the bare word.</summary>
internal static class PageCursors
{
    public static IEnumerable<PageLink> Find(PageContext page, SourceDefinition source)
    {
        foreach (var series in source.Search is { } search ? source.Categories.Append(search.Pages) : source.Categories)
        {
            if (series.Cursor is not { } expression) continue;
            var (selector, attribute) = SelectorReader.Split(expression);
            if (SelectorReader.First(page.Document, selector) is { } element && SelectorReader.Value(page, element, attribute, lines: false)?.Trim() is { Length: > 0 } cursor) yield return new(cursor, "cursor");
        }
    }
}
