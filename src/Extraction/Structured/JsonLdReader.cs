namespace Ecom389.Monitor.Extraction;

/// <summary>Reads schema.org items from JSON-LD scripts (W3C JSON-LD 1.1, without contexts: shops use schema.org's names).</summary>
internal static class JsonLdReader
{
    private const int MaxDepth = 60;

    /// <summary>Every top-level item and every member of a <c>@graph</c>, in order; references by <c>@id</c> are resolved.</summary>
    public static List<SchemaItem> Read(PageDom dom)
    {
        var items = new List<SchemaItem>();
        foreach (var i in dom.All("script"))
        {
            if (dom.Attribute(i, "type") is not { } type || !type.Contains("ld+json", StringComparison.OrdinalIgnoreCase)) continue;
            Read(ScriptText(dom, i), items);
        }

        Resolve(items);
        return items;
    }

    /// <summary>Items of one script's text.</summary>
    internal static void Read(string json, List<SchemaItem> items)
    {
        foreach (var value in LooseJson.ParseAll(json)) Collect(value, items, 0);
    }

    internal static string ScriptText(PageDom dom, int script)
    {
        if (dom.End(script) == script + 2) return dom.OwnText(script + 1) ?? "";
        var text = new System.Text.StringBuilder();
        for (var c = script + 1; c < dom.End(script); c++) text.Append(dom.OwnText(c));
        return text.ToString();
    }

    private static void Collect(JsonItem value, List<SchemaItem> items, int depth)
    {
        if (depth > MaxDepth) return;
        if (value.Items is { } list)
        {
            foreach (var item in list) Collect(item, items, depth + 1);
        }
        else if (value.IsObject)
        {
            if (value["@graph"] is { } graph)
            {
                Collect(graph, items, depth + 1);
                if (value["@type"] is null) return;
            }

            items.Add(ToItem(value, depth));
        }
    }

    private static SchemaItem ToItem(JsonItem json, int depth)
    {
        var item = new SchemaItem { Json = json };
        foreach (var (name, value) in json.Members!)
        {
            switch (name)
            {
                case "@type" or "type":
                    if (value.Text is { } type) item.Types.Add(type);
                    else foreach (var one in value.Items ?? []) if (one.Text is { } text) item.Types.Add(text);
                    break;
                case "@id":
                    item.Id = value.Text;
                    break;
                case "@context" or "@graph":
                    break;
                default:
                    AddValue(item, name, value, depth);
                    break;
            }
        }

        return item;
    }

    private static void AddValue(SchemaItem item, string name, JsonItem value, int depth)
    {
        if (depth > MaxDepth) return;
        if (value.Items is { } list)
        {
            foreach (var one in list) AddValue(item, name, one, depth + 1);
        }
        else if (value.IsObject)
        {
            item.Add(name, value["@value"] is { Text: { } literal } ? new(literal, null) : new(null, ToItem(value, depth + 1)));
        }
        else if (value.Text is { } text)
        {
            item.Add(name, new(text, null));
        }
    }

    // {"@id":"#offer"} stands for the item of the graph that has that id.
    private static void Resolve(List<SchemaItem> items)
    {
        var byId = new Dictionary<string, SchemaItem>(StringComparer.Ordinal);
        foreach (var item in items)
            if (item.Id is { } id && item.Properties.Count > 0) byId.TryAdd(id, item);
        if (byId.Count == 0) return;
        foreach (var item in items)
        {
            foreach (var values in item.Properties.Values)
            {
                for (var i = 0; i < values.Count; i++)
                {
                    if (values[i].Item is { Id: { } id, Properties.Count: 0 } && byId.TryGetValue(id, out var target) && !ReferenceEquals(target, item))
                        values[i] = new(null, target);
                }
            }
        }
    }
}
