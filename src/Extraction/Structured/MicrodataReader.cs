namespace Ecom389.Monitor.Extraction;

/// <summary>Reads microdata as WHATWG HTML §5 has it: itemscope, itemprop, itemref, and each element's property value.</summary>
internal static class MicrodataReader
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\r', '\f'];

    private static readonly ulong Asked = PageDom.AnyOf("itemprop", "itemscope");

    /// <summary>Top-level items in document order.</summary>
    /// <param name="dom">The page.</param>
    /// <param name="resolve">Makes a URL absolute.</param>
    public static List<SchemaItem> Read(PageDom dom, Func<string, string> resolve)
    {
        var items = new List<SchemaItem>();
        var open = new Stack<(SchemaItem Item, int End)>();
        if (!dom.MayHave("itemscope")) return items;
        List<(SchemaItem Item, string Ids)>? references = null;
        for (var i = 0; i < dom.Count; i++)
        {
            while (open.TryPeek(out var top) && i >= top.End) Close(dom, open.Pop().Item);
            if (!dom.MayHaveAny(i, Asked)) continue;
            var properties = dom.Attribute(i, "itemprop");
            var isScope = dom.Attribute(i, "itemscope") is not null;
            if (properties is null && !isScope) continue;
            SchemaItem? item = null;
            if (isScope)
            {
                item = NewItem(dom, i);
                if (dom.Attribute(i, "itemref") is { } ids) (references ??= []).Add((item, ids));
            }

            if (properties is not null && open.TryPeek(out var owner)) AddProperty(owner.Item, properties, dom, i, item, resolve);
            else if (item is not null && properties is null) items.Add(item);
            if (item is not null) open.Push((item, dom.End(i)));
        }

        while (open.TryPop(out var last)) Close(dom, last.Item);
        if (references is not null) AddReferenced(dom, references, resolve);
        return items;
    }

    private static void Close(PageDom dom, SchemaItem item)
    {
        if (item.Properties.Count == 0) item.Content = dom.Line(item.Position, 300);
    }

    private static SchemaItem NewItem(PageDom dom, int i)
    {
        var item = new SchemaItem { Position = i, Id = dom.Attribute(i, "itemid") };
        foreach (var type in Words(dom.Attribute(i, "itemtype"))) item.Types.Add(type);
        return item;
    }

    private static void AddProperty(SchemaItem owner, string properties, PageDom dom, int i, SchemaItem? item, Func<string, string> resolve)
    {
        var value = item is not null ? new SchemaValue(null, item) : new SchemaValue(ValueOf(dom, i, resolve), null);
        foreach (var name in Words(properties)) owner.Add(name, value);
    }

    private static void AddReferenced(PageDom dom, List<(SchemaItem Item, string Ids)> references, Func<string, string> resolve)
    {
        var byId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < dom.Count; i++)
            if (dom.IsElement(i) && dom.Attribute(i, "id") is { Length: > 0 } id) byId.TryAdd(id, i);
        foreach (var (item, ids) in references.Take(1000))
        {
            foreach (var id in Words(ids))
            {
                if (!byId.TryGetValue(id, out var root) || (item.Position >= 0 && dom.IsWithin(item.Position, root))) continue;
                var open = new Stack<(SchemaItem Item, int End)>();
                open.Push((item, int.MaxValue));
                for (var i = root; i < dom.End(root); i++)
                {
                    while (i >= open.Peek().End) open.Pop();
                    if (!dom.IsElement(i)) continue;
                    var properties = dom.Attribute(i, "itemprop");
                    var nested = dom.Attribute(i, "itemscope") is not null ? NewItem(dom, i) : null;
                    if (properties is not null) AddProperty(open.Peek().Item, properties, dom, i, nested, resolve);
                    if (nested is not null) open.Push((nested, dom.End(i)));
                }
            }
        }
    }

    internal static string ValueOf(PageDom dom, int i, Func<string, string> resolve)
    {
        // WHATWG gives content to meta alone; shops put it on span and div as well, and mean it.
        if (dom.Attribute(i, "content") is { } content) return content;
        switch (dom.Tag(i))
        {
            case "meta": return "";
            case "audio" or "embed" or "iframe" or "img" or "source" or "track" or "video":
                return dom.Attribute(i, "src") is { } src ? resolve(src) : dom.Attribute(i, "data-src") is { } lazy ? resolve(lazy) : "";
            case "a" or "area" or "link": return dom.Attribute(i, "href") is { } href ? resolve(href) : "";
            case "object": return dom.Attribute(i, "data") is { } data ? resolve(data) : "";
            case "data" or "meter" when dom.Attribute(i, "value") is { } value: return value;
            case "time" when dom.Attribute(i, "datetime") is { } time: return time;
            default: return dom.Block(i);
        }
    }

    internal static string[] Words(string? value) =>
        value?.Split(Spaces, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
